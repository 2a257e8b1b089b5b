"""Which of a row's cells belong to which columns: only where structure says so, never by a likely guess."""

from decimal import Decimal

from pipeline.figures import read_number

from .cells import Cell, CellStream
from .reading import ShapeProblem

_MOST_LEADING_BLANKS = 2  # what a label that spans columns leaves before the values


def align(cells: list[Cell], columns: int, stream: CellStream, *, ends_in_total: bool) -> list[Cell] | ShapeProblem:
    """Return exactly `columns` cells, or why they cannot be told.

    Blanks before and after the values may be what spans left over; they are set aside where only one way of doing
    so leaves the right number. Where blanks are inferred, a row with a total must have it, and where they are
    inferred from empty lines its parts must add up to it.
    """
    values = list(cells)
    while values and values[-1].padding:
        values.pop()
    if stream.spaced:
        filled = [cell for cell in values if not cell.is_blank]
        if len(filled) == columns:
            return filled
    surplus = len(values) - columns
    if surplus < 0:
        return "too_few"
    ways = [
        lead
        for lead in range(min(surplus, _MOST_LEADING_BLANKS) + 1)
        if all(cell.is_blank for cell in (*values[:lead], *values[lead + columns :]))
    ]
    if len(ways) > 1 and not all(cell.is_blank for cell in values):
        ways = [lead for lead in ways if not values[lead + columns - 1].is_blank]
    if not ways:
        return "too_many"
    if len(ways) > 1 and not all(cell.is_blank for cell in values):
        return "ambiguous"
    chosen = values[ways[0] : ways[0] + columns]
    if ends_in_total and not stream.marked_up and _is_doubtful(chosen, spaced=stream.spaced):
        return "ambiguous"
    return chosen


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


def by_header(cells: list[Cell], header: list[Cell]) -> list[Cell] | None:
    """Return the cell below each header cell of a marked-up grid, blanks spanning several; None where that fails."""
    chosen = []
    for head in header:
        below = [cell for cell in cells if cell.columns and head.columns and head.columns.start in cell.columns]
        if len(below) != 1:
            return None
        chosen.append(below[0])
    shared = [cell for cell in chosen if not cell.is_blank and chosen.count(cell) > 1]
    return None if shared else chosen
