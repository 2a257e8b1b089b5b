"""Parts a table that holds prose, or a whole report, into lines of text and the grids between them."""

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.characters import letters
from pipeline.form import SECTIONS

from .writer import PlacedCell

_TITLES = tuple(letters(wording) for section in SECTIONS for wording in section.wordings)
_LONGEST_BEFORE_TITLE = 6  # `第一部分`, `一`
_CAPTION = re.compile(r"第二十条")
_LONGEST_CAPTION = 30


def parted(cells: Sequence[PlacedCell]) -> Iterator[str | list[PlacedCell]]:
    """Yield lines and grids in reading order; `cells` come row by row.

    A table of one column is prose. Where a row over the whole width is the title of a section, the table holds a
    report: then each such row is lines of text, but captions of the form (`第二十条第(一)项`) stay in their grid.
    """
    rows = [list(row) for _, row in itertools.groupby(cells, key=lambda cell: cell.row)]
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    alone = _rows_alone(cells, rows)
    if len(alone) == len(rows):
        for row in rows:
            yield from row[0].text.split("\n")
    elif any(begins_with_title(row[0].text) for row in rows if row[0].row in alone and _fills(row[0], width)):
        yield from _apart(rows, {row[0].row for row in rows if row[0].row in alone and _fills(row[0], width)})
    elif cells:
        yield list(cells)


def is_title(text: str) -> bool:
    """Whether `text` is the title of a section, with its number or without."""
    words = letters(text[:100])
    return words.endswith(_TITLES) and any(
        words.endswith(title) and len(words) <= len(title) + _LONGEST_BEFORE_TITLE for title in _TITLES
    )


def begins_with_title(text: str) -> bool:
    """Whether the first line of `text` is the title of a section; the section itself may follow in the same cell."""
    return is_title(text.strip().partition("\n")[0])


def is_caption(text: str) -> bool:
    """Whether `text` is a caption inside table 2."""
    return len(text) <= _LONGEST_CAPTION and _CAPTION.search(letters(text)) is not None


def _apart(rows: list[list[PlacedCell]], alone: set[int]) -> Iterator[str | list[PlacedCell]]:
    grid: list[PlacedCell] = []
    for row in rows:
        if row[0].row not in alone or is_caption(row[0].text):
            grid.extend(row)
            continue
        if grid:
            yield grid
        grid = []
        yield from row[0].text.split("\n")
    if grid:
        yield grid


def _fills(cell: PlacedCell, width: int) -> bool:
    return cell.column_span >= width


def _rows_alone(cells: Sequence[PlacedCell], rows: list[list[PlacedCell]]) -> set[int]:
    """The rows that have one cell only, and none that reaches down from above."""
    reached: set[int] = set()
    for cell in cells:
        reached.update(range(cell.row + 1, cell.row + min(cell.row_span, len(rows))))
    return {row[0].row for row in rows if len(row) == 1 and row[0].row not in reached and row[0].row_span == 1}
