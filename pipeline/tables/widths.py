"""How wide a table's rows are and where spans leave their blanks: what all rows together tell about each of them."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from pipeline.characters import letters

from .align import Lead, has_blank_between, leads_of
from .cells import Cell
from .rows import LabelledRow, Rows

_LEAST_ROWS = 4
_LEAST_SHARE = 0.7
_SPANNING = letters("法人或其他组织")  # the header cell that spans five columns


class Widths(msgspec.Struct, frozen=True):
    """`cells` and `values` are how many of them a whole row has, None where rows differ too much to say.

    `leads` is, for each span of a label, what it leaves behind. `keeps_blanks` says that some row has a blank before a
    value, so that blanks were not dropped.
    """

    cells: int | None
    values: int | None
    leads: dict[int, Lead]
    keeps_blanks: bool

    def is_whole(self, row: LabelledRow, columns: int) -> bool:
        """Whether a row has lost no cell: it is as wide as the others, or is the last, with nothing left behind it."""
        if row.last and len(row.values) >= columns:
            return True
        return len(row.values) >= columns and (row.width == self.cells or len(row.values) == self.values)


def widths_of(rows: Rows, columns: dict[str, int]) -> Widths:
    """Return what the rows of a table share; `columns` is how many each has by its key."""
    cells = _usual(row.width for row in rows.labelled)
    values = _usual(len(row.values) for row in rows.labelled)
    leads = _leads(rows, columns)
    keeps = any(has_blank_between(row.values) or _first_is_kept(row, leads) for row in rows.labelled)
    return Widths(cells, values, leads, keeps)


def _usual(counts: Iterable[int]) -> int | None:
    counted = Counter(counts)
    most, times = counted.most_common(1)[0] if counted else (0, 0)
    return most if times >= max(_LEAST_ROWS, _LEAST_SHARE * counted.total()) else None


def _in_place(header: Sequence[Cell]) -> bool | None:
    """Whether what a header cell spans stands as blanks right behind it; None where the header does not tell."""
    for cell, following in itertools.pairwise(header):
        if letters(cell.text) == _SPANNING:
            return following.is_blank and not following.padding
    return None


def _leads(rows: Rows, columns: dict[str, int]) -> dict[int, Lead]:
    """How many blanks labels leave behind, for each span: the one number that rows show, or what the header tells.

    Where the rows of one span contradict the header, it tells nothing of the others.
    """
    in_place = _in_place(rows.header)
    possible: dict[int, list[frozenset[int]]] = {}
    for row in rows.labelled:
        leads = frozenset(leads_of(row.values, columns[row.label.row.key]))
        if leads and any(cell.text for cell in row.values):
            possible.setdefault(row.label.row.span, []).append(leads)
    told = {1: 0} if in_place is None else {span: (span - 1) * in_place for span in (1, 2, 3)}
    if any(told.get(span) not in leads for span, each in possible.items() for leads in each):
        told = {}
    spans = {row.label.row.span for row in rows.labelled}
    found = {span: _lead(possible.get(span, []), told.get(span)) for span in spans}
    if 1 in found and found[1].blanks:
        found[1] = Lead()  # a label of one column leaves nothing behind
    return found


def _lead(possible: Sequence[frozenset[int]], told: int | None) -> Lead:
    """What several rows show, each for itself; else what is told. A table cut in two may have rows of two kinds."""
    shown = [next(iter(leads)) for leads in possible if len(leads) == 1]
    if len(shown) >= min(2, len(possible)) and len(set(shown)) == 1 and all(shown[0] in leads for leads in possible):
        return Lead(shown[0], shown=True)
    # A header whose spans leave nothing in their place shows it; what looks like their blank may be a gap.
    return Lead(told, shown=told == 0)


def _first_is_kept(row: LabelledRow, leads: dict[int, Lead]) -> bool:
    """Whether a blank that is a cell of its own stands before a row's first value."""
    lead = leads[row.label.row.span].blanks
    filled = (index for index, cell in enumerate(row.values) if cell.text)
    return lead is not None and next(filled, lead) > lead
