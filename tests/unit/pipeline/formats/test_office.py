"""Which files LibreOffice must convert, and to what; told by their bytes alone."""

import pytest

from pipeline.errors import FormatEncrypted, FormatNeedsLibreOffice
from pipeline.formats import read_document
from pipeline.formats.office import conversion_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str, first: bytes = b"") -> bytes:
    """A file that begins as an OLE file does, with a first stream, and has the name of a stream further on."""
    return OLE.ljust(512, b"\x00") + first.ljust(512, b"\x00") + f"{stream}\x00".encode("utf-16-le")


def odf(kind: str) -> bytes:
    return b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument." + kind.encode()


@pytest.mark.parametrize(
    ("data", "name", "target"),
    [
        (ole("WordDocument"), "DOC/WPS", "docx"),
        (ole("WordDocument", b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x02"), "DOC/WPS", "docx"),
        (ole("Workbook"), "XLS/ET", "xlsx"),
        (ole("Workbook", b"\x09\x08\x10\x00" + bytes(16) + b"\xe1\x00"), "XLS/ET", "xlsx"),
        (ole("Book"), "XLS/ET", "xlsx"),
        (odf("text"), "ODT", "docx"),
        (odf("spreadsheet"), "ODS", "xlsx"),
        (rb"{\rtf1\ansi words}", "RTF", "docx"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "Word 2003 XML", "docx"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><w/>', "Excel 2003 XML", "xlsx"),
    ],
)
def test_formats_of_old_are_told_by_content(data: bytes, name: str, target: str) -> None:
    conversion = conversion_of(data)
    assert conversion is not None
    assert (conversion.name, conversion.target) == (name, target)
    with pytest.raises(FormatNeedsLibreOffice, match="soffice"):
        read_document(data)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04word/document.xml", "一、总体情况".encode(), b"<html>", b"%PDF-1.7", ole("Other")]
)
def test_what_we_read_ourselves_is_not_converted(data: bytes) -> None:
    assert conversion_of(data) is None


@pytest.mark.parametrize(
    "data",
    [
        ole("EncryptedPackage"),
        ole("WordDocument", b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x03"),
        ole("Workbook", b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00"),
    ],
)
def test_a_password_is_told_before_anything_is_started(data: bytes) -> None:
    with pytest.raises(FormatEncrypted):
        conversion_of(data)
