"""Tells archives from reports, by content: an office document is a ZIP file too, and it is a report."""

import itertools
from pathlib import Path
from typing import BinaryIO, Literal

from pipeline.errors import ReportError

from .entry_names import decoded
from .tar_headers import is_header
from .unpacking import is_packed, pieces
from .zip_directory import directory_of, entries

Kind = Literal["zip", "tar"]
HEAD_BYTES = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")
_TAR, _TAR_AT = b"ustar", 257
# What stands at the top of office documents, in lower case: OOXML and XPS, OpenDocument and EPUB, OFD, UOF, iWork.
_OFFICE_PARTS = frozenset(
    {"[content_types].xml", "mimetype", "meta-inf/manifest.xml", "ofd.xml", "uof.xml", "index/document.iwa"}
)
# How an office document may begin whose directory cannot be read; its reader says what is wrong with it.
_OFFICE_BEGINNINGS = (*_OFFICE_PARTS, "_rels/.rels", "docprops/", "word/", "xl/", "ppt/", "customxml/")
_MOST_PARTS = 10_000  # no document that can be read has more
_LOCAL_NAME_AT = 30


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so (512 bytes) may be an archive; sure is only `kind_of`."""
    return begins_as_zip(head) or is_packed(head) or _begins_as_tar(head)


def begins_as_zip(head: bytes) -> bool:
    """Whether a file that begins so (8 bytes) is a ZIP file, which a document may be too."""
    return head.startswith(_ZIP)


def kind_of(path: Path) -> Kind | None:
    """Return what archive a file is, or None if it is none; one that is damaged is still an archive."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if begins_as_zip(head):
            return None if _is_office(file, head) else "zip"
        if is_packed(head):
            file.seek(0)
            head = _unpacked_head(file)
        return "tar" if _begins_as_tar(head) else None


def _begins_as_tar(head: bytes) -> bool:
    return head.startswith(_TAR, _TAR_AT) or is_header(head[:HEAD_BYTES])


def _is_office(file: BinaryIO, head: bytes) -> bool:
    try:
        listed = itertools.islice(entries(file, directory_of(file)), _MOST_PARTS)
        return any(_plain(each.name) in _OFFICE_PARTS for each in listed)
    except ReportError:
        return _plain(_first_name(head)).startswith(_OFFICE_BEGINNINGS)


def _first_name(head: bytes) -> str:
    """The name in the local header at the beginning."""
    length = int.from_bytes(head[26:28], "little")
    return decoded(head[_LOCAL_NAME_AT : _LOCAL_NAME_AT + length])


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _unpacked_head(file: BinaryIO) -> bytes:
    head = b""
    try:
        for piece in pieces(file):
            head += piece
            if len(head) >= HEAD_BYTES:
                break
    except ReportError:
        pass  # what came before tells
    return head[:HEAD_BYTES]
