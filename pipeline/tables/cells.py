"""The cells of a table in reading order, wherever they came from; labels and values are not told apart here."""

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.document import Span
from pipeline.figures import looks_like_value

_MOST_CELLS = 20_000  # far beyond any real section: what lies further off is not found, thus unknown
_MOST_ROWS_OF_A_GRID = 100_000


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell: its trimmed text and place, and its row where the layout shows rows.

    `padding` marks a blank that may have no cell of its own behind it: `||` that an extractor adds at a row's end.
    """

    text: str
    at: Span
    row: int | None = None
    padding: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in the cell."""
        return not self.text

    @property
    def is_value(self) -> bool:
        """Whether the cell holds a number or a placeholder."""
        return looks_like_value(self.text)

    @property
    def is_words(self) -> bool:
        """Whether the cell holds anything else: a label, a header, a remark."""
        return bool(self.text) and not looks_like_value(self.text)


class CellStream(msgspec.Struct, frozen=True):
    """The cells of a stretch of text in reading order.

    `marked_up` says that a grid of the file gives them, so that blanks are certain; `spaced` that blanks are only
    inferred from empty lines; `in_lines` that a row's values stand on one line, its label around them in pieces.
    """

    cells: tuple[Cell, ...]
    marked_up: bool = False
    spaced: bool = False
    in_lines: bool = False


def grid_stream(grids: Sequence[Sequence[Cell]]) -> CellStream:
    """Return the cells of grids, each a sequence of cells whose `row` counts within it."""
    numbered = (
        Cell(cell.text, cell.at, index * _MOST_ROWS_OF_A_GRID + (cell.row or 0), cell.padding)
        for index, cells in enumerate(grids)
        for cell in cells
    )
    return CellStream(first_cells(numbered), marked_up=True)


def first_cells(cells: Iterator[Cell]) -> tuple[Cell, ...]:
    """Return the cells that are looked at."""
    return tuple(itertools.islice(cells, _MOST_CELLS))


def lines_of(text: str, region: Span) -> Iterator[tuple[int, int]]:
    """Yield the lines of a region as start and end, line break included."""
    position = region.start
    while position < region.end:
        line_break = text.find("\n", position, region.end)
        end = region.end if line_break < 0 else line_break + 1
        yield position, end
        position = end


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the place of the words between two offsets; an empty place at `start` if there are none."""
    return cell_between(text, start, end).at


def cell_between(text: str, start: int, end: int, row: int | None = None) -> Cell:
    """Return the cell of what stands between two offsets; a blank one at `start` if nothing does."""
    piece = text[start:end]
    words = piece.strip()
    start += piece.index(words)
    return Cell(words, Span(start, start + len(words)), row)


def joined(cells: Sequence[Cell]) -> Cell:
    """Return one cell of the words of several, from the place of the first to that of the last."""
    if len(cells) == 1:
        return cells[0]
    return Cell("".join(cell.text for cell in cells), Span(cells[0].at.start, cells[-1].at.end), cells[0].row)
