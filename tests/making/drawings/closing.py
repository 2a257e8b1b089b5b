"""One cell per line with pipes: after the cell, on lines of their own, only at a row's end; padded in many ways."""

from __future__ import annotations

import random

from tests.making.grids import Grid, GridCell

from .base import labels, lacking, values


def _closed(cell: GridCell) -> str:
    return f"{cell.printed} |" if cell.text else f"{cell.printed}|"


def _padding(count: int) -> list[str]:
    return ["|" * count] if count else []


def padded(_draw: random.Random, grid: Grid) -> str:
    """`213 |`, then `||`; the last row is not padded."""
    lines: list[str] = []
    for row in grid.rows:
        lines += [_closed(cell) for cell in row]
        lines += _padding(lacking(grid, row)) if row is not grid.rows[-1] else []
    return "\n".join(lines)


def plain(_draw: random.Random, grid: Grid) -> str:
    """`213 |` for each cell and nothing between the rows."""
    return "\n".join(_closed(cell) for row in grid.rows for cell in row)


def wide(draw: random.Random, grid: Grid) -> str:
    """The same with up to seven empty columns at the right of every row."""
    extra = draw.randint(1, 7)
    return "\n".join(
        line for row in grid.rows for line in [*(_closed(cell) for cell in row), *_padding(lacking(grid, row, extra))]
    )


def led(draw: random.Random, grid: Grid) -> str:
    """A lone `|` before each row; a row of one cell has its padding behind it."""
    lines: list[str] = []
    for row in grid.rows:
        lines.append("|")
        pads = "|" * lacking(grid, row)
        if pads and (len(row) == 1 or draw.random() < 0.1):
            lines += [*(_closed(cell) for cell in row[:-1]), f"{_closed(row[-1])} {pads}"]
        else:
            lines += [*(_closed(cell) for cell in row), *_padding(len(pads))]
    return "\n".join(lines)


def mixed(draw: random.Random, grid: Grid) -> str:
    """The padding stands now on its own line, now behind the row's last cell (`0 | ||`)."""
    lines: list[str] = []
    for row in grid.rows:
        cells, pads = [_closed(cell) for cell in row], "|" * lacking(grid, row)
        if pads and draw.random() < 0.4:
            lines += [*cells[:-1], f"{cells[-1]} {pads}"]
        else:
            lines += [*cells, *([pads] if pads else [])]
    return "\n".join(lines)


def at_row_ends(_draw: random.Random, grid: Grid) -> str:
    """Only a row's last cell is closed (`0 | |||`); a blank cell is an empty line."""
    lines: list[str] = []
    for row in grid.rows:
        pads = "|" * lacking(grid, row)
        lines += [cell.printed for cell in row[:-1]]
        lines.append(f"{_closed(row[-1])} {pads}".rstrip())
    return "\n".join(lines)


def alternating(_draw: random.Random, grid: Grid) -> str:
    """Cell lines and `|` lines in turn; two `|` lines in a row close a blank cell."""
    return "\n".join(f"{cell.printed}\n|" if cell.text else f"{cell.printed}|" for row in grid.rows for cell in row)


def alternating_padded(draw: random.Random, grid: Grid) -> str:
    """The same with a line of pipes for the columns that a row lacks, and for some that are empty throughout."""
    extra = draw.randint(0, 2)
    lines: list[str] = []
    for row in grid.rows:
        lines += [f"{cell.printed}\n|" if cell.text else f"{cell.printed}|" for cell in row]
        lines += _padding(lacking(grid, row, extra))
    return "\n".join(lines)


def filled_only(_draw: random.Random, grid: Grid) -> str:
    """`3 |`, `3 |`, `|||||||`: the blank cells of a row went to its end, so its values cannot be told.

    A lone pipe is never left there: it would say that the row's last cell is the blank one.
    """
    lines: list[str] = []
    for row in grid.rows:
        kept = (*labels(row), *(cell for cell in values(row) if cell.text))
        lack = lacking(grid, kept)
        lines += [*(_closed(cell) for cell in kept), *_padding(lack if lack > 1 or kept == row else 0)]
    return "\n".join(lines)
