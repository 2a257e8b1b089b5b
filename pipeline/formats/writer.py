"""Writes a document piece by piece: lines of text, and grids as one pipe row per row, each cell's place kept.

Every reader of a format with tables writes through it, so that all documents look alike to what reads them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from pipeline.characters import clean, simplified
from pipeline.document import Document, Grid, GridCell, Span

_SPACES = re.compile(r"\s+")
_LONGEST_KEPT = 200  # the same few cells come again and again
MOST_COLUMNS = 64  # no official table has more than 17; a larger span is a mistake or an attack
MOST_ROWS = 4096


class PlacedCell(msgspec.Struct, frozen=True, gc=False):
    """A cell before it is written: row and column count from 0, spans are 1 or more, `text` as in the file."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


class DocumentWriter:
    """The text and the grids of one document, in reading order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._line_has_text = False
        self._grids: list[Grid] = []

    def inline(self, words: str) -> None:
        """Go on with the line; white space at its beginning is dropped."""
        words = clean(words)
        if not self._line_has_text:
            words = words.lstrip()
        if words:
            self._add(words)
            self._line_has_text = True

    def break_line(self) -> None:
        """End the line if anything stands on it."""
        if self._line_has_text:
            self._add("\n")
            self._line_has_text = False

    def line(self, words: str) -> None:
        """Write one line of its own; nothing if there are no words."""
        self.break_line()
        self.inline(words)
        self.break_line()

    def grid(self, cells: Iterable[PlacedCell]) -> None:
        """Write a grid; `cells` come row by row, each row from left to right.

        A cell's words stand on one line. A pipe in them is written full width, since it would end the cell.
        """
        self.break_line()
        start = self._length
        placed: list[GridCell] = []
        for cell in cells:
            words = cell_words(cell.text)
            if not placed:
                self._add("| ")
            elif placed[-1].row != cell.row:
                self._add("\n| ")
            at = Span(self._length, self._length + len(words))
            self._add(f"{words} | ")
            placed.append(GridCell(cell.row, cell.column, cell.row_span, cell.column_span, at))
        if placed:
            self._add("\n")
            self._grids.append(Grid(Span(start, self._length), tuple(placed)))

    def document(self, *, media_type: str, encoding: str) -> Document:
        """Return what was written; `encoding` is empty for formats that are not text."""
        self.break_line()
        text = simplified("".join(self._pieces))
        return Document(text=text, media_type=media_type, encoding=encoding, grids=tuple(self._grids))

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def cell_words(text: str) -> str:
    """The words of a cell as they are written: cleaned, on one line, no pipe among them."""
    return _short_words(text) if len(text) <= _LONGEST_KEPT else _short_words.__wrapped__(text)


@lru_cache(maxsize=8192)
def _short_words(text: str) -> str:
    return _SPACES.sub(" ", clean(text)).replace("|", "｜").strip()
