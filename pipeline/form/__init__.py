"""The official form as data: keys, Chinese labels, known variants and order live here and nowhere else."""

from .model import Column, Form, Row, Section, Table
from .official import FORM_2019, FORM_2021, FORMS, LITIGATION, SECTIONS, TABLE_KEYS, litigation_columns
from .official import REQUEST_COLUMNS as REQUEST_COLUMNS

__all__ = [
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "LITIGATION",
    "REQUEST_COLUMNS",
    "SECTIONS",
    "TABLE_KEYS",
    "Column",
    "Form",
    "Row",
    "Section",
    "Table",
    "litigation_columns",
]
