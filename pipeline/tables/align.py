"""Which of a row's cells belong to which columns: only where structure says so, never by a likely guess."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipeline.figures import read_number

from .cells import Cell
from .reading import ShapeProblem

_MOST_LEADING_BLANKS = 2  # what a label that spans columns leaves before the values


class Lead(msgspec.Struct, frozen=True):
    """How many blanks a label leaves behind, None where nothing tells; `shown` by rows, or only told by the header."""

    blanks: int | None = None
    shown: bool = False


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the layout and the other rows tell about a row.

    `marked_up`: a grid of the file gives its cells. `spaced`: its blanks are only inferred from empty lines;
    `lines_are_lost`: in other rows such blanks stand where figures were. `whole`: it has as many cells as the other
    rows, so that none was lost. `lead`: how many blanks its label leaves behind. `keeps_blanks`: blank cells stand between
    values elsewhere, so that they were not dropped and made up for at the row's end. `pads`: some row has more cells
    than the form has columns.
    """

    ends_in_total: bool
    marked_up: bool = False
    spaced: bool = False
    lines_are_lost: bool = False
    whole: bool = False
    lead: Lead = Lead()
    keeps_blanks: bool = False
    pads: bool = True


def align(cells: Sequence[Cell], columns: int, evidence: Evidence) -> list[Cell] | ShapeProblem:
    """Return exactly `columns` cells, or why they cannot be told.

    Blanks before and after the values may be what spans left over; they are set aside where only one way of doing
    so leaves the right number. Where blanks are inferred, a row with a total must have it, and where they are
    inferred from empty lines its parts must add up to it.
    """
    if evidence.lines_are_lost and any(cell.is_blank for cell in cells):
        return "ambiguous"
    sure = _by_width(cells, columns, evidence)
    if sure is not None:
        return sure
    values = _unpadded(cells)
    filled = [cell for cell in values if not cell.is_blank]
    if evidence.spaced and len(filled) == columns:
        inferred = evidence.ends_in_total and any(cell.is_blank for cell in values[: values.index(filled[-1])])
        return "ambiguous" if inferred and sum_of(filled[:-1]) != sum_of(filled[-1:]) else filled
    if len(values) < columns:
        return "too_few"
    ways = leads_of(values, columns)
    if not ways:
        return "too_many"
    chosen = values[ways[0] : ways[0] + columns]
    return "ambiguous" if filled and _may_be_other(chosen, ways, len(values) - columns, evidence) else chosen


def _may_be_other(chosen: list[Cell], ways: Sequence[int], surplus: int, evidence: Evidence) -> bool:
    """Whether the cells that were set aside may be figures, and some of the chosen none."""
    if len(ways) > 1 and not _leaves_none(evidence):
        return True
    if ways[0] > 0 and evidence.lead != Lead(ways[0], shown=True) and any(cell.is_blank for cell in chosen):
        return True  # a cell may be one too many elsewhere, and the first blank its own
    if evidence.marked_up:
        return surplus > 0 and chosen[-1].is_blank
    return _may_be_shifted(chosen, evidence)


def leads_of(values: Sequence[Cell], columns: int) -> list[int]:
    """Return how many blanks may be set aside before the values so that all others too many are blanks behind them."""
    if len(values) == columns:
        return [0]
    return [
        lead
        for lead in range(min(len(values) - columns, _MOST_LEADING_BLANKS) + 1)
        if all(cell.is_blank for cell in (*values[:lead], *values[lead + columns :]))
    ]


def _may_be_shifted(chosen: list[Cell], evidence: Evidence) -> bool:
    """Whether a first blank may be left over from the label, or blanks may stand for dropped cells."""
    total_alone = not evidence.lead.blanks and all(cell.is_blank for cell in chosen[:-1])
    if chosen[0].is_blank and not (total_alone or _leaves_none(evidence)):
        return True
    if not evidence.ends_in_total:
        return len(chosen) > 1 and chosen[-1].is_blank and evidence.pads and not evidence.keeps_blanks
    return _is_doubtful(chosen, spaced=evidence.spaced)


def _leaves_none(evidence: Evidence) -> bool:
    """Whether it is shown that a label leaves no blanks behind, so that a first blank is a cell of its own."""
    return evidence.lead == Lead(0, shown=True)


def _by_width(cells: Sequence[Cell], columns: int, evidence: Evidence) -> list[Cell] | None:
    """The cells right behind what the label leaves, in a row that lost none; None where that is not sure."""
    lead = evidence.lead.blanks
    if evidence.spaced or not evidence.whole or lead is None:
        return None
    end = lead + columns
    chosen = list(cells[lead:end])
    if len(chosen) < columns or not all(cell.is_blank for cell in (*cells[:lead], *cells[end:])):
        return None
    last_is_sure = not chosen[-1].is_blank or (evidence.keeps_blanks and evidence.lead.shown) or columns == 1
    if all(cell.is_blank for cell in chosen):
        return chosen
    return chosen if last_is_sure and not (evidence.ends_in_total and _total_has_moved(chosen)) else None


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
    return spaced and not all(blanks[:-1]) and sum_of(chosen[:-1]) != sum_of(chosen[-1:])


def _total_has_moved(chosen: Sequence[Cell]) -> bool:
    """Whether the value before the total's blank place may be the total: it is no less than all others together."""
    moved = chosen[-1].is_blank and not chosen[-2].is_blank
    return moved and sum_of(chosen[-2:-1]) >= sum_of(chosen[:-2])


def sum_of(cells: Sequence[Cell]) -> Decimal:
    """Return the sum of the numbers among cells."""
    numbers = [read_number(cell.text) for cell in cells]
    return sum((number[0] for number in numbers if number is not None), Decimal(0))


def has_blank_between(cells: Sequence[Cell]) -> bool:
    """Whether a blank stands between two filled cells."""
    filled = [index for index, cell in enumerate(cells) if cell.text]
    return len(filled) > 1 and filled[-1] - filled[0] >= len(filled)
