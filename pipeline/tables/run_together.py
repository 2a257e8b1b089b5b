"""A label and its figures run together in one cell (`规章000`): read only where the digits part in one way."""

import re
from collections.abc import Sequence

from pipeline.document import Span

from .cells import Cell
from .labels import LabelBook, RowLabel

_RUN_TOGETHER = re.compile(r"(?P<label>.*[^\d\s.,+\-])\s*(?P<digits>\d{1,12})")


def split_row(cell: Cell, book: LabelBook, previous: str | None) -> tuple[RowLabel, Sequence[Cell]] | None:
    """Return the label and the values that stand in `cell`, or None if it holds no label with digits behind it.

    A row of one column has all digits. In a row of more, each digit stands for itself if there are as many as
    columns, and they are all zero or add up to the last, the total; else the values are empty.
    """
    found = _RUN_TOGETHER.fullmatch(cell.text)
    label = None if found is None else book.row(found["label"], previous, near=False)
    if found is None or label is None:
        return None
    digits, columns = found["digits"], label.row.columns
    start = cell.at.start + found.start("digits")
    if len(columns) == 1:
        return label, (Cell(digits, Span(start, cell.at.end), cell.row),)
    if len(digits) != len(columns) or not _stand_alone(digits, ends_in_total=columns[-1].key == "total"):
        return label, ()
    return label, tuple(Cell(one, Span(start + i, start + i + 1), cell.row) for i, one in enumerate(digits))


def _stand_alone(digits: str, *, ends_in_total: bool) -> bool:
    if not digits.strip("0"):
        return True
    return ends_in_total and sum(map(int, digits[:-1])) == int(digits[-1])
