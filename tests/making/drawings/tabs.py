"""Tab-separated rows: with the places that spans cover, as Word gives them, or only the cells that are there."""

from __future__ import annotations

import random

from tests.making.grids import Grid, GridCell

from .base import lacking, laid_out


def covered(_draw: random.Random, grid: Grid) -> str:
    """Each place of the grid between tabs, those that spans cover empty."""
    rows = laid_out(grid)
    return "\n".join("\t".join(cell.printed if cell else "" for cell in places) for places in rows)


def padded(_draw: random.Random, grid: Grid) -> str:
    """Only the cells that start in a row, and tabs at its end for those that it lacks."""
    return "\n".join("\t".join(cell.printed for cell in row) + "\t" * lacking(grid, row) for row in grid.rows)


def bare(_draw: random.Random, grid: Grid) -> str:
    """Only the cells that start in a row, with a tab between."""
    return "\n".join("\t".join(cell.printed for cell in row) for row in grid.rows)


def _printed(cell: GridCell, column: int) -> int:
    """How many places a cell takes in print: labels over several of the three label columns lose one.

    So the values of a row with one more label stand one place further right, which is how such a table leaves Word.
    """
    is_merged_label = (column, cell.colspan) in ((0, 3), (1, 2))
    return cell.colspan - 1 if is_merged_label else cell.colspan


def merged(_draw: random.Random, grid: Grid) -> str:
    """As Word gives them: a merged label leaves its other places empty, short rows end in tabs."""
    covered: dict[int, tuple[int, int]] = {}  # column → the row at which the span above ends, places it takes
    lines = []
    for index, row in enumerate(grid.rows):
        places: list[str] = []
        column = 0
        for cell in row:
            while covered.get(column, (0, 0))[0] > index:
                places += [""] * covered[column][1]
                column += 1
            printed = _printed(cell, column)
            places += [cell.printed, *[""] * (printed - 1)]
            for offset in range(cell.colspan):
                covered[column + offset] = (index + cell.rowspan, int(offset < printed))
            column += cell.colspan
        lines.append("\t".join([*places, *[""] * (grid.width - len(places))]))
    return "\n".join(lines)
