"""Which columns a table has and in what order, told by its header cells; None where the header contradicts the form."""

import itertools
from collections.abc import Sequence

from pipeline.characters import letters
from pipeline.form import LEGAL_COLUMNS, REQUEST_COLUMNS, Column

from .cells import Cell

LEGAL_PERSONS = "legal_persons"
"""The key of a column that the form does not have, in which a report adds up its five kinds of legal persons."""
SUBTOTALS = frozenset({"小计", "法人小计", "合计", "法人合计", "法人或其他组织小计", "法人或其他组织合计"})
_APPLICANTS = {letters(column.label): column for column in REQUEST_COLUMNS[:-1]}
_MOST_LEGIBLE = 4
_PIECES = frozenset(_APPLICANTS) - {"其他"}
_MOST_PIECES = 3
_TOTAL = REQUEST_COLUMNS[-1]
_PERSON, _SPANNING = letters(REQUEST_COLUMNS[0].label), letters("法人或其他组织")


def official_order(cells: Sequence[Cell], columns: tuple[Column, ...]) -> bool:
    """Whether the header cells of `columns` that are there stand in the form's order."""
    wordings = {letters(wording): index for index, column in enumerate(columns) for wording in column.wordings}
    found = [wordings[mark] for cell in cells if (mark := letters(cell.text)) in wordings]
    return found == sorted(found)


def request_columns(header: Sequence[Cell], *, rows_are_full: bool = False) -> tuple[Column | None, ...] | None:
    """Return the columns of table 3 in their order.

    A subtotal that the form does not have is None in its place. Without any header the form's own order holds;
    where the header contradicts the form, or lacks columns out of order, there is no order to go by. `rows_are_full`
    says that some row has a value for each column of the form, whatever the header lacks.
    """
    found: list[Column | None] = []
    rows: list[int | None] = []
    named = [cell for cell in header if letters(cell.text)]
    marks = [letters(cell.text) for cell in named]
    index = 0
    while index < len(marks):
        count, name = _name_at(marks, index)
        if name is not None:
            found.append(_APPLICANTS.get(name))
            rows.append(named[index].row)
        index += count
    keys = [column.key for column in found if column]
    official = [column.key for column in _APPLICANTS.values()]
    if sorted(keys) == sorted(official):
        return (*found, _TOTAL) if _in_order(found, rows) and not _is_displaced(named) else None
    if (
        len(keys) >= _MOST_LEGIBLE
        and not rows_are_full
        and not any(mark in piece for mark in marks for piece in _PIECES if mark != piece)
    ):
        return None  # a header without pieces of names lacks the columns that it does not name
    if len(keys) == len(found) and keys == [key for key in official if key in keys]:
        return REQUEST_COLUMNS
    return None


def _in_order(found: Sequence[Column | None], rows: Sequence[int | None]) -> bool:
    """Whether a subtotal's place is sure: named before a legal person, it may stand behind them, in the row above."""
    return all(
        one is not None or two is None or two.key not in LEGAL_COLUMNS or (row is not None and row == below)
        for (one, two), (row, below) in zip(itertools.pairwise(found), itertools.pairwise(rows), strict=True)
    )


def _is_displaced(named: Sequence[Cell]) -> bool:
    """Whether 自然人 stands right of 总计, or of the cell that spans the legal persons, whose names come in the row below."""
    person = next((at for at, cell in enumerate(named) if letters(cell.text) == _PERSON), 0)
    left = {letters(cell.text) for cell in named[:person] if cell.row is not None and cell.row == named[person].row}
    return bool(left & {_SPANNING, letters(_TOTAL.label)})


def other_header(cells: Sequence[Cell], order: Sequence[Column | None]) -> int | None:
    """Return where a header, as after a page break, begins to name the applicants in another order; None if none does."""
    places = {letters(column.label): at for at, column in enumerate(order) if column and column.label in _PIECES}
    last = max(places.values(), default=0)
    named = [(places[mark], cell.at.start) for cell in cells if (mark := letters(cell.text)) in places]
    return next((at for (one, _), (two, at) in itertools.pairwise(named) if two < one != last and two), None)


def _name_at(marks: Sequence[str], index: int) -> tuple[int, str | None]:
    """How many marks from `index` on make up the name of a column, and the name; one and None if they do not."""
    for count in range(_MOST_PIECES, 0, -1):
        joined = "".join(marks[index : index + count])
        if joined in _APPLICANTS or joined in SUBTOTALS:
            return count, joined
    return 1, None
