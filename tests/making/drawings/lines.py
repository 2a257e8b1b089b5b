"""Tables without any mark between cells: cells on lines of their own, cells run together, lines lost by an extractor."""

from __future__ import annotations

import random
import re

from tests.making.grids import Grid, GridCell
from tests.making.marks import unmarked

from .base import values

_SPLIT = {"商业企业": "商业\n\n企业", "科研机构": "科研\n\n机构"}


def flat(_draw: random.Random, grid: Grid) -> str:
    """Empty lines between the cells: n line breaks between two values mean n − 2 blank cells."""
    text, breaks = "", 0
    for cell in (cell for row in grid.rows for cell in row):
        if cell.text:
            text += "\n" * breaks + _SPLIT.get(cell.text, cell.printed)
            breaks = 2
        else:
            text += cell.mark
            breaks += 1
    return text + "\n" * (breaks - 2)


def lines(_draw: random.Random, grid: Grid) -> str:
    """One cell per line; a blank cell is an empty line."""
    return "\n".join(cell.printed for row in grid.rows for cell in row)


def lines_filled(_draw: random.Random, grid: Grid) -> str:
    """One cell per line; blank cells are dropped."""
    return "\n".join(cell.printed for row in grid.rows for cell in row if cell.text)


def once(_draw: random.Random, grid: Grid) -> str:
    """One cell per line, but each line that has stood before is dropped: its figure is unknown, not 0."""
    seen: set[str] = set()
    kept = []
    for cell in (cell for row in grid.rows for cell in row if cell.text):
        if cell.text not in seen:
            seen.add(cell.text)
            kept.append(cell.printed)
    return "\n".join(kept)


def _together(row: tuple[GridCell, ...]) -> str:
    """One line without gaps; the marks stay only where no other division into cells is possible."""
    figures = values(row)
    sure = len(figures) == 1 or all(re.fullmatch(r"\d", cell.text) for cell in figures)
    line = "".join(cell.printed for cell in row)
    return line if sure else unmarked(line)


def together(_draw: random.Random, grid: Grid) -> str:
    """`规章000`: cells run together, safe only where every digit stands alone."""
    return "\n".join(_together(row) for row in grid.rows)


def none(_draw: random.Random, _grid: Grid) -> str:
    """The table was an image."""
    return ""
