"""Pipe rows: closed on both sides and padded to the table's width, or open at the left and without padding."""

from __future__ import annotations

from tests.making.grids import Grid
from tests.making.truth import Truth

from .base import document, half_width

HEADS = {"商业企业": "商业 企业", "科研机构": "科研 机构"}


def _closed(grid: Grid) -> str:
    lines = []
    for row in grid.rows:
        cells = "".join(f" {HEADS.get(cell.text, cell.text)} |" if cell.text else " |" for cell in row)
        lines.append(f"|{cells} {'|' * (grid.width - len(row))}".rstrip())
    return "\n".join(lines)


def _opened(grid: Grid) -> str:
    return "\n".join(" ".join(f"{cell.text} |" if cell.text else "|" for cell in row) for row in grid.rows)


def closed(truth: Truth) -> str:
    """`| 行政许可 | 0 | ||`: as many pipes follow a short row as it lacks cells."""
    return half_width(document(truth, _closed, gap="\n"))


def opened(truth: Truth) -> str:
    """`行政许可 | 858 |`: only the cells that are there."""
    return document(truth, _opened, gap="\n")
