"""Wrong spans as editors leave them: the labels still stand beside their values, so that no figure is lost."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.making.grids import Grid


def long_rowspan(_draw: random.Random, grid: Grid) -> Grid:
    """`rowspan="22"` where the rows are fewer: the outer label of the results reaches too far down."""
    rows = tuple(
        tuple(replace(cell, rowspan=cell.rowspan + 1) if cell.rowspan > 10 else cell for cell in row)
        for row in grid.rows
    )
    return Grid(grid.width, rows)


def wide_colspan(draw: random.Random, grid: Grid) -> Grid:
    """Some labels beside values take a column more than there is."""
    rows = tuple(
        (replace(row[0], colspan=row[0].colspan + 1), *row[1:])
        if row[-1].place and not row[0].place and draw.random() < 0.2
        else row
        for row in grid.rows
    )
    return Grid(grid.width + 1, rows)


def lost_group_label(draw: random.Random, grid: Grid) -> Grid:
    """Group labels that span rows are missing; the rows below close up to the left."""
    rows = tuple(
        tuple(cell for cell in row if cell.place or not 1 < cell.rowspan < 10 or draw.random() < 0.5)
        if any(cell.place for cell in row)
        else row
        for row in grid.rows
    )
    return Grid(grid.width, rows)
