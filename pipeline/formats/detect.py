"""Tells a file's format by its content, never by its name, and hands it to the reader for it.

The large readers, with the libraries that they need, are imported when the first such file comes.
"""

from collections.abc import Callable
from importlib import import_module

from pipeline.document import Document
from pipeline.errors import FileEmpty, FormatUnknown

from . import html, images, mhtml, office, text
from .office import Converter, without_libreoffice
from .package import is_word, is_workbook
from .pdf_header import is_pdf


def _when_needed(package: str) -> Callable[[bytes], Document]:
    def read(data: bytes) -> Document:
        reader: Callable[[bytes], Document] = import_module(f".{package}", __package__).read
        return reader(data)

    return read


# Each with what recognises it; the first that does reads the file, and what none recognises is text.
_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Document]], ...] = (
    (is_pdf, _when_needed("pdf")),
    (is_word, _when_needed("docx")),
    (is_workbook, _when_needed("xlsx")),
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
