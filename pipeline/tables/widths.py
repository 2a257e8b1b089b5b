"""How wide a table's rows are and where spans leave their blanks: what all rows together tell about each of them."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from pipeline.characters import letters

from .align import has_blank_between, leads_of
from .cells import Cell
from .rows import LabelledRow, Rows

_LEAST_ROWS = 4
_LEAST_SHARE = 0.7
_SPANNING = letters("法人或其他组织")  # the header cell that spans five columns


class Widths(msgspec.Struct, frozen=True):
    """`cells` and `values` are how many of them a whole row has, None where rows differ too much to say.

    `leads` is, for each span of a label, how many blanks it leaves behind; None where nothing tells.
    `keeps_blanks` says that some row has a blank before a value, so that blanks were not dropped; `pads` that what
    spans left over is told from blank cells.
    """

    cells: int | None
    values: int | None
    leads: dict[int, int | None]
    keeps_blanks: bool
    pads: bool

    def is_whole(self, row: LabelledRow, columns: int) -> bool:
        """Whether a row has lost no cell: it is as wide as the others, or is the last, with nothing left behind it."""
        if row.last and len(row.values) >= columns:
            return True
        return row.width == self.cells or (len(row.values) == self.values and len(row.values) >= columns)


def widths_of(rows: Rows, columns: dict[str, int]) -> Widths:
    """Return what the rows of a table share; `columns` is how many each has by its key."""
    cells = _usual(row.width for row in rows.labelled)
    values = _usual(len(row.values) for row in rows.labelled)
    leads = _leads(rows, columns)
    keeps = any(has_blank_between(row.values) or _first_is_kept(row, leads) for row in rows.labelled)
    pads = any(cell.padding for cell in rows.header) or any(
        cell.padding for row in rows.labelled for cell in row.values
    )
    return Widths(cells, values, leads, keeps, pads)


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


def _leads(rows: Rows, columns: dict[str, int]) -> dict[int, int | None]:
    """How many blanks labels leave behind, for each span: the one number that suits all rows, or what the header tells.

    Where the rows of one span contradict the header, it tells nothing of the others.
    """
    in_place = _in_place(rows.header)
    possible: dict[int, set[int]] = {}
    for row in rows.labelled:
        span = row.label.row.span
        leads = set(leads_of(row.values, columns[row.label.row.key]))
        if leads and any(not cell.is_blank for cell in row.values):
            possible[span] = possible.get(span, leads) & leads
    told = {1: 0} if in_place is None else {span: (span - 1) * in_place for span in (1, 2, 3)}
    if any(told.get(span) not in leads for span, leads in possible.items()):
        told = {}
    spans = {row.label.row.span for row in rows.labelled}
    return {span: _only(possible.get(span, set()), told.get(span)) for span in spans}


def _only(possible: set[int], told: int | None) -> int | None:
    return next(iter(possible)) if len(possible) == 1 else told


def _first_is_kept(row: LabelledRow, leads: dict[int, int | None]) -> bool:
    """Whether a blank that is a cell of its own stands before a row's first value."""
    lead = leads[row.label.row.span]
    filled = [index for index, cell in enumerate(row.values) if not cell.is_blank]
    return lead is not None and bool(filled) and filled[0] > lead
