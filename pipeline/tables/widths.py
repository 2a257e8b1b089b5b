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

    `least` is, for each span of a label, how many values a row has that lost none, and `leads` what the label leaves behind.
    `keeps_blanks` says that some row has a blank before a value, so that blanks were not dropped.
    """

    cells: int | None
    values: int | None
    least: dict[int, int]
    leads: dict[int, Lead]
    keeps_blanks: bool

    def is_whole(self, row: LabelledRow, columns: int) -> bool:
        """Whether a row has lost no cell: it is as wide as the others, or is the last, with nothing left behind it.

        The last row of a text may be narrower where its end was trimmed; then no padding is left at that end.
        """
        if row.last and sum(not cell.padding for cell in row.values) >= columns:
            return True
        if len(row.values) < columns:
            return False
        return row.width == self.cells or (len(row.values) == self.values and _keeps_its_span(row, self.least))


def widths_of(rows: Rows, columns: dict[str, int]) -> Widths:
    """Return what the rows of a table share; `columns` is how many each has by its key."""
    cells = _usual(row.width for row in rows.labelled)
    values = _usual(len(row.values) for row in rows.labelled)
    least = _least(rows, columns)
    leads = _leads(rows, columns, least)
    keeps = any(has_blank_between(row.values) or _first_is_kept(row, leads) for row in rows.labelled)
    return Widths(cells, values, least, leads, keeps)


def _usual(counts: Iterable[int]) -> int | None:
    counted = Counter(counts)
    most, times = counted.most_common(1)[0] if counted else (0, 0)
    return most if times >= max(_LEAST_ROWS, _LEAST_SHARE * counted.total()) else None


def _least(rows: Rows, columns: dict[str, int]) -> dict[int, int]:
    """How many values a row has that lost none, for each span: as many as the widest of that span.

    Where any label that spans columns leaves blanks beside its values, all such labels do.
    """
    wider = [row for row in rows.labelled if row.label.row.span > 1 and len(row.values) > columns[row.label.row.key]]
    least: dict[int, int] = {}
    for row in rows.labelled:
        span, own = row.label.row.span, columns[row.label.row.key]
        left = 1 if wider and span > 1 else 0
        least[span] = max(least.get(span, 0), len(row.values), own + left)
    return least


def _keeps_its_span(row: LabelledRow, least: dict[int, int]) -> bool:
    """Whether a row still has what its label leaves; else a blank at its end is that, or the place of a lost cell."""
    return row.label.row.span == 1 or len(row.values) >= least[row.label.row.span]


def _in_place(header: Sequence[Cell]) -> bool | None:
    """Whether what a header cell spans stands as blanks right behind it; None where the header does not tell."""
    for cell, following in itertools.pairwise(header):
        if letters(cell.text) == _SPANNING:
            return following.is_blank and not following.padding
    return None


class _Shown:
    """How many blanks the rows of one span may leave before their values, as far as each tells for itself.

    A row that may have lost values can contradict, and shows nothing.
    """

    def __init__(self, rows: Sequence[LabelledRow], columns: dict[str, int], least: dict[int, int]) -> None:
        told = [(row, frozenset(leads_of(row.values, columns[row.label.row.key]))) for row in rows]
        told = [(row, leads) for row, leads in told if leads and any(cell.text for cell in row.values)]
        self.possible = [leads for _, leads in told]
        self._showing = [leads for row, leads in told if _keeps_its_span(row, least)]

    def lead(self, told: int | None) -> Lead:
        """What several rows show; else what is told. A table cut in two may have rows of two kinds."""
        shown = [next(iter(leads)) for leads in self._showing if len(leads) == 1]
        enough = len(shown) >= min(2, len(self._showing)) and len(set(shown)) == 1
        if enough and all(shown[0] in leads for leads in self.possible):
            return Lead(shown[0], shown=True)
        # A header whose spans leave nothing in their place shows it; what looks like their blank may be a gap.
        return Lead(told, shown=told == 0)


def _leads(rows: Rows, columns: dict[str, int], least: dict[int, int]) -> dict[int, Lead]:
    """How many blanks labels leave behind, for each span: the one number that rows show, or what the header tells.

    Where the rows of one span contradict the header, it tells nothing of the others.
    """
    in_place = _in_place(rows.header)
    shown = {
        span: _Shown([row for row in rows.labelled if row.label.row.span == span], columns, least) for span in least
    }
    told = {1: 0} if in_place is None else {span: (span - 1) * in_place for span in (1, 2, 3)}
    if any(told.get(span) not in leads for span, each in shown.items() for leads in each.possible):
        told = {}
    found = {span: each.lead(told.get(span)) for span, each in shown.items()}
    if 1 in found and found[1].blanks:
        found[1] = Lead()  # a label of one column leaves nothing behind
    return found


def _first_is_kept(row: LabelledRow, leads: dict[int, Lead]) -> bool:
    """Whether a blank that is a cell of its own stands before a row's first value."""
    lead = leads[row.label.row.span].blanks
    filled = (index for index, cell in enumerate(row.values) if cell.text)
    return lead is not None and next(filled, lead) > lead
