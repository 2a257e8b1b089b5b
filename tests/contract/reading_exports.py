"""Reads exports back with the programs that people use for them; nothing here imports the project."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]

Rows = list[dict[str, Any]]


def csv_rows(data: bytes) -> Rows:
    """What a program reads, an empty cell as None."""
    text = data.decode("utf-8-sig")
    return [{key: value or None for key, value in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))]


def jsonl_rows(data: bytes) -> Rows:
    return [json.loads(line, parse_float=Decimal) for line in data.split(b"\n")[:-1]]


def parquet_rows(data: bytes) -> Rows:
    rows: Rows = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def parquet_schema(data: bytes) -> dict[str, str]:
    """The type of each column."""
    return {field.name: str(field.type) for field in pq.read_schema(io.BytesIO(data))}


def xlsx_rows(data: bytes) -> Rows:
    """The rows of all sheets."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows: Rows = []
    for sheet in book.worksheets:
        keys, *lines = sheet.iter_rows(values_only=True)
        rows += [dict(zip(map(str, keys), map(_cell, line), strict=True)) for line in lines]
    return rows


def _cell(value: object) -> object:
    """Text as Excel shows it: openpyxl leaves escaped what is escaped."""
    return unescape(value) if isinstance(value, str) else value


READERS: dict[str, Callable[[bytes], Rows]] = {
    "csv": csv_rows,
    "xlsx": xlsx_rows,
    "parquet": parquet_rows,
    "jsonl": jsonl_rows,
}
