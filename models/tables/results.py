"""What a run read from a report: the normalised text, its sections and the three tables of figures."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.tables.columns import JSON_VALUE, ExactDecimal, Table

PLACES = "column key: [start, end) in the normalised text, in characters"


class RunResult(Table):
    """The part of the key that all results share: they belong to one run of one report."""

    report_id: int = Field(foreign_key="report.id", primary_key=True, sa_type=BigInteger)
    run: int = Field(primary_key=True)


class NormalizedText(RunResult, table=True):
    """The text that all offsets count in, and the grids that were found in it."""

    __tablename__ = "normalized_text"

    text: str
    grids: list[Any] | None = Field(default=None, sa_type=JSON_VALUE)


class Section(RunResult, table=True):
    """One section; offsets count characters of the normalised text from 0, the end not included."""

    __tablename__ = "section"

    ordinal: int = Field(primary_key=True)
    number: int | None = None
    key: str | None = None
    heading: str
    start_offset: int
    body_offset: int = Field(sa_column_kwargs={"comment": "where the text after the heading begins"})
    end_offset: int
    repeated: bool = Field(default=False, sa_column_kwargs={"comment": "a further heading of a title that stands once"})


class FigureRow(RunResult):
    """One row of a table of the form; an unknown figure is NULL, never 0."""

    position: int = Field(primary_key=True)
    row_key: str
    seen: bool = Field(default=False, sa_column_kwargs={"comment": "its label was found, whatever its figures"})


def figure() -> Any:
    """A count that may be unknown."""
    return Field(default=None, sa_type=BigInteger)


def places() -> Any:
    """Where each figure of the row stands, so that the same value re-reads."""
    return Field(default_factory=dict, sa_type=JSON_VALUE, sa_column_kwargs={"comment": PLACES})


class ProactiveDisclosureRow(FigureRow, table=True):
    """A row of table 2 in either form; columns of the other form stay NULL."""

    __tablename__ = "proactive_disclosure_row"

    issued: int | None = figure()
    repealed: int | None = figure()
    in_force: int | None = figure()
    decisions: int | None = figure()
    amount_10k_cny: Decimal | None = Field(default=None, sa_type=ExactDecimal(20, 6))
    newly_made: int | None = figure()
    newly_published: int | None = figure()
    total_published: int | None = figure()
    previous_items: int | None = figure()
    change: int | None = figure()
    items: int | None = figure()
    places: dict[str, Any] = places()


class RequestsRow(FigureRow, table=True):
    """One of the 25 rows of table 3."""

    __tablename__ = "requests_row"

    natural_person: int | None = figure()
    commercial: int | None = figure()
    research: int | None = figure()
    social_welfare: int | None = figure()
    legal_service: int | None = figure()
    other: int | None = figure()
    total: int | None = figure()
    places: dict[str, Any] = places()


class Subtotal(RunResult, table=True):
    """A number that a report adds to table 3 beside the form's figures, as written; few reports have any."""

    __tablename__ = "subtotal"

    ordinal: int = Field(primary_key=True)
    row_key: str = Field(sa_column_kwargs={"comment": "a row of the form, or a group of rows"})
    column_key: str = Field(sa_column_kwargs={"comment": "a column of the form, or legal_persons"})
    raw: str
    start_offset: int
    end_offset: int


class LitigationRow(FigureRow, table=True):
    """One of the 3 rows of table 4."""

    __tablename__ = "litigation_row"

    upheld: int | None = figure()
    corrected: int | None = figure()
    other: int | None = figure()
    pending: int | None = figure()
    total: int | None = figure()
    places: dict[str, Any] = places()
