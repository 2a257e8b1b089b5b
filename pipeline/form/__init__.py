"""The official form as data: keys, Chinese labels, known variants and order live here and nowhere else."""

from .model import Column, Form, Row, Section, Table
from .official import (
    FORM_2019,
    FORM_2019_ONE_OTHER,
    FORM_2021,
    FORMS,
    LEGAL_COLUMNS,
    LITIGATION,
    LITIGATION_COLUMNS,
    REQUEST_COLUMNS,
    SECTIONS,
)

__all__ = [
    "FORMS",
    "FORM_2019",
    "FORM_2019_ONE_OTHER",
    "FORM_2021",
    "LEGAL_COLUMNS",
    "LITIGATION",
    "LITIGATION_COLUMNS",
    "REQUEST_COLUMNS",
    "SECTIONS",
    "Column",
    "Form",
    "Row",
    "Section",
    "Table",
]
