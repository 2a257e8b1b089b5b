"""Rows that agencies add to table 3: a subtotal below the members of each group."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.making.blocks import Block, TableBlock
from tests.making.grids import Grid, GridCell

Row = tuple[GridCell, ...]


def _group_size(row: Row) -> int:
    """How many rows the group label has that starts in this row; 0 where none starts."""
    return max((cell.rowspan for cell in row if row[-1].place and 1 < cell.rowspan < 10), default=0)


def _taller(row: Row, groups: int) -> Row:
    """The row with its group label one row longer, and the outer label longer by one for each group."""

    def rows_of(cell: GridCell) -> int:
        if cell.rowspan == 1 or not row[-1].place:
            return cell.rowspan
        return cell.rowspan + (1 if cell.rowspan < 10 else groups)

    return tuple(replace(cell, rowspan=rows_of(cell)) for cell in row)


def _sums(rows: Sequence[Row]) -> Row:
    """The sums of the values of these rows, column by column; blank where one of them is no number."""
    columns = zip(*([cell.text for cell in row if cell.place] for row in rows), strict=True)
    texts = (str(sum(map(int, column))) if all(text.isdigit() for text in column) else "" for column in columns)
    return (GridCell("小计"), *(GridCell(text, number=True) for text in texts))


def _with_subtotals(grid: Grid) -> Grid:
    groups = sum(_group_size(row) > 0 for row in grid.rows)
    ends = {at + size: at for at, row in enumerate(grid.rows) if (size := _group_size(row))}
    rows: list[Row] = []
    for at, row in enumerate(grid.rows):
        if at in ends:
            rows.append(_sums(grid.rows[ends[at] : at]))
        rows.append(_taller(row, groups))
    return Grid(grid.width, tuple(rows))


def subtotal_rows(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A row 小计 below the members of each group of table 3."""
    return [
        replace(block, grid=_with_subtotals(block.grid))
        if isinstance(block, TableBlock) and block.section == 3
        else block
        for block in blocks
    ]
