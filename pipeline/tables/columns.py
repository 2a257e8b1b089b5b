"""Which columns a table has and in what order, told by its header cells; None where the header contradicts the form."""

import itertools
from collections.abc import Sequence

from pipeline.characters import letters
from pipeline.form import LITIGATION, LITIGATION_COLUMNS, REQUEST_COLUMNS, Column

from .cells import Cell, CellStream

_SUBTOTALS = frozenset({"小计", "法人小计", "合计", "法人或其他组织小计"})
_APPLICANTS = {letters(column.label): column for column in REQUEST_COLUMNS[:-1]}
_TOTAL = REQUEST_COLUMNS[-1]
_BLOCKS = [letters(row.label) for row in LITIGATION.rows]
_OUTCOMES = [letters(column.label) for column in LITIGATION_COLUMNS]


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
    filled = [cell for cell in header if not cell.is_blank]
    skip = False
    for cell, following in itertools.zip_longest(filled, filled[1:]):
        mark = letters(cell.text)
        joined = mark + letters(following.text) if following else mark
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


def litigation_blocks(stream: CellStream) -> tuple[Cell, ...] | None:
    """Return the cells after table 4's header, where its 15 values stand; None if there is no such header.

    The header must name the three blocks and, as far as its outcomes are legible, name them in the form's order.
    """
    last, blocks, outcomes = None, [], []
    for index, cell in enumerate(stream.cells):
        mark = letters(cell.text)
        if mark in _BLOCKS:
            blocks.append(mark)
        elif mark in _OUTCOMES:
            outcomes.append(mark)
        elif not mark or cell.is_value:
            if blocks and cell.is_value:
                break
            continue
        last = index if blocks or outcomes else last
    if last is None or list(dict.fromkeys(blocks)) != _BLOCKS or not _in_order(outcomes, _OUTCOMES * len(_BLOCKS)):
        return None
    following = tuple(itertools.dropwhile(lambda cell: cell.padding, stream.cells[last + 1 :]))
    if stream.cells[last].row is not None:
        row = next((cell.row for cell in following if cell.is_value), None)
        return tuple(cell for cell in following if cell.row == row)
    stop = next((i for i, cell in enumerate(following) if not (cell.is_blank or cell.is_value)), len(following))
    return following[:stop]


def _in_order(some: list[str], whole: list[str]) -> bool:
    remaining = iter(whole)
    return all(each in remaining for each in some)
