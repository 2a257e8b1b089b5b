"""Reads a table by its labels in the stream of cells: what follows a row's label, in the order that the header gives."""

import msgspec

from pipeline.characters import LOST
from pipeline.figures import MISSING, Figure, read_figure, read_number
from pipeline.form import Table
from pipeline.form.official import REQUEST_COLUMNS

from .align import align
from .cells import Cell, CellStream
from .columns import LEGAL_PERSONS, official_order, other_header, request_columns
from .evidence import Order, Told
from .fill import all_missing, row_figures, shape_of
from .labels import book_of
from .reading import LabelDifference, RowShape, ShapeProblem, Subtotal, TableReading
from .rows import LabelledRow, Rows
from .rows_in_lines import rows_of
from .subtotals import subtotal_rows


def read_proactive_disclosure(table: Table, stream: CellStream) -> TableReading:
    """Return table 2 by its labels."""
    rows = rows_of(stream, book_of(table))
    in_order = official_order(stream.cells, table.rows[0].columns)
    return _filled(table, rows, stream, {row.key: row.columns if in_order else None for row in table.rows})


def read_requests(table: Table, stream: CellStream) -> TableReading:
    """Return table 3 by its labels, its columns in the order that its header names."""
    book = book_of(table)
    rows = rows_of(stream, book)
    full = any(sum(not cell.is_blank for cell in row.values) == len(REQUEST_COLUMNS) for row in rows.labelled)
    columns = request_columns(rows.header, rows_are_full=full)
    if columns is not None and len(columns) != len(REQUEST_COLUMNS):
        rows = rows_of(stream, book, len(columns))
    # Where a file marks up its cells, their places are held against the first header, and what differs is unknown.
    end = None if columns is None or stream.marked_up else other_header(stream.cells, columns)
    orders: dict[str, Order] = {row.key: columns for row in table.rows}
    if end is not None:
        orders |= {row.label.row.key: None for row in rows.labelled if row.cell.at.start > end}
    reading = _filled(table, rows, stream, orders)
    subtotals = subtotal_rows(table, stream, rows, columns if end is None else None)
    return msgspec.structs.replace(reading, subtotals=(*subtotals, *reading.subtotals))


def _filled(table: Table, rows: Rows, stream: CellStream, orders: dict[str, Order]) -> TableReading:
    told = Told(rows, stream, orders)
    filling = _Filling(table, told)
    for row in rows.labelled:
        order = orders[row.label.row.key]
        filling.take(row, order, align(row.values, len(order), told.evidence(row)) if order else [])
    return filling.reading()


class _Filling:
    """The figures of a table, filled row by row."""

    def __init__(self, table: Table, told: Told) -> None:
        self._table = table
        self._told = told
        self._figures = all_missing(table)
        self._settled: dict[str, list[str]] = {}
        self._seen: list[str] = []
        self._shapes: list[RowShape] = []
        self._labels: list[LabelDifference] = []
        self._subtotals: dict[str, Figure] = {}

    def take(self, found: LabelledRow, order: Order, chosen: list[Cell] | ShapeProblem) -> None:
        """Fill a row with its cells in order, or note why they cannot be told.

        A row that stands twice with different values is unknown.
        """
        row = found.label.row
        self._seen.append(row.key)
        if not found.label.official and LOST not in found.cell.text:
            self._labels.append(LabelDifference(row.key, None, found.cell.text, row.label, found.cell.at))
        if found.doubtful:
            self._note(found, order, "ambiguous")
        elif isinstance(chosen, str):
            self._note(found, order, chosen)
        elif order is None:
            self._note(found, order, "columns")
        elif self._settled.setdefault(row.key, texts := [cell.text for cell in chosen]) != texts:
            self._shapes.append(shape_of(row.key, "repeated", [found.cell, *found.values]))
            self._figures[row.key] = {column.key: MISSING for column in row.columns}
            self._subtotals.pop(row.key, None)
        else:
            self._figures[row.key] = row_figures(row, order, chosen)
            if order.count(None) == 1:
                cell = chosen[order.index(None)]
                self._subtotals[row.key] = read_figure(cell.text, REQUEST_COLUMNS[-1], cell.at)

    def _note(self, found: LabelledRow, order: Order, problem: ShapeProblem) -> None:
        """A label that stands again without values, as a group's name does, is no problem of its row."""
        key = found.label.row.key
        if key not in self._settled and not found.doubtful and self._told.totals_are_kept:
            self._figures[key] |= _total_alone(found, order)
        if key not in self._settled or any(not cell.is_blank for cell in found.values):
            self._shapes.append(shape_of(key, problem, [found.cell, *found.values]))

    def reading(self) -> TableReading:
        """Return what was filled."""
        seen = tuple(dict.fromkeys(self._seen))
        subtotals = tuple(Subtotal(row, LEGAL_PERSONS, figure) for row, figure in self._subtotals.items())
        return TableReading(
            self._table.key, self._figures, seen, tuple(self._shapes), tuple(self._labels), subtotals=subtotals
        )


def _total_alone(found: LabelledRow, order: Order) -> dict[str, Figure]:
    """The total of a row whose blanks were dropped until only one applicant and the total are left, `3 | 3`.

    Which applicant it was cannot be told. A row that may have been cut off has no sure total.
    """
    filled = [cell for cell in found.values if not cell.is_blank]
    if any(cell.is_blank for cell in found.values[:2]):
        return {}  # blanks are kept here
    last = None if order is None else order[-1]
    if last is None or last.key != "total" or len(filled) != 2 or not found.closed or filled[0].text != filled[1].text:
        return {}
    number = read_number(filled[1].text)
    return {last.key: read_figure(filled[1].text, last, filled[1].at)} if number and number[0] > 0 else {}
