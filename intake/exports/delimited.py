"""CSV as RFC 4180 has it, in UTF-8 with a byte order mark, by which Excel knows the Chinese in it."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from models.database import to_json

from .columns import Kind, Values, decimal_text
from .harmless import harmless
from .tables import ExportTable

_ROWS_AT_ONCE = 500
_BYTE_ORDER_MARK = "\ufeff"


def as_csv(table: ExportTable, rows: Iterator[Values]) -> Iterator[bytes]:
    """Yield a line with the columns' keys and a line for each row; an unknown value is empty.

    Text that a spreadsheet would evaluate begins with an apostrophe; numbers are left as they are.
    """
    texts = [_TEXTS[column.kind] for column in table.columns]
    head = _BYTE_ORDER_MARK + _lines([[column.key for column in table.columns]])
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        lines = [["" if value is None else text(value) for text, value in zip(texts, row, strict=True)] for row in some]
        yield (head + _lines(lines)).encode()
        head = ""
    if head:
        yield head.encode()


def moment_text(moment: dt.datetime) -> str:
    """A moment in UTC, as JSON has it."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: harmless,
    Kind.WHOLE: str,
    Kind.DECIMAL: decimal_text,
    Kind.DATE: dt.date.isoformat,
    Kind.MOMENT: moment_text,
    Kind.JSON: to_json,
}


def _lines(rows: list[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
