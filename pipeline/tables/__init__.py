"""Reads the three tables of a report by label and structure; where a careful person could not tell, it says unknown."""

from .read import parse_tables
from .reading import Disagreement, LabelDifference, Reading, RowShape, TableReading

__all__ = ["Disagreement", "LabelDifference", "Reading", "RowShape", "TableReading", "parse_tables"]
