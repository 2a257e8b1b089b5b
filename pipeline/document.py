"""One model of a document for every format: normalised text, and grids of cells whose places are in that text."""

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place in the normalised text: code points from `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text at this place."""
        return text[self.start : self.end]


class GridCell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One cell of a grid; rows and columns count from 0, spans are 1 or more and stay inside the grid."""

    row: int
    column: int
    row_span: int
    column_span: int
    at: Span


class Grid(msgspec.Struct, frozen=True, array_like=True):
    """A table that the file itself marks as one, its spans resolved; cells in reading order."""

    at: Span
    cells: tuple[GridCell, ...]


class Document(msgspec.Struct, frozen=True):
    """What `normalize` makes of a file: `text` with LF line ends, no NUL and no invisible characters.

    `encoding` is Python's name of the encoding that was read; `grids` is empty for formats without table markup.
    """

    text: str
    media_type: str
    encoding: str
    grids: tuple[Grid, ...] = ()
