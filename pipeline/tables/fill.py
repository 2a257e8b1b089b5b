"""Makes figures of cells whose columns are known."""

from collections.abc import Sequence

from pipeline.document import Span
from pipeline.figures import MISSING, Figure, read_figure
from pipeline.form import Column, Row, Table

from .cells import Cell
from .reading import RowShape, ShapeProblem

_LONGEST_RAW = 500


def row_figures(row: Row, order: Sequence[Column | None], chosen: Sequence[Cell]) -> dict[str, Figure]:
    """Return the figures of a row from its cells in `order`; None stands for a column that the form does not have."""
    cells = {column.key: cell for column, cell in zip(order, chosen, strict=True) if column is not None}
    return {column.key: read_figure(cells[column.key].text, column, cells[column.key].at) for column in row.columns}


def all_missing(table: Table) -> dict[str, dict[str, Figure]]:
    """Return a figure that was not found for each of the table."""
    return {row.key: {column.key: MISSING for column in row.columns} for row in table.rows}


def shape_of(row: str, problem: ShapeProblem, cells: Sequence[Cell]) -> RowShape:
    """Return what is said of a row whose cells could not be told apart."""
    raw = " | ".join(cell.text for cell in cells)[:_LONGEST_RAW]
    return RowShape(row, problem, raw, Span(cells[0].at.start, cells[-1].at.end))
