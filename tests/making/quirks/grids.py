"""Tables of another shape: joined, split at a page, with more columns or other header rows."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.making.blocks import Block, Line, TableBlock
from tests.making.grids import Grid, GridCell
from tests.making.labels import LITIGATION, TOTAL
from tests.making.marks import HEADING_MARKS

_JOINT_WIDTH = 17


def _changed(blocks: list[Block], section: int, grid: Grid) -> list[Block]:
    return [
        replace(block, grid=grid) if isinstance(block, TableBlock) and block.section == section else block
        for block in blocks
    ]


def _grid(blocks: list[Block], section: int) -> Grid:
    return next(block.grid for block in blocks if isinstance(block, TableBlock) and block.section == section)


def joined(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """One grid of 17 columns holds tables 3 and 4, the heading of section 4 in a row of its own between them."""
    requests, litigation = _grid(blocks, 3), _grid(blocks, 4)
    heading = next(block.text for block in blocks if isinstance(block, Line) and block.section == 4)
    between = (GridCell(HEADING_MARKS[4] + heading, colspan=_JOINT_WIDTH),)
    grid = Grid(_JOINT_WIDTH, (*requests.rows, between, *litigation.rows))
    kept = [block for block in blocks if block.section != 4]
    return _changed(kept, 3, grid)


def split(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Table 3 goes on as a table of its own on the next page, with its header repeated."""
    grid = _grid(blocks, 3)
    cut = draw.randint(6, 24)
    header = next(at for at, row in enumerate(grid.rows) if row[-1].place)
    first, second = Grid(grid.width, grid.rows[:cut]), Grid(grid.width, (*grid.rows[:header], *grid.rows[cut:]))
    between: list[Block] = [Line(f"- {draw.randint(2, 9)} -", "chrome")] if draw.random() < 0.5 else []
    done: list[Block] = []
    for block in blocks:
        is_requests = isinstance(block, TableBlock) and block.section == 3
        done += [TableBlock(first, 3), *between, TableBlock(second, 3)] if is_requests else [block]
    return done


def ten_columns(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Table 2 drawn over ten columns: labels take four of them, values two or six."""

    def wider(index: int, cell: GridCell) -> GridCell:
        return replace(cell, colspan=10 if cell.colspan == 4 else 4 if index == 0 else 2 * cell.colspan)

    grid = _grid(blocks, 2)
    rows = tuple(tuple(wider(index, cell) for index, cell in enumerate(row)) for row in grid.rows)
    return _changed(blocks, 2, Grid(10, rows))


def three_numbers(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`行政许可 | 858 | 858 | 858`, or `858 | 0 | 3`: three cells where one belongs; which one counts cannot be told."""
    others = draw.choice((None, ("0", "0"), (str(draw.randint(1, 99)), str(draw.randint(1, 99)))))

    def widened(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        if len(row) != 2 or not row[1].place or row[1].colspan != 3 or not row[1].text or draw.random() < 0.3:
            return row
        value = row[1].text
        return (row[0], *(GridCell(text, number=True) for text in (value, *(others or (value, value)))))

    grid = _grid(blocks, 2)
    return _changed(blocks, 2, Grid(grid.width, tuple(widened(row) for row in grid.rows)))


def header_in_two_rows(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`商业` and `科研` in one row, `企业` and `机构` in the next."""
    grid = _grid(blocks, 3)
    first, second, third, *rest = grid.rows
    taller = tuple(replace(cell, rowspan=cell.rowspan + 1) if cell.rowspan > 1 else cell for cell in second)
    upper = tuple(GridCell(cell.text[:2]) if len(cell.text) == 4 else replace(cell, rowspan=2) for cell in third)
    lower = tuple(GridCell(cell.text[2:]) for cell in third if len(cell.text) == 4)
    top = (replace(first[0], rowspan=4), *first[1:])
    return _changed(blocks, 3, Grid(grid.width, (top, taller, upper, lower, *rest)))


def total_lower(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`总计` stands beside the five kinds of legal persons, not beside 自然人."""
    grid = _grid(blocks, 3)
    first, second, third, *rest = grid.rows
    return _changed(
        blocks, 3, Grid(grid.width, (first, (*second[:-1], GridCell("")), (*third, GridCell(TOTAL)), *rest))
    )


def litigation_named(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Above table 4 a row with the name of the whole, as some templates have."""
    grid = _grid(blocks, 4)
    top = (GridCell(f"政府信息公开行政复议、{LITIGATION}", colspan=15),)
    return _changed(blocks, 4, Grid(grid.width, (top, *grid.rows)))


def extra_row(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """A row of the agency's own in table 2, which the form does not have."""
    row = (GridCell("其他主动公开文件"), *(GridCell(str(draw.randint(0, 99)), number=True) for _ in range(3)))
    grid = _grid(blocks, 2)
    return _changed(blocks, 2, Grid(grid.width, (*grid.rows[:4], row, *grid.rows[4:])))


def lost_label(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The cell of 规章 is empty; that its values are those of 规章 can only be guessed."""

    def without(row: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
        if "proactive_disclosure.regulations." not in row[-1].place:
            return row
        return (replace(row[0], text=""), *(replace(cell, place="", number=True) for cell in row[1:]))

    grid = _grid(blocks, 2)
    return _changed(blocks, 2, Grid(grid.width, tuple(without(row) for row in grid.rows)))
