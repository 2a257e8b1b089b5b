"""Reads the three tables: finds each in its section, tells the edition by its headers, and fills the form's figures."""

from collections.abc import Callable, Sequence

import msgspec

from pipeline.characters import letters
from pipeline.document import Document, Span
from pipeline.errors import TableUnreadable
from pipeline.form import FORM_2019, FORM_2019_ONE_OTHER, FORM_2021, Form, Table
from pipeline.outline import Outline

from .agree import agreed, filled_in
from .by_label import read_proactive_disclosure, read_requests
from .cells import CellStream, grid_stream
from .geometry import Box, Places, block_places, boxes_of_grids, boxes_of_rows, labelled_places
from .labels import book_of
from .layouts import text_stream
from .litigation import read_litigation
from .reading import Reading, TableReading
from .rows_in_lines import rows_of
from .subtotals import of_legal_persons
from .units import in_units_of_headers

_LEAST_SHARE = 0.6
_LONGEST_HEADER = 100  # run together, all the headers of a row have some sixty characters

_ByLabel = Callable[[Table, CellStream], TableReading]
_ByPlace = Callable[[Table, Sequence[Sequence[Box]]], Places]
_WAYS: dict[str, tuple[_ByLabel, _ByPlace]] = {
    "proactive_disclosure": (read_proactive_disclosure, labelled_places),
    "requests": (read_requests, labelled_places),
    "litigation": (read_litigation, block_places),
}


class _Source(msgspec.Struct, frozen=True):
    """What one table is read from: its cells in reading order, and the grids they stand in, if any."""

    stream: CellStream
    grids: Sequence[Sequence[Box]]


def parse_tables(document: Document, outline: Outline) -> Reading:
    """Return every figure of the form as read from `document`.

    What is not found is `missing`, not an error. Raises `TableUnreadable` (rule P-002) when most rows are there by
    their labels but under 60 % of their figures could be found.
    """
    sources = {table.key: _source(document, outline.region(table.section), table) for table in FORM_2021.tables}
    form = _edition(sources["proactive_disclosure"].stream)
    edition = form or FORM_2021
    if edition is FORM_2019 and _other_is_one_row(sources["requests"].stream):
        edition = FORM_2019_ONE_OTHER
    tables = tuple(_read(table, sources[table.key]) for table in edition.tables)
    reading = Reading(form=form.key if form else None, tables=tables)
    _refuse_unreadable(reading, edition)
    return reading


def _source(document: Document, region: Span, table: Table) -> _Source:
    """The grids in a region, unless none of them names a row of the table; then the text around them."""
    grids = boxes_of_grids(document, region)
    stream = grid_stream([[box.cell for box in boxes] for boxes in grids])
    book = book_of(table)
    if any(book.exact(cell.text, None) for cell in stream.cells if cell.text and not cell.is_value):
        return _Source(stream, grids)
    return _Source(text_stream(document.text, region), ())


def _read(table: Table, source: _Source) -> TableReading:
    by_label, by_place = _WAYS[table.key]
    reading, places = by_label(table, source.stream), Places()
    if source.grids:
        reading = agreed(table, reading, places := by_place(table, source.grids))
    elif reading.shapes:
        reading = filled_in(table, reading, places := by_place(table, boxes_of_rows(source.stream)))
    if table.key == "requests":
        subtotals = of_legal_persons(table, reading, places, source.stream.cells)
        reading = msgspec.structs.replace(reading, subtotals=subtotals)
    return in_units_of_headers(table, reading, source.stream.cells)


def _edition(stream: CellStream) -> Form | None:
    headers = [letters(cell.text) for cell in stream.cells if cell.is_words and len(cell.text) <= _LONGEST_HEADER]
    found = {
        form.key: sum(any(mark in header for header in headers) for mark in map(letters, form.marks))
        for form in (FORM_2021, FORM_2019)
    }
    if found["2021"] == found["2019"]:
        return None
    return FORM_2021 if found["2021"] > found["2019"] else FORM_2019


def _other_is_one_row(stream: CellStream) -> bool:
    """The 2019 form prints 其他处理 as one row or as three; it is one where no row of the three is labelled."""
    rows = rows_of(stream, book_of(FORM_2021.table("requests"))).labelled
    return not any(row.label.row.key.startswith("other.") for row in rows)


def _refuse_unreadable(reading: Reading, edition: Form) -> None:
    """Raise where most rows are there and most of their figures are not; a report cut short lacks rows instead."""
    seen = [(table, row) for table in reading.tables for row in table.rows_seen]
    expected = sum(len(table.figures[row]) for table, row in seen)
    found = sum(figure.kind != "missing" for table, row in seen for figure in table.figures[row].values())
    rows = sum(len(table.rows) for table in edition.tables)
    if len(seen) >= _LEAST_SHARE * rows and found < _LEAST_SHARE * expected:
        raise TableUnreadable(expected=expected, found=found)
