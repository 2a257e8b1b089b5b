"""Parquet with typed columns, a group of rows at a time."""

import io
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import parquet

from models.database import to_json

from .columns import Column, Kind, Values
from .tables import ExportTable

_ROWS_AT_ONCE = 1_000
_BATCHES_IN_GROUP = 20
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.DECIMAL: pa.decimal128(24, 6),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.JSON: pa.string(),
}


def as_parquet(table: ExportTable, rows: Iterator[Values]) -> Iterator[bytes]:
    """Yield a Parquet file; an unknown value is null."""
    schema = pa.schema([(column.key, _type(column)) for column in table.columns])
    outlet = _Outlet()
    with parquet.ParquetWriter(outlet, schema, compression="zstd") as writer:
        batches = _batches(table, schema, rows)
        while some := list(islice(batches, _BATCHES_IN_GROUP)):
            group = pa.Table.from_batches(some).unify_dictionaries()
            writer.write_table(group, row_group_size=group.num_rows)
            yield outlet.taken()
    yield outlet.taken()


def _type(column: Column) -> pa.DataType:
    kind = _TYPES[column.kind]
    return pa.dictionary(pa.int32(), kind) if column.repeats else kind


def _batches(table: ExportTable, schema: pa.Schema, rows: Iterator[Values]) -> Iterator[pa.RecordBatch]:
    """A group's rows in small batches: as values of Python they would take ten times the space."""
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield _batch(table, schema, some)


def _batch(table: ExportTable, schema: pa.Schema, rows: list[Values]) -> pa.RecordBatch:
    columns = [
        [None if value is None else to_json(value) for value in values] if column.kind is Kind.JSON else values
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]
    arrays = [pa.array(values, each.type) for values, each in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class _Outlet(io.RawIOBase):
    """A file that is written from its beginning to its end and keeps only what was not taken yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, data: bytes) -> int:  # type: ignore[override]
        piece = bytes(data)
        self._pieces.append(piece)
        self._size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
