"""The four formats; each is imported when it is asked for, since two of them bring large libraries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .columns import Values
from .tables import ExportTable

Writer = Callable[[ExportTable, Iterator[Values]], Iterator[bytes]]


class FormatName(StrEnum):
    """What an export can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is announced over HTTP, whether a terminal can show it, and what gives its writer."""

    media_type: str
    is_text: bool
    writer: Callable[[], Writer]


def _csv() -> Writer:
    from .delimited import as_csv

    return as_csv


def _xlsx() -> Writer:
    from .workbook import as_xlsx

    return as_xlsx


def _parquet() -> Writer:
    from .parquet import as_parquet

    return as_parquet


def _jsonl() -> Writer:
    from .json_lines import as_jsonl

    return as_jsonl


FORMATS = {
    FormatName.CSV: Format("text/csv; charset=utf-8", is_text=True, writer=_csv),
    FormatName.XLSX: Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_text=False, writer=_xlsx
    ),
    FormatName.PARQUET: Format("application/vnd.apache.parquet", is_text=False, writer=_parquet),
    FormatName.JSONL: Format("application/jsonl", is_text=True, writer=_jsonl),
}
