"""Opens a workbook and writes what its sheets show, one after the other, each after its name."""

from pipeline.document import Document
from pipeline.errors import FormatUnknown
from pipeline.formats.package import Package, kind_of
from pipeline.formats.writer import DocumentWriter

from .layout import blocks
from .sheet import SheetReading
from .workbook import number_formats, shared_strings, shown_sheets

_FORMAT, _BINARY = "XLSX", "XLSB"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHEETS = 100


def read(data: bytes) -> Document:
    """Return the document.

    Raises `FormatDamaged`, `FormatEncrypted`, `FormatTooComplex`, and `FormatUnknown` for the binary XLSB.
    """
    if kind_of(data) == _BINARY:
        raise FormatUnknown(seen=_BINARY)
    package = Package(data, _FORMAT)
    strings, formats = shared_strings(package), number_formats(package)
    writer = DocumentWriter()
    for sheet in shown_sheets(package)[:_MOST_SHEETS]:
        writer.line(sheet.name)
        grid = SheetReading(strings, formats, _FORMAT).parse(package.archive.read(sheet.part))
        for block in blocks(grid, _FORMAT):
            if isinstance(block, str):
                writer.line(block)
            else:
                writer.grid(block)
    return writer.document(media_type=_MEDIA_TYPE, encoding="")
