"""Finds the rows of a table in a stream of cells: a label, and the cells after it up to where the row must end."""

import msgspec

from .cells import Cell, CellStream
from .labels import LabelBook, RowLabel

_LONGEST_VALUE = 20  # a longer text after a label is prose, not the content of a cell


class LabelledRow(msgspec.Struct, frozen=True):
    """A label, its cell, and the cells that follow it in its row, blanks included."""

    label: RowLabel
    cell: Cell
    values: tuple[Cell, ...]


def labelled_rows(
    stream: CellStream, book: LabelBook, columns: int | None = None
) -> tuple[list[Cell], list[LabelledRow]]:
    """Return the cells before the first label (the header), and the labelled rows in reading order.

    `columns` is how many values a row has where that differs from the form (a report may add a subtotal).
    """
    cells, rows, previous = stream.cells, [], None
    first, index = len(cells), 0
    while index < len(cells):
        cell = cells[index]
        label = None if cell.is_blank or cell.is_value else book.row(cell.text, previous)
        index += 1
        if label is None:
            continue
        first = min(first, index - 1)
        previous = label.row.key
        wanted = columns or len(label.row.columns)
        begun = index
        while index < len(cells) and not _ends(cells[index], cell, index - begun, wanted, book, previous):
            index += 1
        rows.append(LabelledRow(label, cell, cells[begun:index]))
    return list(cells[:first]), rows


def _ends(cell: Cell, label: Cell, so_far: int, wanted: int, book: LabelBook, previous: str) -> bool:
    """Whether `cell` is no longer part of the row that `label` began, `so_far` cells ago."""
    if cell.row != label.row:
        return True
    if cell.is_blank or cell.is_value:
        return False
    if so_far >= wanted or len(cell.text) > _LONGEST_VALUE:
        return True
    return book.is_furniture(cell.text) or book.row(cell.text, previous) is not None
