"""Opens a Word document: finds its parts by their relationships and writes what the main part shows."""

from collections.abc import Iterator
from functools import cache

from pipeline.document import Document
from pipeline.errors import FormatTooComplex
from pipeline.formats import html, mhtml
from pipeline.formats.images import refuse_pictures_only
from pipeline.formats.markup import parse
from pipeline.formats.package import Package, is_word
from pipeline.formats.parted import parted
from pipeline.formats.writer import DocumentWriter, PlacedCell

from .numbering import Numbering
from .paragraph import Block
from .reading import Reading
from .styles import Styles

_FORMAT = "DOCX"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_CHARACTERS = 8_000_000  # a long report has 30,000
_MOST_EMBEDDED_BYTES = 8 * 2**20  # of all embedded documents, unpacked; a real report has under 1 MB


def read(data: bytes) -> Document:
    """Return the document.

    Raises `FormatDamaged`, `FormatEncrypted`, `FormatTooComplex` beyond 8 million characters, and `DocumentScanned` if it holds only pictures.
    """
    document, pictures = _read(Package(data, _FORMAT), _MOST_EMBEDDED_BYTES)
    if len(document.text) > _MOST_CHARACTERS:
        raise FormatTooComplex(format=_FORMAT, reason=f"超过 {_MOST_CHARACTERS} 字 characters")
    refuse_pictures_only(document.text, pictures, _FORMAT)
    return document


def _read(package: Package, most_embedded_bytes: int) -> tuple[Document, int]:
    """The document and how many pictures it shows."""
    reading = Reading(_Parts(package, most_embedded_bytes))
    parse(package.archive.read(package.main), reading.handlers(), _FORMAT)
    writer = DocumentWriter()
    for block in reading.finish():
        for piece in (block,) if isinstance(block, str) else parted(block):
            if isinstance(piece, str):
                writer.line(piece)
            else:
                writer.grid(piece)
    return writer.document(media_type=_MEDIA_TYPE, encoding=""), reading.pictures


class _Parts:
    """The parts that the main part refers to, each read when it is first needed; with 0 bytes it embeds nothing."""

    def __init__(self, package: Package, most_embedded_bytes: int) -> None:
        self._package = package
        self._relationships = package.relationships(package.main)
        self._embedded_left = most_embedded_bytes
        self.styles = cache(lambda: Styles(self._part("styles"), _FORMAT))
        self.numbering = cache(lambda: Numbering(self._part("numbering"), _FORMAT))

    def embedded(self, relationship_id: str) -> list[Block]:
        """The blocks of an embedded web page or Word document; nothing for what else may be embedded."""
        relationship = self._relationships.get(relationship_id)
        if relationship is None or relationship.type != "aFChunk" or not self._embedded_left:
            return []
        data = self._package.archive.read(relationship.target)
        self._charge(len(data))
        if is_word(data):
            package = Package(data, _FORMAT, self._embedded_left)
            blocks = list(_blocks(_read(package, 0)[0]))
            self._charge(self._embedded_left - package.archive.bytes_left)
            return blocks
        for reader in (mhtml, html):
            if reader.recognises(data):
                return list(_blocks(reader.read(data)))
        return []

    def _charge(self, size_bytes: int) -> None:
        self._embedded_left -= size_bytes
        if self._embedded_left <= 0:
            reason = f"嵌入的文档超过 {_MOST_EMBEDDED_BYTES >> 20} MB of embedded documents"
            raise FormatTooComplex(format=_FORMAT, reason=reason)

    def _part(self, kind: str) -> bytes | None:
        """The part of that kind; without one there are no styles, or no lists."""
        target = next((found.target for found in self._relationships.values() if found.type == kind), None)
        return self._package.archive.read(target) if target is not None and target in self._package.archive else None


def _blocks(document: Document) -> Iterator[Block]:
    """What an embedded document consists of."""
    position = 0
    for grid in document.grids:
        yield from document.text[position : grid.at.start].split("\n")
        yield [
            PlacedCell(cell.row, cell.column, cell.row_span, cell.column_span, cell.at.of(document.text))
            for cell in grid.cells
        ]
        position = grid.at.end
    yield from document.text[position:].split("\n")
