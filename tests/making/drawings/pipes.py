"""Rows of cells between pipes: closed at the left or not, padded to the table's width or not, cells broken over lines."""

from __future__ import annotations

import random

from tests.making.grids import Grid, GridCell

from .base import Row, labels, lacking, laid_out, values


def _cells(row: Row) -> str:
    return "".join(f" {cell.printed} |" if cell.text else f" {cell.printed}|" for cell in row)


def closed(_draw: random.Random, grid: Grid) -> str:
    """`| 行政许可 | 858 | ||`."""
    return "\n".join(f"|{_cells(row)} {'|' * lacking(grid, row)}".rstrip() for row in grid.rows)


def bare(_draw: random.Random, grid: Grid) -> str:
    """`| 行政许可 | 858 |`."""
    return "\n".join(f"|{_cells(row)}" for row in grid.rows)


def padded(_draw: random.Random, grid: Grid) -> str:
    """`行政许可 | 858 | ||`."""
    return "\n".join(f"{_cells(row).lstrip()} {'|' * lacking(grid, row)}".rstrip() for row in grid.rows)


def opened(_draw: random.Random, grid: Grid) -> str:
    """`行政许可 | 858 |`."""
    return "\n".join(_cells(row).lstrip(" ") for row in grid.rows)


def tight(_draw: random.Random, grid: Grid) -> str:
    """`|行政许可|858|||`: no spaces at all."""
    return "\n".join(f"|{''.join(f'{cell.printed}|' for cell in row)}{'|' * lacking(grid, row)}" for row in grid.rows)


def wide(draw: random.Random, grid: Grid) -> str:
    """A table with up to seven columns too many, all empty."""
    extra = draw.randint(1, 7)
    return "\n".join(f"|{_cells(row)} {'|' * lacking(grid, row, extra)}".rstrip() for row in grid.rows)


def markdown(_draw: random.Random, grid: Grid) -> str:
    """Every place a cell, those that spans cover empty, with the line of dashes below the first row."""

    def line(places: list[GridCell | None]) -> str:
        return "|" + "".join(f" {cell.printed if cell else ''} |" for cell in places)

    rows = [line(places) for places in laid_out(grid)]
    return "\n".join([rows[0], "|" + " --- |" * grid.width, *rows[1:]])


def broken_before(_draw: random.Random, grid: Grid) -> str:
    """`| ⏎ 规章  | ⏎ 0  |`: each cell begins on a line of its own."""
    return "\n".join("|" + "".join(f" \n{cell.printed}  |" for cell in row) for row in grid.rows)


def broken_inside(draw: random.Random, grid: Grid) -> str:
    """Long labels go on in the next line, inside their cell."""

    def wrapped(cell: GridCell) -> GridCell:
        if len(cell.text) < 8 or cell.place or draw.random() < 0.4:
            return cell
        cut = draw.randint(3, len(cell.text) - 3)
        return GridCell(f"{cell.text[:cut]}\n{cell.text[cut:]}")

    return closed(draw, Grid(grid.width, tuple(tuple(wrapped(cell) for cell in row) for row in grid.rows)))


def filled_only(_draw: random.Random, grid: Grid) -> str:
    """`一、本年新收… | 3 | 3 |`: blank cells are dropped, so a row that had some cannot be told."""
    lines = []
    for row in grid.rows:
        filled = [cell for cell in values(row) if cell.text]
        lines.append(_cells((*labels(row), *filled)).lstrip())
    return "\n".join(line for line in lines if line)
