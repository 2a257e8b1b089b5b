"""One cell per line, each closed by a pipe; a lone pipe is a blank cell; a line of pipes pads a short row."""

from __future__ import annotations

from tests.making.grids import Grid
from tests.making.truth import Truth

from .base import document, half_width

HEADS = {"自然人": "自 然 人", "结果纠正": "结果 纠正", "其他结果": "其他 结果", "尚未审结": "尚未 审结"}


def _draw(grid: Grid) -> str:
    lines = []
    for row in grid.rows:
        lines += [f"{HEADS.get(cell.text, cell.text)} |" if cell.text else "|" for cell in row]
        if len(row) < grid.width and row is not grid.rows[-1]:
            lines.append("|" * (grid.width - len(row)))
    return "\n".join(lines)


def text(truth: Truth) -> str:
    """The table's last row is not padded, as in the reports that come so."""
    return half_width(document(truth, _draw, gap="\n"))
