"""JSON Lines: one object a row, amounts as exact decimals, null where a value is unknown."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from .columns import Values
from .tables import ExportTable

_ROWS_AT_ONCE = 500
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def as_jsonl(table: ExportTable, rows: Iterator[Values]) -> Iterator[bytes]:
    """Yield a line for each row; no rows give no bytes."""
    keys = [column.key for column in table.columns]
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield _ENCODER.encode_lines([dict(zip(keys, row, strict=True)) for row in some])
