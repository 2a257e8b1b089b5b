"""Formats that only LibreOffice reads well: told here by content, turned into DOCX or XLSX by whoever calls.

This module starts nothing: the pipeline is pure, so the converter comes from outside.
"""

from typing import NoReturn, Protocol

import msgspec

from pipeline.errors import FormatEncrypted, FormatNeedsLibreOffice

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams in an OLE file's directory, which is where Office and WPS say what the file is.
_STREAMS = (
    ("EncryptedPackage", None),
    ("WordDocument", ("DOC/WPS", "doc", "docx")),
    ("Workbook", ("XLS/ET", "xls", "xlsx")),
    ("Book", ("XLS/ET", "xls", "xlsx")),
)
_ODF = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ("ODT", "odt", "docx")),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ("ODS", "ods", "xlsx")),
)
_ODF_WINDOW = 200
# Word and Excel of 2003 as one XML file each, which say so in a processing instruction.
_XML = (
    (b'progid="Word.Document"', ("Word 2003 XML", "xml", "docx")),
    (b'progid="Excel.Sheet"', ("Excel 2003 XML", "xml", "xlsx")),
)
_XML_WINDOW = 1000
# Where the first stream of an OLE file begins, which is the text or the workbook in what Office writes: Word's header
# has a bit for a password, Excel's first record is followed by one that names the cipher.
_FIRST_STREAM = 512
_WORD, _WORD_FLAGS, _WORD_ENCRYPTED = b"\xec\xa5", slice(_FIRST_STREAM + 10, _FIRST_STREAM + 12), 0x0100
_EXCEL, _EXCEL_SECOND, _EXCEL_CIPHER = b"\x09\x08\x10\x00", slice(_FIRST_STREAM + 20, _FIRST_STREAM + 22), b"\x2f\x00"


class Conversion(msgspec.Struct, frozen=True):
    """What is to be converted: the format's name for people, its suffix, and the suffix of what it becomes."""

    name: str
    suffix: str
    target: str


class Converter(Protocol):
    """Turns a file into another format, or raises `FormatNeedsLibreOffice` or `ConversionFailed`."""

    def __call__(self, data: bytes, conversion: Conversion) -> bytes:
        """Return the bytes of `data` in the format `conversion.target`."""


def without_libreoffice(data: bytes, conversion: Conversion) -> NoReturn:  # noqa: ARG001 - a converter's signature
    """Convert nothing: the converter of callers that have none."""
    raise FormatNeedsLibreOffice(format=conversion.name)


def conversion_of(data: bytes) -> Conversion | None:
    """Return how `data` becomes readable, or None if it needs no conversion.

    Raises `FormatEncrypted` for what is behind a password; a DOCX or XLSX is an OLE file then.
    """
    if data.startswith(b"{\\rtf"):
        return Conversion("RTF", "rtf", "docx")
    if data.startswith(b"PK\x03\x04"):
        return next((Conversion(*names) for mark, names in _ODF if mark in data[:_ODF_WINDOW]), None)
    if not data.startswith(_OLE):
        return next((Conversion(*names) for mark, names in _XML if mark in data[:_XML_WINDOW]), None)
    for stream, names in _STREAMS:
        if f"{stream}\x00".encode("utf-16-le") in data:
            if names is None:
                raise FormatEncrypted(format="DOCX/XLSX")
            if _has_password(data):
                raise FormatEncrypted(format=names[0])
            return Conversion(*names)
    return None


def _has_password(data: bytes) -> bool:
    """Whether a DOC or an XLS says that it is encrypted."""
    if data.startswith(_WORD, _FIRST_STREAM):
        return bool(int.from_bytes(data[_WORD_FLAGS], "little") & _WORD_ENCRYPTED)
    return data.startswith(_EXCEL, _FIRST_STREAM) and data[_EXCEL_SECOND] == _EXCEL_CIPHER
