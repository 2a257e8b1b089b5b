"""What a page is made of, from top to bottom: lines of text and tables."""

import msgspec

from pipeline.formats.writer import PlacedCell

from .geometry import Box
from .glyphs import Glyph


class Line(msgspec.Struct, frozen=True):
    """One printed line outside tables; `size` is the height of its characters."""

    text: str
    box: Box
    size: float
    glyphs: tuple[Glyph, ...]


class Table(msgspec.Struct, frozen=True):
    """A table or the part of it on one page.

    Column i lies between `edges[i]` and `edges[i + 1]`. `ruled` says that lines were drawn, so that the edges are exact.
    """

    edges: tuple[float, ...]
    rows: int
    cells: tuple[PlacedCell, ...]
    box: Box
    ruled: bool


class Part(msgspec.Struct, frozen=True):
    """A page before its text is laid out: its box, its tables with lines, and the characters outside them in order."""

    box: Box
    tables: tuple[Table, ...]
    glyphs: tuple[Glyph, ...]


class Page(msgspec.Struct, frozen=True):
    """A page as seen: its box, and its blocks from top to bottom."""

    box: Box
    blocks: tuple[Line | Table, ...]
