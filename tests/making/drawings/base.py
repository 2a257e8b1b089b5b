"""What text drawings share: the type, and a grid laid out so that each covered place is seen."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.making.grids import Grid, GridCell

Draw = Callable[[random.Random, Grid], str]
"""Prints a table; a mark that is not printed says that the place of its figure cannot be told."""
Row = tuple[GridCell, ...]


def laid_out(grid: Grid) -> list[list[GridCell | None]]:
    """Every place of the grid: the cell that starts there, or None where a span covers it."""
    places: list[list[GridCell | None]] = [[None] * grid.width for _ in grid.rows]
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            places[index][column] = cell
            taken |= {(index + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            column += cell.colspan
    return places


def values(row: Row) -> Row:
    """The cells of a row that hold figures or other numbers."""
    return tuple(cell for cell in row if cell.place or cell.number)


def labels(row: Row) -> Row:
    """The cells of a row that hold labels or headers."""
    return tuple(cell for cell in row if not (cell.place or cell.number))


def lacking(grid: Grid, row: Row, extra: int = 0) -> int:
    """How many cells a row has fewer than the grid, with `extra` empty columns, has columns."""
    return max(0, grid.width + extra - len(row))
