"""Tells archives from reports, by content: an office document is a ZIP file too, and it is a report."""

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import Literal

Kind = Literal["zip", "tar"]
HEAD_BYTES = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_GZIP = b"\x1f\x8b"
_TAR, _TAR_AT = b"ustar", 257
# What only office documents (OOXML, OpenDocument, WPS) have at their top.
_OFFICE_PARTS = {"[content_types].xml", "mimetype", "meta-inf/manifest.xml"}
_OFFICE_TRACES = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so (512 bytes) may be an archive; sure is only `kind_of`."""
    return head.startswith((*_ZIP, _GZIP)) or _is_tar(head)


def kind_of(path: Path) -> Kind | None:
    """Return what archive a file is, or None if it is none; one that is damaged is still an archive."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(_ZIP):
        return None if _is_office(path, head) else "zip"
    if head.startswith(_GZIP):
        return "tar" if _is_tar(_unpacked_head(path)) else None
    return "tar" if _is_tar(head) else None


def _is_tar(head: bytes) -> bool:
    return head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def _is_office(path: Path, head: bytes) -> bool:
    """By the names of its parts; by the first of them where the directory cannot be read or is too large for a report."""
    if any(trace in head for trace in _OFFICE_TRACES):
        return True
    if path.stat().st_size > _LARGEST_OFFICE:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_OFFICE_PARTS & {name.lower() for name in archive.namelist()})
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


_LARGEST_OFFICE = 64 * 1024 * 1024


def _unpacked_head(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            return file.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""
