"""The rows of an export out of the database, a thousand at a time, all of one moment."""

from collections.abc import Generator

from sqlalchemy import Engine

from intake.queries.report_filter import ReportFilter
from models.database import read
from pipeline.form import FORM_2019_ONE_OTHER, FORM_2021, FORMS

from .columns import Values
from .tables import ExportTable, statement

_AT_ONCE = 1000

#: Each row's label in words, by the form's key, the table's and the row's; what stands in a group is named after it.
_LABELS = {
    (form.key, table.key, row.key): f"{row.group}·{row.label}" if row.group else row.label
    for form in (*FORMS, FORM_2019_ONE_OTHER)
    for table in form.tables
    for row in table.rows
}


def rows(engine: Engine, table: ExportTable, chosen: ReportFilter) -> Generator[Values]:
    """Yield the rows of a table; close the generator where it is left before its end, to end its transaction.

    The server hands the rows on as they are fetched; on SQLite the transaction only reads, which keeps no writer
    waiting (WAL).
    """
    label_at = table.at("row_label")
    with (
        read(engine) as session,
        session.execute(statement(engine, table, chosen), execution_options={"yield_per": _AT_ONCE}) as found,
    ):
        for row in found:
            yield tuple(row) if label_at is None else _labelled(table, tuple(row), label_at)


def _labelled(table: ExportTable, values: Values, at: int) -> Values:
    """The row with its label in the place where its key stood."""
    form = values[_FORM_AT] or FORM_2021.key
    return (*values[:at], _LABELS.get((form, table.name.value, values[at])), *values[at + 1 :])


_FORM_AT = 3
