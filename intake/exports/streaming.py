"""An export from the database to bytes; whoever takes the bytes decides where they go."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import Engine

from intake.queries.report_filter import ReportFilter

from .formats import FORMATS, FormatName, Writer
from .rows import rows
from .tables import TABLES, ExportTable, TableName


def export(engine: Engine, table: TableName, file_format: FormatName, chosen: ReportFilter) -> Iterator[bytes]:
    """Return the pieces of a file with one table, of the results that the chosen reports show at one moment.

    Memory stays flat, whatever the number of rows. Only XLSX is written whole, to a temporary file, before its first
    piece comes. Close the iterator where it is left before its end.
    """
    return _pieces(engine, TABLES[table], FORMATS[file_format].writer(), chosen)


def _pieces(engine: Engine, table: ExportTable, write: Writer, chosen: ReportFilter) -> Iterator[bytes]:
    with closing(rows(engine, table, chosen)) as found:
        yield from write(table, found)
