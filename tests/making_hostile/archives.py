"""ZIP archives that lie, and the Word and Excel files in them; written by hand, since no library writes such a thing."""

import struct
import zlib
from dataclasses import dataclass

_DEFLATED = 8
_PIECE = bytes(16 * 1024 * 1024)
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Entry:
    """One member as it is written: deflated bytes, and the size and checksum that the archive claims for them."""

    name: str
    deflated: bytes
    size: int
    checksum: int


def entry(name: str, text: str) -> Entry:
    """An honest member."""
    data = text.encode()
    return Entry(name, _deflate(data), len(data), zlib.crc32(data))


def zeros(name: str, before: str, *, pieces: int, claimed: int | None = None) -> Entry:
    """A member of `pieces` × 16 MB of zeros after some text; `claimed` is the size that the archive gives."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = before.encode()
    begun = engine.compress(head) + engine.flush(zlib.Z_FULL_FLUSH)
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = block.compress(_PIECE) + block.flush(zlib.Z_FULL_FLUSH)  # stands alone, so it may be written again
    checksum = zlib.crc32(head)
    for _ in range(pieces):
        checksum = zlib.crc32(_PIECE, checksum)
    size = len(head) + pieces * len(_PIECE)
    return Entry(name, begun + repeated * pieces + _deflate(b""), claimed or size, checksum)


def archive(entries: list[Entry], *, repeat_last: int = 0) -> bytes:
    """The archive; the last member is listed `repeat_last` times more under other names, all at one place."""
    body, listed = b"", []
    for each in entries:
        listed.append((each.name, each, len(body)))
        body += _local_header(each) + each.deflated
    _, last, place = listed[-1]
    listed += [(f"word/more{number}.xml", last, place) for number in range(repeat_last)]
    directory = b"".join(_central_header(name, each, place) for name, each, place in listed)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(listed), len(listed), len(directory), len(body), 0)
    return body + directory + end


def docx(*more: Entry) -> list[Entry]:
    """The members of a Word file before its document."""
    return [*_package("word/document.xml", f"{_MAIN}.wordprocessingml.document.main+xml"), *more]


def xlsx(*more: Entry) -> list[Entry]:
    """The members of an Excel file before its sheet."""
    workbook = f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    sheet = _relations("worksheet", "worksheets/sheet1.xml")
    main = _package("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml")
    return [*main, entry("xl/workbook.xml", workbook), entry("xl/_rels/workbook.xml.rels", sheet), *more]


def document(paragraphs: str, declaration: str = "") -> str:
    """The XML of a Word document."""
    return f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{_NAMESPACE}"><w:body>{paragraphs}</w:body></w:document>'


def paragraph(text: str) -> str:
    """One paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def nested_tables(depth: int) -> str:
    """Tables in tables of a Word document."""
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth


def _package(main: str, content_type: str) -> list[Entry]:
    types = (
        f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    )
    return [entry("[Content_Types].xml", types), entry("_rels/.rels", _relations("officeDocument", main))]


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def _deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def _local_header(each: Entry) -> bytes:
    name = each.name.encode()
    sizes = (each.checksum, len(each.deflated), each.size, len(name), 0)
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, _DEFLATED, 0, 33, *sizes) + name


def _central_header(name: str, each: Entry, place: int) -> bytes:
    sizes = (each.checksum, len(each.deflated), each.size, len(name.encode()), 0, 0, 0, 0, 0, place)
    return struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, _DEFLATED, 0, 33, *sizes) + name.encode()
