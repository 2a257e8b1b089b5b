"""Sums that agencies add to table 3: a subtotal below or above the members of each group, or behind the legal persons."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.making.blocks import Block, TableBlock
from tests.making.grids import Grid, GridCell

Row = tuple[GridCell, ...]
_LEGAL = slice(1, 6)  # of the seven values of a row


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


def _with_named_groups(grid: Grid) -> Grid:
    """Each group's name in a row of its own with its sums, above its members."""
    groups = sum(_group_size(row) > 0 for row in grid.rows)
    rows: list[Row] = []
    for at, row in enumerate(grid.rows):
        size = _group_size(row)
        if not size:
            rows.append(
                tuple(replace(cell, rowspan=cell.rowspan + groups) if _outer(row, cell) else cell for cell in row)
            )
            continue
        name, *inner = (cell for cell in row if not _outer(row, cell))
        outer = [replace(cell, rowspan=cell.rowspan + groups) for cell in row if _outer(row, cell)]
        _, *sums = _sums(grid.rows[at : at + size])
        rows.append((*outer, replace(name, rowspan=1, colspan=2), *sums))
        rows.append((GridCell("", rowspan=size), *inner))
    return Grid(grid.width, tuple(rows))


def _outer(row: Row, cell: GridCell) -> bool:
    """Whether a cell is the label of all results."""
    return bool(row[-1].place) and cell.rowspan >= 10


def _with_legal_sums(grid: Grid) -> Grid:
    first, second, third, *rest = grid.rows
    note, applicants = first
    person, legal, total = second
    rows: list[Row] = [(note, replace(applicants, colspan=8)), (person, replace(legal, colspan=6), total)]
    rows.append((*third, GridCell("法人小计")))
    for row in rest:
        values = [cell for cell in row if cell.place]
        texts = [cell.text for cell in values[_LEGAL]]
        whole = str(sum(map(int, texts))) if all(text.isdigit() for text in texts) else ""
        rows.append((*row[:-1], GridCell(whole, number=True), row[-1]))
    return Grid(grid.width + 1, tuple(rows))


def _in_table_3(blocks: list[Block], grid: Grid) -> list[Block]:
    return [
        replace(block, grid=grid) if isinstance(block, TableBlock) and block.section == 3 else block for block in blocks
    ]


def _grid(blocks: list[Block]) -> Grid:
    return next(block.grid for block in blocks if isinstance(block, TableBlock) and block.section == 3)


def subtotal_rows(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A row 小计 below the members of each group of table 3."""
    return _in_table_3(blocks, _with_subtotals(_grid(blocks)))


def named_groups(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`（三）不予公开` in a row of its own above its members, with their sums."""
    return _in_table_3(blocks, _with_named_groups(_grid(blocks)))


def legal_sums(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A column 法人小计 behind the five kinds of legal persons."""
    return _in_table_3(blocks, _with_legal_sums(_grid(blocks)))
