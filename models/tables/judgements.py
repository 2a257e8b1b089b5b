"""What a run doubts in its own reading, and which rules it finds broken."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String
from sqlmodel import Field

from models.tables.columns import JSON_VALUE, ExactDecimal, one_of
from models.tables.results import RunResult
from models.tables.vocabulary import DoubtKind, Severity, Verdict


class Doubt(RunResult, table=True):
    """A figure, row or label that was not understood; `raw` is what stood there."""

    __tablename__ = "doubt"

    ordinal: int = Field(primary_key=True)
    kind: DoubtKind = Field(sa_type=one_of(DoubtKind, "kind"))
    table_key: str
    row_key: str | None = None
    column_key: str | None = None
    raw: str
    official: str | None = Field(
        default=None, sa_column_kwargs={"comment": "the label of the official form that it was taken for"}
    )
    problem: str | None = Field(
        default=None, sa_column_kwargs={"comment": "why a row's values could not be told apart"}
    )
    other_reading: str | None = Field(
        default=None, sa_column_kwargs={"comment": "what another way of reading gave in place of raw"}
    )
    start_offset: int | None = None
    end_offset: int | None = None


class Finding(RunResult, table=True):
    """One rule that a report breaks, with both sides of the equation and what shows it."""

    __tablename__ = "finding"
    __table_args__ = (
        Index(None, "rule", "verdict", "report_id", "run"),
        Index(None, "severity", "verdict", "report_id", "run"),
    )

    ordinal: int = Field(primary_key=True)
    rule: str
    rule_version: str
    severity: Severity = Field(sa_type=one_of(Severity, "severity"))
    verdict: Verdict = Field(sa_type=one_of(Verdict, "verdict"))
    table_key: str | None = None
    row_key: str | None = None
    column_key: str | None = None
    left_value: Decimal | None = Field(default=None, sa_type=ExactDecimal(24, 6))
    right_value: Decimal | None = Field(default=None, sa_type=ExactDecimal(24, 6))
    operands: list[Any] = Field(default_factory=list, sa_type=JSON_VALUE)
    hint: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    message_zh: str
    message_en: str
    group_number: int | None = Field(
        default=None, sa_column_kwargs={"comment": "findings of one run that one error explains have the same"}
    )
    about: str | None = Field(default=None, sa_column_kwargs={"comment": "tells apart what only messages would"})
    fingerprint: str = Field(
        default="",
        sa_type=String(64),
        sa_column_kwargs={"server_default": "", "comment": "SHA-256 of what it says; reviews are tied to it"},
    )
