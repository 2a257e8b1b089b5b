"""What all rows of a table together tell about each of them, as evidence for its alignment."""

from functools import cached_property

from pipeline.form import Column

from .align import Evidence, sum_of
from .cells import CellStream
from .rows import LabelledRow, Rows
from .widths import widths_of

Order = tuple[Column | None, ...] | None
"""The columns in the order of the header; None for one that the form does not have, or for a header in no order."""


class Told:
    """What the rows of one table tell."""

    def __init__(self, rows: Rows, stream: CellStream, orders: dict[str, Order]) -> None:
        self._rows = rows.labelled
        self._stream = stream
        self._orders = orders
        self._widths = widths_of(rows, {key: len(order or ()) for key, order in orders.items()})
        self._pads = any(len(row.values) > len(orders[row.label.row.key] or ()) for row in rows.labelled)
        self._lines_are_lost = stream.spaced and any(map(self._contradicts_its_blanks, rows.labelled))

    @cached_property
    def totals_are_kept(self) -> bool:
        """Whether no row that lost cells contradicts that its last number is the total."""
        return all(
            sum_of(filled[:-1]) <= sum_of(filled[-1:])
            for row in self._rows
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
            keeps_blanks=self._widths.keeps_blanks,
            pads=self._pads,
        )

    def _ends_in_total(self, found: LabelledRow) -> bool:
        order = self._orders[found.label.row.key] or (None,)
        return order[-1] is not None and order[-1].key == "total"

    def _contradicts_its_blanks(self, found: LabelledRow) -> bool:
        """Whether a row has all its cells and its total, and what is filled does not add up to it: lines were lost."""
        cells, order = found.values, self._orders[found.label.row.key]
        if order is None or len(cells) != len(order) or not self._ends_in_total(found) or not cells[-1].is_value:
            return False
        parts = cells[:-1]
        if not any(cell.is_blank for cell in parts) or all(cell.is_blank for cell in parts):
            return False  # a report may give totals only
        return sum_of(parts) != sum_of(cells[-1:])
