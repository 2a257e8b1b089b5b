"""Which of a row's cells belong to which columns: only where structure says so, never by a likely guess."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.figures import read_number

from .cells import Cell, CellStream
from .reading import ShapeProblem

_MOST_LEADING_BLANKS = 2  # what a label that spans columns leaves before the values


def align(
    cells: list[Cell], columns: int, stream: CellStream, *, ends_in_total: bool, sure_first_blank: bool | None = True
) -> list[Cell] | ShapeProblem:
    """Return exactly `columns` cells, or why they cannot be told.

    Blanks before and after the values may be what spans left over; they are set aside where only one way of doing
    so leaves the right number. Where blanks are inferred, a row with a total must have it, and where they are
    inferred from empty lines its parts must add up to it.

    `sure_first_blank` is what the other rows tell: with it, blanks too many can only stand at the end; without it a
    first blank may be left over from the label, and a cell may be lost behind it. Where no row tells (None), a total
    alone is still a total.
    """
    values = _unpadded(cells)
    if stream.spaced:
        filled = [cell for cell in values if not cell.is_blank]
        if len(filled) == columns:
            inferred = ends_in_total and any(cell.is_blank for cell in values[: values.index(filled[-1])])
            return "ambiguous" if inferred and _sum(filled[:-1]) != _sum(filled[-1:]) else filled
    surplus = len(values) - columns
    if surplus < 0:
        return "too_few"
    ways = [
        lead
        for lead in range(min(surplus, _MOST_LEADING_BLANKS) + 1)
        if all(cell.is_blank for cell in (*values[:lead], *values[lead + columns :]))
    ]
    if not ways:
        return "too_many"
    if all(cell.is_blank for cell in values):
        return values[ways[0] : ways[0] + columns]
    if len(ways) > 1 and not sure_first_blank:
        return "ambiguous"
    chosen = values[ways[0] : ways[0] + columns]
    if stream.marked_up:
        return chosen
    total_alone = sure_first_blank is None and all(cell.is_blank for cell in chosen[:-1])
    if chosen[0].is_blank and not sure_first_blank and not total_alone:
        return "ambiguous"
    return "ambiguous" if ends_in_total and _is_doubtful(chosen, spaced=stream.spaced) else chosen


def first_blanks_are_sure(rows: Sequence[tuple[Sequence[Cell], int]]) -> bool | None:
    """Whether a blank right after a label is a cell of its own, told by the rows whose label spans columns.

    `rows` are their cells and how many columns they have. The span leaves no blank where a whole row begins with a
    value, and none has a blank too many before its values. None where no row tells.
    """
    told = None
    for cells, columns in rows:
        values = list(cells)
        while values and values[-1].is_blank:
            values.pop()
        if values and values[0].is_blank and len(values) > columns:
            return False
        if values and not values[0].is_blank and len(values) == columns:
            told = True
    return told


def _unpadded(cells: Sequence[Cell]) -> list[Cell]:
    values = list(cells)
    while values and values[-1].padding:
        values.pop()
    return values


def _is_doubtful(chosen: list[Cell], *, spaced: bool) -> bool:
    """Whether blanks that were only inferred may stand for dropped cells, as in `3 | 3` for a person and the total."""
    blanks = [cell.is_blank for cell in chosen]
    if not any(blanks) or all(blanks):
        return False
    if blanks[-1]:
        return True
    return spaced and _sum(chosen[:-1]) != _sum(chosen[-1:])


def _sum(cells: list[Cell]) -> Decimal:
    numbers = [read_number(cell.text) for cell in cells]
    return sum((number[0] for number in numbers if number is not None), Decimal(0))
