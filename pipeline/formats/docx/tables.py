"""Handlers for tables: rows and cells, what is merged, and what is deleted or hidden."""

from collections.abc import Callable

from pipeline.formats.markup import Attributes, End, Start, is_on, number, value

from .flow import Walk
from .table import Table

_TRACKED = {"rest": "restart", "cont": "continue"}


class Tables:
    """The handlers; `end_paragraphs` ends what is open in a cell before the cell ends."""

    def __init__(self, walk: Walk, end_paragraphs: Callable[[], None]) -> None:
        self._walk = walk
        self.end_paragraphs = end_paragraphs

    def starts(self) -> dict[str, Start]:
        """What to call where an element begins."""
        return {
            "w:tbl": self._begin,
            "w:tr": self._row,
            "w:tc": self._cell,
            "w:hidden": self._hidden,
            "w:gridBefore": self._columns_before,
            "w:gridSpan": self._span,
            "w:vMerge": self._vertical,
            "w:hMerge": self._horizontal,
            "w:cellMerge": self._tracked_merge,
            "w:cellDel": self._cell_deleted,
        }

    def ends(self) -> dict[str, End]:
        """What to call where an element ends."""
        return {"w:tbl": self.end, "w:tr": self._end_row, "w:tc": self._end_cell}

    def end(self) -> None:
        """End the innermost open table: its cells become a grid, unless it held another table."""
        self.end_paragraphs()
        flow = self._walk.flow
        if flow.table is not None:
            flow.table.end_row()
            cells = flow.tables.pop().cells()
            if cells:
                flow.add(cells)

    def _begin(self, _: Attributes) -> None:
        self.end_paragraphs()
        self._walk.flow.turn_table_into_layout()
        self._walk.flow.tables.append(Table())

    def _row(self, _: Attributes) -> None:
        if self._walk.flow.table is not None:
            self._walk.flow.table.begin_row()

    def _end_row(self) -> None:
        if self._walk.flow.table is not None:
            self._walk.flow.table.end_row()

    def _cell(self, _: Attributes) -> None:
        if self._walk.flow.table is not None:
            self._walk.flow.table.begin_cell()

    def _end_cell(self) -> None:
        self.end_paragraphs()
        if self._walk.flow.table is not None:
            self._walk.flow.table.end_cell()

    def _columns_before(self, attributes: Attributes) -> None:
        if self._walk.flow.table is not None:
            self._walk.flow.table.columns_before = number(attributes, "val", 0)

    def _hidden(self, attributes: Attributes) -> None:
        if self._walk.flow.table is not None and self._walk.flow.cell is None and is_on(attributes):
            self._walk.flow.table.row_deleted = True

    def _span(self, attributes: Attributes) -> None:
        if self._walk.flow.cell is not None:
            self._walk.flow.cell.span = max(1, number(attributes, "val", 1))

    def _vertical(self, attributes: Attributes) -> None:
        if self._walk.flow.cell is not None:
            self._walk.flow.cell.vertical = value(attributes, "val") or "continue"

    def _horizontal(self, attributes: Attributes) -> None:
        if self._walk.flow.cell is not None:
            self._walk.flow.cell.horizontal = value(attributes, "val") or "continue"

    def _tracked_merge(self, attributes: Attributes) -> None:
        merge = _TRACKED.get(value(attributes, "vMerge") or "")
        if self._walk.flow.cell is not None and merge is not None:
            self._walk.flow.cell.vertical = merge

    def _cell_deleted(self, _: Attributes) -> None:
        if self._walk.flow.cell is not None:
            self._walk.flow.cell.deleted = True
