"""XLSX for people: numbers as numbers, all else as text that is never a formula and never a link."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from models.database import to_json

from .columns import Kind, Values, decimal_text
from .delimited import moment_text
from .harmless import fitting
from .tables import ExportTable

#: How many rows a sheet holds, the one with the columns' keys among them.
MOST_ROWS = 1_048_576
_PIECE_BYTES = 256 * 1024
_MOST_DIGITS = 15  # beyond that, a number in a workbook is another one
_FIRST_YEAR = 1900


def as_xlsx(table: ExportTable, rows: Iterator[Values], most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """Yield a workbook: a sheet for each `most_rows` rows, each with the columns' keys above; unknown values are empty.

    It is written whole to a temporary folder first, which is removed in any case.
    """
    with TemporaryDirectory(prefix="nianbao-export-") as folder:
        path = Path(folder) / "export.xlsx"
        _write(path, table, rows, most_rows)
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece


def _write(path: Path, table: ExportTable, rows: Iterator[Values], most_rows: int) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.use_zip64()
        sheets = _Sheets(book, table)
        sheet, at = sheets.next(), 0
        for row in rows:
            at += 1
            if at == most_rows:
                sheet, at = sheets.next(), 1
            for column, (write, value) in enumerate(zip(sheets.writers, row, strict=True)):
                if value is not None:
                    write(sheet, at, column, value)


class _Sheets:
    """The sheets of one workbook, which look alike."""

    def __init__(self, book: xlsxwriter.Workbook, table: ExportTable) -> None:
        self._book = book
        self._table = table
        self._heading = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.writers = [_writer(column.kind, day) for column in table.columns]

    def next(self) -> Worksheet:
        """Return a further sheet, headed."""
        number = len(self._book.worksheets()) + 1
        sheet = self._book.add_worksheet(f"{self._table.name} {number}" if number > 1 else self._table.name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._table.columns):
            sheet.write_string(0, at, column.key, self._heading)
        return sheet


def _writer(kind: Kind, day: Format) -> Callable[[Worksheet, int, int, Any], object]:
    def date(sheet: Worksheet, row: int, column: int, value: dt.date) -> object:
        if value.year < _FIRST_YEAR:  # a workbook knows no earlier days
            return sheet.write_string(row, column, value.isoformat())
        return sheet.write_datetime(row, column, value, day)

    return date if kind is Kind.DATE else _WRITERS[kind]


def _text(sheet: Worksheet, row: int, column: int, value: str) -> object:
    return sheet.write_string(row, column, fitting(value))


def _number(sheet: Worksheet, row: int, column: int, value: int | Decimal) -> object:
    digits = decimal_text(Decimal(value))
    if sum(map(str.isdigit, digits)) > _MOST_DIGITS:
        return sheet.write_string(row, column, digits)
    return sheet.write_number(row, column, float(value))


def _moment(sheet: Worksheet, row: int, column: int, value: dt.datetime) -> object:
    return sheet.write_string(row, column, moment_text(value))


def _json(sheet: Worksheet, row: int, column: int, value: object) -> object:
    return _text(sheet, row, column, to_json(value))


_WRITERS: dict[Kind, Callable[[Worksheet, int, int, Any], object]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _number,
    Kind.DECIMAL: _number,
    Kind.MOMENT: _moment,
    Kind.JSON: _json,
}
