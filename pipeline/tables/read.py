"""Reads the three tables: finds each in its section, tells the edition by its headers, and fills the form's figures."""

from pipeline.characters import letters
from pipeline.document import Document, Span
from pipeline.errors import TableUnreadable
from pipeline.figures import MISSING, Figure, read_figure
from pipeline.form import FORM_2019, FORM_2019_ONE_OTHER, FORM_2021, Column, Form, Row, Table
from pipeline.outline import Outline

from .align import align, by_header, first_blanks_are_sure
from .cells import Cell, CellStream, cell_stream
from .columns import litigation_blocks, official_order, request_columns
from .labels import LabelBook
from .reading import LabelDifference, Reading, RowShape, ShapeProblem, TableReading
from .rows import LabelledRow, labelled_rows

_LEAST_SHARE = 0.6


def parse_tables(document: Document, outline: Outline) -> Reading:
    """Return every figure of the form as read from `document`.

    What is not found is `missing`, not an error. Raises `TableUnreadable` (rule P-002) when most rows are there by
    their labels but under 60 % of the form's figures could be found.
    """
    streams = {table.key: cell_stream(document, outline.region(table.section)) for table in FORM_2021.tables}
    form = _edition(streams["proactive_disclosure"])
    edition = form or FORM_2021
    if edition is FORM_2019 and _other_is_one_row(streams["requests"]):
        edition = FORM_2019_ONE_OTHER
    reading = Reading(
        form=form.key if form else None,
        tables=(
            _read_proactive_disclosure(edition.table("proactive_disclosure"), streams["proactive_disclosure"]),
            _read_requests(edition.table("requests"), streams["requests"]),
            _read_litigation(edition.table("litigation"), streams["litigation"]),
        ),
    )
    _refuse_unreadable(reading, edition)
    return reading


def _edition(stream: CellStream) -> Form | None:
    headers = [letters(cell.text) for cell in stream.cells if cell.text and not cell.is_value]
    found = {
        form.key: sum(any(header.startswith(letters(mark)) for header in headers) for mark in form.marks)
        for form in (FORM_2021, FORM_2019)
    }
    if found["2021"] == found["2019"]:
        return None
    return FORM_2021 if found["2021"] > found["2019"] else FORM_2019


def _other_is_one_row(stream: CellStream) -> bool:
    """The 2019 form prints 其他处理 as one row or as three; it is one where no row of the three is labelled."""
    _, rows = labelled_rows(stream, LabelBook(FORM_2021.table("requests")))
    return not any(row.label.row.key.startswith("other.") for row in rows)


def _read_proactive_disclosure(table: Table, stream: CellStream) -> TableReading:
    _header, rows = labelled_rows(stream, LabelBook(table))
    in_order = official_order(stream.cells, table.rows[0].columns)
    return _filled(table, rows, stream, {row.key: row.columns if in_order else None for row in table.rows}, header=[])


def _read_requests(table: Table, stream: CellStream) -> TableReading:
    book = LabelBook(table)
    header, _ = labelled_rows(stream, book)
    columns, heads = request_columns(header)
    _, rows = labelled_rows(stream, book, len(columns) if columns else None)
    return _filled(table, rows, stream, {row.key: columns for row in table.rows}, header=heads)


def _read_litigation(table: Table, stream: CellStream) -> TableReading:
    """Table 4 has its labels above one row of 15 values, so the rows are cut out of that row."""
    blocks = litigation_blocks(stream)
    if blocks is None:
        return TableReading(key=table.key, figures=_all_missing(table))
    seen = tuple(row.key for row in table.rows)
    size = len(table.rows[0].columns)
    sure = len(blocks) <= table.size or None
    chosen = align(list(blocks), table.size, stream, ends_in_total=True, sure_first_blank=sure)
    if isinstance(chosen, str):
        shapes = (_shape(table.rows[0].key, chosen, list(blocks)),) if blocks else ()
        return TableReading(key=table.key, figures=_all_missing(table), rows_seen=seen, shapes=shapes)
    figures = {
        row.key: {
            column.key: read_figure(cell.text, column, cell.at)
            for column, cell in zip(row.columns, chosen[index * size : (index + 1) * size], strict=True)
        }
        for index, row in enumerate(table.rows)
    }
    return TableReading(key=table.key, figures=figures, rows_seen=seen)


def _filled(
    table: Table,
    rows: list[LabelledRow],
    stream: CellStream,
    columns: dict[str, tuple[Column | None, ...] | None],
    header: list[Cell],
) -> TableReading:
    """Fill the figures of each labelled row; None in `columns` stands for one that the form does not have."""
    figures = _all_missing(table)
    shapes: list[RowShape] = []
    labels: list[LabelDifference] = []
    settled: dict[str, list[str]] = {}
    sure = _sure_first_blanks(rows, columns)
    for found in rows:
        row = found.label.row
        if not found.label.official:
            labels.append(LabelDifference(row.key, None, found.cell.text, row.label, found.cell.at))
        order = columns[row.key]
        if order is None:
            shapes.append(_shape(row.key, "columns", [found.cell, *found.values]))
            continue
        chosen = _chosen(found, order, stream, header, sure_first_blank=sure[row.span])
        if isinstance(chosen, str):
            if any(not cell.is_blank for cell in found.values) or row.key not in settled:
                shapes.append(_shape(row.key, chosen, [found.cell, *found.values]))
            continue
        texts = [cell.text for cell in chosen]
        if row.key in settled and settled[row.key] != texts:
            shapes.append(_shape(row.key, "repeated", [found.cell, *found.values]))
            figures[row.key] = {column.key: MISSING for column in row.columns}
            continue
        settled[row.key] = texts
        figures[row.key] = _row_figures(row, order, chosen)
    seen = tuple(dict.fromkeys(found.label.row.key for found in rows))
    return TableReading(table.key, figures, seen, tuple(shapes), tuple(labels))


def _sure_first_blanks(
    rows: list[LabelledRow], columns: dict[str, tuple[Column | None, ...] | None]
) -> dict[int, bool | None]:
    """For each width of a row's label, whether blanks after it are cells of their own."""
    spans: dict[int, list[tuple[tuple[Cell, ...], int]]] = {}
    for found in rows:
        row = found.label.row
        spans.setdefault(row.span, []).append((found.values, len(columns[row.key] or ())))
    return {span: first_blanks_are_sure(alike) for span, alike in spans.items()}


def _chosen(
    found: LabelledRow,
    order: tuple[Column | None, ...],
    stream: CellStream,
    header: list[Cell],
    *,
    sure_first_blank: bool | None,
) -> list[Cell] | ShapeProblem:
    last = order[-1]
    chosen = align(
        list(found.values),
        len(order),
        stream,
        ends_in_total=last is not None and last.key == "total",
        sure_first_blank=sure_first_blank,
    )
    if isinstance(chosen, str) and stream.marked_up and len(header) == len(order):
        return by_header(list(found.values), header) or chosen
    return chosen


def _row_figures(row: Row, order: tuple[Column | None, ...], chosen: list[Cell]) -> dict[str, Figure]:
    by_key = {column.key: (column, cell) for column, cell in zip(order, chosen, strict=True) if column is not None}
    return {
        column.key: read_figure(by_key[column.key][1].text, column, by_key[column.key][1].at) for column in row.columns
    }


def _all_missing(table: Table) -> dict[str, dict[str, Figure]]:
    return {row.key: {column.key: MISSING for column in row.columns} for row in table.rows}


def _shape(row: str, problem: ShapeProblem, cells: list[Cell]) -> RowShape:
    raw = " | ".join(cell.text for cell in cells)[:500]
    return RowShape(row, problem, raw, Span(cells[0].at.start, cells[-1].at.end))


def _refuse_unreadable(reading: Reading, edition: Form) -> None:
    rows = sum(len(table.rows) for table in edition.tables)
    seen = sum(len(table.rows_seen) for table in reading.tables)
    found = sum(
        figure.kind != "missing"
        for table in reading.tables
        for columns in table.figures.values()
        for figure in columns.values()
    )
    if seen >= _LEAST_SHARE * rows and found < _LEAST_SHARE * edition.size:
        raise TableUnreadable(expected=edition.size, found=found)
