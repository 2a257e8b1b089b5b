"""Tab-separated rows as Word gives them: a merged label leaves its other places empty, short rows end in tabs."""

from __future__ import annotations

from tests.making.grids import Grid, GridCell
from tests.making.truth import Truth

from .base import document

HEADS = {"结果维持": "结果 维持", "结果纠正": "结果 纠正", "其他结果": "其他 结果", "尚未审结": "尚未 审结"}


def _printed(cell: GridCell, column: int) -> int:
    """How many places a cell takes in print: labels over several of the three label columns lose one.

    So the values of a row with one more label stand one place further right, which is how such a table leaves Word.
    """
    is_merged_label = (column, cell.colspan) in ((0, 3), (1, 2))
    return cell.colspan - 1 if is_merged_label else cell.colspan


def _draw(grid: Grid) -> str:
    covered: dict[int, tuple[int, int]] = {}  # column → the row at which the span above ends, places it takes
    lines = []
    for index, row in enumerate(grid.rows):
        places: list[str] = []
        column = 0
        for cell in row:
            while covered.get(column, (0, 0))[0] > index:
                places += [""] * covered[column][1]
                column += 1
            printed = _printed(cell, column)
            places += [HEADS.get(cell.text, cell.text), *[""] * (printed - 1)]
            for offset in range(cell.colspan):
                covered[column + offset] = (index + cell.rowspan, int(offset < printed))
            column += cell.colspan
        lines.append("\t".join([*places, *[""] * (grid.width - len(places))]))
    return "\n".join(lines)


def text(truth: Truth) -> str:
    """Paragraphs with an empty line between them, tables as lines of tabs, all marks in full width."""
    return document(truth, _draw, gap="\n\n")
