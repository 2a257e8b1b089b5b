"""Tells a file's format by its content, never by its name, and hands it to the reader for it."""

from collections.abc import Callable

from pipeline.document import Document
from pipeline.errors import FileEmpty, FormatUnknown

from . import docx, html, images, mhtml, office, pdf, text, xlsx
from .office import Converter, without_libreoffice

# Each with what recognises it; the first that does reads the file, and what none recognises is text.
_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Document]], ...] = (
    (pdf.recognises, pdf.read),
    (docx.recognises, docx.read),
    (xlsx.recognises, xlsx.read),
    (images.recognises, images.read),
    (mhtml.recognises, mhtml.read),
    (html.recognises, html.read),
)
# Formats without a reader; naming them makes the error useful.
_UNREAD: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)


def read_document(data: bytes, convert: Converter = without_libreoffice) -> Document:
    """Return the document in `data`; `convert` makes DOCX and XLSX of what only LibreOffice reads.

    Raises `FileEmpty`, `FormatUnknown`, `DocumentScanned`, and the `format.…` and `encoding.…` errors of the readers.
    """
    if not data.strip():
        raise FileEmpty
    conversion = office.conversion_of(data)
    if conversion is not None:
        data = convert(data, conversion)
    for recognises, read in _READERS:
        if recognises(data):
            return read(data)
    for signature, name in _UNREAD:
        if data.startswith(signature):
            raise FormatUnknown(seen=name)
    return text.read(data)
