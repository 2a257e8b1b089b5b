"""What all rows of a table together tell about each of them, as evidence for its alignment."""

from collections.abc import Sequence

from pipeline.form import Column

from .align import Evidence, sum_of
from .cells import Cell, CellStream
from .rows import LabelledRow, Rows
from .widths import widths_of

Order = tuple[Column | None, ...] | None
"""The columns in the order of the header; None for one that the form does not have, or for a header in no order."""


class Told:
    """What the rows of one table tell."""

    def __init__(self, rows: Rows, stream: CellStream, orders: dict[str, Order]) -> None:
        self._stream = stream
        self._orders = orders
        self._widths = widths_of(rows, {key: len(order or ()) for key, order in orders.items()})
        self._pads = any(len(row.values) > len(orders[row.label.row.key] or ()) for row in rows.labelled)
        self._sure = self._sure_first_blanks(rows.labelled)
        self._lines_are_lost = stream.spaced and any(map(self._contradicts_its_blanks, rows.labelled))

    def totals_are_kept(self, rows: Sequence[LabelledRow]) -> bool:
        """Whether no row that lost cells contradicts that its last number is the total."""
        return all(
            sum_of(filled[:-1]) <= sum_of(filled[-1:])
            for row in rows
            if len(filled := [cell for cell in row.values if not cell.is_blank]) > 1 and self._ends_in_total(row)
        )

    def evidence(self, found: LabelledRow) -> Evidence:
        """Return what is known about one row."""
        span = found.label.row.span
        order = self._orders[found.label.row.key] or ()
        return Evidence(
            ends_in_total=self._ends_in_total(found),
            marked_up=self._stream.marked_up,
            spaced=self._stream.spaced,
            lines_are_lost=self._lines_are_lost,
            whole=self._widths.is_whole(found, len(order)),
            lead=self._widths.leads[span],
            sure_first_blank=self._sure[span],
            keeps_blanks=self._widths.keeps_blanks,
            pads=self._pads,
        )

    def _ends_in_total(self, found: LabelledRow) -> bool:
        order = self._orders[found.label.row.key] or (None,)
        return order[-1] is not None and order[-1].key == "total"

    def _sure_first_blanks(self, rows: Sequence[LabelledRow]) -> dict[int, bool | None]:
        """For each width of a row's label, whether blanks after it are cells of their own."""
        spans: dict[int, list[tuple[Sequence[Cell], int]]] = {}
        for found in rows:
            row = found.label.row
            spans.setdefault(row.span, []).append((found.values, len(self._orders[row.key] or ())))
        return {span: first_blanks_are_sure(alike) for span, alike in spans.items()}

    def _contradicts_its_blanks(self, found: LabelledRow) -> bool:
        """Whether a row has all its cells and its total, and what is filled does not add up to it: lines were lost."""
        cells, order = found.values, self._orders[found.label.row.key]
        if order is None or len(cells) != len(order) or not self._ends_in_total(found) or not cells[-1].is_value:
            return False
        parts = cells[:-1]
        if not any(cell.is_blank for cell in parts) or all(cell.is_blank for cell in parts):
            return False  # a report may give totals only
        return sum_of(parts) != sum_of(cells[-1:])


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
