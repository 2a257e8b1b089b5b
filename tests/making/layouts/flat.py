"""Flattened tables: one cell per line and an empty line between; a blank cell shows only as one more line break."""

from __future__ import annotations

from tests.making.grids import Grid
from tests.making.truth import Truth

from .base import document, half_width

HEADS = {
    "商业企业": "商业\n\n企业",
    "科研机构": "科研\n\n机构",
    "结果纠正": "结果\n纠正",
    "其他结果": "其他\n结果",
    "尚未审结": "尚未\n审结",
}
BREAKS = 2


def _draw(grid: Grid) -> str:
    text, breaks = "", 0
    for cell in (cell for row in grid.rows for cell in row):
        if cell.text:
            text += "\n" * breaks + HEADS.get(cell.text, cell.text)
            breaks = BREAKS
        else:
            breaks += 1
    return text + "\n" * (breaks - BREAKS)


def text(truth: Truth) -> str:
    """n line breaks between two values mean n − 2 blank cells, also across the end of a row."""
    return half_width(document(truth, _draw, gap="\n" * BREAKS))
