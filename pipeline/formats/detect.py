"""Tells a file's format by its first bytes and hands it to the reader for it."""

import re

from pipeline.document import Document
from pipeline.errors import FileEmpty, FormatUnknown

from . import html, text
from .encoding import decode

# What the bytes begin with, for files whose reader does not exist yet; naming them makes the error useful.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX/XLSX"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC/WPS/XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
_CONTROL_SHARE = 0.001
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|span|meta)\b", re.IGNORECASE)
_MARKUP_WINDOW = 65_536


def read_document(data: bytes) -> Document:
    """Return the document in `data`.

    Raises `FileEmpty`, `FormatUnknown` (binary data, or a format without a reader) or `EncodingUnknown`.
    """
    if not data.strip():
        raise FileEmpty
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise FormatUnknown(seen=name)
    if not data.startswith(_UTF16_MARKS) and _is_binary(data):
        raise FormatUnknown(seen="二进制 binary")
    looks_like_html = _MARKUP.search(data[:_MARKUP_WINDOW].replace(b"\x00", b"")) is not None
    decoded, encoding = decode(data, declared=html.declared_charset(data) if looks_like_html else None)
    reader = html.read if looks_like_html else text.read
    return reader(decoded, encoding)


def _is_binary(data: bytes) -> bool:
    return len(data) - len(data.translate(None, _CONTROL)) > max(1, int(len(data) * _CONTROL_SHARE))
