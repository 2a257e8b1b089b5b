"""Which columns a table has and in what order, told by its header cells; None where the header contradicts the form."""

import itertools
from collections.abc import Sequence

from pipeline.characters import letters
from pipeline.form import REQUEST_COLUMNS, Column

from .cells import Cell

_SUBTOTALS = frozenset({"小计", "法人小计", "合计", "法人或其他组织小计"})
_APPLICANTS = {letters(column.label): column for column in REQUEST_COLUMNS[:-1]}
_TOTAL = REQUEST_COLUMNS[-1]


def official_order(cells: Sequence[Cell], columns: tuple[Column, ...]) -> bool:
    """Whether the header cells of `columns` that are there stand in the form's order."""
    wordings = {letters(wording): index for index, column in enumerate(columns) for wording in column.wordings}
    found = [wordings[mark] for cell in cells if (mark := letters(cell.text)) in wordings]
    return found == sorted(found)


def request_columns(header: Sequence[Cell]) -> tuple[Column | None, ...] | None:
    """Return the columns of table 3 in their order.

    A subtotal that the form does not have is None in its place. Without any header the form's own order holds;
    where the header contradicts the form, or lacks columns out of order, there is no order to go by.
    """
    found: list[Column | None] = []
    marks = [mark for cell in header if (mark := letters(cell.text))]
    skip = False
    for mark, following in itertools.zip_longest(marks, marks[1:], fillvalue=""):
        joined = mark + following
        if skip:
            skip = False
        elif mark in _APPLICANTS or mark in _SUBTOTALS:
            found.append(_APPLICANTS.get(mark))
        elif joined in _APPLICANTS:
            found.append(_APPLICANTS[joined])
            skip = True
    keys = [column.key for column in found if column]
    official = [column.key for column in _APPLICANTS.values()]
    if sorted(keys) == sorted(official):
        return (*found, _TOTAL)
    if len(keys) == len(found) and keys == [key for key in official if key in keys]:
        return REQUEST_COLUMNS
    return None
