"""An export from the database to bytes; whoever takes the bytes decides where they go."""

from collections.abc import Generator, Iterator
from contextlib import closing

from sqlalchemy import Engine

from intake.queries.report_filter import ReportFilter

from .formats import FORMATS, FormatName, Writer
from .rows import rows
from .tables import TABLES, ExportTable, TableName


class Pieces(Iterator[bytes]):
    """The pieces of a file, the first of them made already, so that what goes wrong at once does so before it is sent.

    Close it where it is left before its end, to end its transaction; safe to repeat.
    """

    def __init__(self, pieces: Generator[bytes]) -> None:
        self._pieces = pieces
        self._first = next(pieces, None)

    def __next__(self) -> bytes:
        """Return the next piece."""
        if self._first is None:
            return next(self._pieces)
        first, self._first = self._first, None
        return first

    def close(self) -> None:
        """Give up what was not taken."""
        self._first = None
        self._pieces.close()


def export(engine: Engine, table: TableName, file_format: FormatName, chosen: ReportFilter) -> Pieces:
    """Return a file with one table, of the results that the chosen reports show at one moment.

    Memory stays flat, whatever the number of rows. Only XLSX is written whole, to a temporary file, before its first
    piece comes.
    """
    return Pieces(_pieces(engine, TABLES[table], FORMATS[file_format].writer(), chosen))


def _pieces(engine: Engine, table: ExportTable, write: Writer, chosen: ReportFilter) -> Generator[bytes]:
    with closing(rows(engine, table, chosen)) as found:
        yield from write(table, found)
