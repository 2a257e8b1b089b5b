"""What a column of an export is; it knows no table and no format."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from sqlalchemy.sql.elements import SQLCoreOperations

#: One row's values in the order of the columns; None is unknown in every format.
Values = tuple[Any, ...]


class Kind(Enum):
    """What the values of a column are; each format writes a kind in its own way."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    DATE = auto()
    MOMENT = auto()
    JSON = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, which heads it, and where its values come from.

    `repeats` says that a few texts stand in many rows, so that Parquet keeps each once (a dictionary).
    """

    key: str
    kind: Kind
    source: SQLCoreOperations[Any]
    repeats: bool = False


def decimal_text(value: Decimal) -> str:
    """The number without an exponent, every digit kept."""
    return format(value, "f")
