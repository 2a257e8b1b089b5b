"""A label and its figures run together in one cell (`规章000`): read only where the digits part in one way."""

import re
from collections.abc import Sequence

from pipeline.document import Span

from .cells import Cell
from .labels import LabelBook, RowLabel

_RUN_TOGETHER = re.compile(r"(?P<label>.*[^\d\s.,+\-])\s*(?P<digits>\d{1,12}(?:\.\d{1,6})?)")


def split_row(cell: Cell, book: LabelBook, previous: str | None) -> tuple[RowLabel, Sequence[Cell]] | None:
    """Return the label and the values that stand in `cell`, or None if it holds no label with digits behind it.

    A row of one column has all digits. In a row of more, each digit stands for itself if there are as many as
    columns; where the last is the total, it must be their sum. Else the values are empty.
    """
    found = _RUN_TOGETHER.fullmatch(cell.text) if cell.text[-1:].isdecimal() else None
    label = None if found is None else book.row(found["label"], previous)
    if found is None or label is None:
        return None
    digits, columns = found["digits"], label.row.columns
    start = cell.at.start + found.start("digits")
    if len(columns) == 1:
        return label, (Cell(digits, Span(start, cell.at.end), cell.row),)
    if len(digits) != len(columns) or (columns[-1].key == "total" and sum(map(int, digits[:-1])) != int(digits[-1])):
        return label, ()
    return label, split_digits(Cell(digits, Span(start, cell.at.end), cell.row))


def split_digits(cell: Cell) -> list[Cell]:
    """Return a cell for each character of one."""
    start = cell.at.start
    return [Cell(one, Span(start + i, start + i + 1), cell.row) for i, one in enumerate(cell.text)]


def stand_alone(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether digits run together stand for a figure each in all these rows without totals, as `split_row` gave them.

    Nothing but zeros parts in one way only. Other digits may be one figure beside a blank cell, unless several rows
    all have just as many digits as columns.
    """
    zeros = all(not cell.text.strip("0") for row in rows for cell in row)
    return zeros or (len(rows) > 1 and all(rows))
