"""One table of a Word document while it is read: its cells in their places, merged cells made one."""

from collections.abc import Iterator

import msgspec

from pipeline.formats.writer import MOST_COLUMNS, MOST_ROWS, PlacedCell


class Cell(msgspec.Struct):
    """One `w:tc`; `lines` are its paragraphs. The merges are what Word writes: restart, continue, or None."""

    span: int = 1
    vertical: str | None = None
    horizontal: str | None = None
    deleted: bool = False
    lines: list[str] = []


class _Placed(msgspec.Struct):
    """A cell that others may still be merged into."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[str]


class Table:
    """The rows read so far. Once another table stands in it, it only lays out the page, and keeps no cells."""

    def __init__(self) -> None:
        self.is_layout = False
        self.cell: Cell | None = None
        self.in_row = False
        self.row_deleted = False
        self.columns_before = 0
        self._row: list[Cell] = []
        self._row_index = 0
        self._placed: list[_Placed] = []
        self._above: dict[int, _Placed] = {}  # column → the cell above it that may go on

    def begin_row(self) -> None:
        """Begin a row; one that was never ended is ended first."""
        self.end_row()
        self.in_row = True

    def end_row(self) -> None:
        """Place the cells of the row, unless it is deleted or hidden."""
        self.end_cell()
        if self.in_row and self._row and not self.row_deleted:
            self._place(_joined(self._row))
            self._row_index += 1
        self._row, self.in_row, self.row_deleted, self.columns_before = [], False, False, 0

    def begin_cell(self) -> None:
        """Begin a cell."""
        self.end_cell()
        self.cell = Cell()

    def end_cell(self) -> None:
        """End the cell; a deleted one leaves no place."""
        if self.cell is not None and not self.cell.deleted and not self.is_layout:
            self._row.append(self.cell)
        self.cell = None

    def turn_into_layout(self) -> Iterator[str]:
        """Give up all lines read so far, in reading order: another table was found in this one."""
        self.is_layout = True
        for placed in self._placed:
            yield from placed.lines
        for cell in self._row:
            yield from cell.lines
        if self.cell is not None:
            yield from self.cell.lines
            self.cell.lines = []
        self._placed, self._row = [], []

    def cells(self) -> list[PlacedCell]:
        """Return the cells row by row; the lines of a cell are parted by line breaks."""
        return [
            PlacedCell(cell.row, cell.column, cell.row_span, cell.column_span, "\n".join(cell.lines))
            for cell in self._placed
        ]

    def _place(self, row: list[Cell]) -> None:
        if self._row_index >= MOST_ROWS:
            return
        column = min(self.columns_before, MOST_COLUMNS - 1)
        above, self._above = self._above, {}
        for cell in row:
            span = max(1, min(cell.span, MOST_COLUMNS - column))
            upper = above.get(column)
            if cell.vertical == "continue" and upper is not None and upper.column_span == span:
                upper.row_span += 1
                self._above[column] = upper
            else:
                placed = _Placed(self._row_index, column, 1, span, cell.lines)
                self._placed.append(placed)
                if cell.vertical is not None:
                    self._above[column] = placed
            column += span


def _joined(row: list[Cell]) -> list[Cell]:
    """The cells of a row after each that goes on to the right was made part of the one before it."""
    joined: list[Cell] = []
    for cell in row:
        if cell.horizontal == "continue" and joined:
            joined[-1].span += cell.span
        else:
            joined.append(cell)
    return joined
