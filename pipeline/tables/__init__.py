"""Reads the three tables of a report by label and structure; where a careful person could not tell, it says unknown."""

from .columns import LEGAL_PERSONS
from .read import parse_tables
from .reading import Disagreement, LabelDifference, Reading, RowShape, Subtotal, TableReading
from .subtotals import group_rows

__all__ = [
    "LEGAL_PERSONS",
    "Disagreement",
    "LabelDifference",
    "Reading",
    "RowShape",
    "Subtotal",
    "TableReading",
    "group_rows",
    "parse_tables",
]
