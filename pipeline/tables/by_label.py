"""Reads a table by its labels in the stream of cells: what follows a row's label, in the order that the header gives."""

from collections.abc import Sequence

from pipeline.figures import MISSING, Figure, read_figure, read_number
from pipeline.form import Column, Table

from .align import Evidence, align, first_blanks_are_sure
from .cells import Cell, CellStream
from .columns import official_order, request_columns
from .fill import all_missing, row_figures, shape_of
from .labels import LabelBook
from .reading import LabelDifference, RowShape, ShapeProblem, TableReading
from .rows import LabelledRow, Rows, labelled_rows
from .rows_in_lines import rows_in_lines
from .widths import widths_of

_Order = tuple[Column | None, ...] | None
"""The columns in the order of the header; None for one that the form does not have, or for a header in no order."""


def read_proactive_disclosure(table: Table, stream: CellStream) -> TableReading:
    """Return table 2 by its labels."""
    rows = _rows(stream, LabelBook(table))
    in_order = official_order(stream.cells, table.rows[0].columns)
    return _filled(table, rows, stream, {row.key: row.columns if in_order else None for row in table.rows})


def read_requests(table: Table, stream: CellStream) -> TableReading:
    """Return table 3 by its labels, its columns in the order that its header names."""
    book = LabelBook(table)
    columns = request_columns(_rows(stream, book).header)
    rows = _rows(stream, book, len(columns) if columns else None)
    return _filled(table, rows, stream, {row.key: columns for row in table.rows})


def _rows(stream: CellStream, book: LabelBook, columns: int | None = None) -> Rows:
    return rows_in_lines(stream, book, columns) if stream.in_lines else labelled_rows(stream, book, columns)


def _filled(table: Table, rows: Rows, stream: CellStream, orders: dict[str, _Order]) -> TableReading:
    figures = all_missing(table)
    shapes: list[RowShape] = []
    labels: list[LabelDifference] = []
    settled: dict[str, list[str]] = {}
    sure, widths = (
        _sure_first_blanks(rows.labelled, orders),
        widths_of(rows, {key: len(order or ()) for key, order in orders.items()}),
    )
    for found in rows.labelled:
        row, order = found.label.row, orders[found.label.row.key]
        if not found.label.official:
            labels.append(LabelDifference(row.key, None, found.cell.text, row.label, found.cell.at))
        evidence = Evidence(
            ends_in_total=order is not None and order[-1] is not None and order[-1].key == "total",
            marked_up=stream.marked_up,
            spaced=stream.spaced,
            whole=order is not None and widths.is_whole(found, len(order)),
            lead=widths.leads[row.span],
            sure_first_blank=sure[row.span],
            keeps_blanks=widths.keeps_blanks,
            pads=widths.pads,
        )
        chosen = "columns" if order is None else align(found.values, len(order), evidence)
        if isinstance(chosen, str) or order is None:
            if row.key not in settled:
                figures[row.key] |= _total_alone(found, order)
            if any(not cell.is_blank for cell in found.values) or row.key not in settled:
                problem: ShapeProblem = chosen if isinstance(chosen, str) else "columns"
                shapes.append(shape_of(row.key, problem, [found.cell, *found.values]))
            continue
        texts = [cell.text for cell in chosen]
        if row.key in settled and settled[row.key] != texts:
            shapes.append(shape_of(row.key, "repeated", [found.cell, *found.values]))
            figures[row.key] = {column.key: MISSING for column in row.columns}
            continue
        settled[row.key] = texts
        figures[row.key] = row_figures(row, order, chosen)
    seen = tuple(dict.fromkeys(found.label.row.key for found in rows.labelled))
    return TableReading(table.key, figures, seen, tuple(shapes), tuple(labels))


def _sure_first_blanks(rows: Sequence[LabelledRow], orders: dict[str, _Order]) -> dict[int, bool | None]:
    """For each width of a row's label, whether blanks after it are cells of their own."""
    spans: dict[int, list[tuple[tuple[Cell, ...], int]]] = {}
    for found in rows:
        row = found.label.row
        spans.setdefault(row.span, []).append((found.values, len(orders[row.key] or ())))
    return {span: first_blanks_are_sure(alike) for span, alike in spans.items()}


def _total_alone(found: LabelledRow, order: _Order) -> dict[str, Figure]:
    """The total of a row whose blanks were dropped until only one applicant and the total are left, `3 | 3`.

    Which applicant it was cannot be told. A row that may have been cut off has no sure total.
    """
    filled = [cell for cell in found.values if not cell.is_blank]
    last = None if order is None else order[-1]
    if last is None or last.key != "total" or len(filled) != 2 or not found.closed or filled[0].text != filled[1].text:
        return {}
    number = read_number(filled[1].text)
    return {last.key: read_figure(filled[1].text, last, filled[1].at)} if number and number[0] > 0 else {}
