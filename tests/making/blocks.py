"""A report as a list of lines and tables in reading order: what quirks change and layouts print."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from .grids import Grid, GridCell, grid_of
from .labels import SECTIONS
from .labels_2019 import SECTIONS_2019
from .truth import Truth

Role = Literal["title", "chrome", "prose", "heading"]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; chrome is what a page puts around a report. `section` is that of a heading, else 0."""

    text: str
    role: Role
    section: int = 0


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The table of section 2, 3 or 4."""

    grid: Grid
    section: int


Block = Line | TableBlock
Quirk = Callable[[random.Random, list[Block]], list[Block]]


def blocks_of_truth(truth: Truth) -> list[Block]:
    """Title, preamble, sections with marked tables, tail."""
    headings = SECTIONS_2019 if truth.form == "2019" else SECTIONS
    blocks: list[Block] = [Line(truth.title, "title")]
    if truth.published_on:
        blocks.append(Line(f"发布时间：{truth.published_on.isoformat()}　　来源：{truth.agency}", "chrome"))
    blocks += [Line(line, "prose") for line in truth.preamble.split("\n") if line]
    for number, heading in headings.items():
        if number not in truth.sections:
            continue
        blocks.append(Line(heading, "heading", number))
        blocks += [Line(line, "prose") for line in truth.sections[number].split("\n") if line]
        if grid := grid_of(truth, number, marked=True):
            blocks.append(TableBlock(grid, number))
    return blocks


def with_cells(grid: Grid, change: Callable[[GridCell], GridCell]) -> Grid:
    """The grid with each cell changed; the number of its cells stays."""
    return Grid(grid.width, tuple(tuple(change(cell) for cell in row) for row in grid.rows))


def with_texts(
    blocks: list[Block], change: Callable[[str], str], *, roles: tuple[Role, ...], cells: bool
) -> list[Block]:
    """The blocks with the text of the lines of these roles, and of all cells if `cells`, changed."""
    changed: list[Block] = []
    for block in blocks:
        if isinstance(block, TableBlock):
            grid = with_cells(block.grid, lambda cell: replace(cell, text=change(cell.text)))
            changed.append(replace(block, grid=grid) if cells else block)
        else:
            changed.append(replace(block, text=change(block.text)) if block.role in roles else block)
    return changed
