"""Reports that were sent through again together: which, from where, how a canary went, and what changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from models.tables.columns import ID, JSON_VALUE, NEVER_REUSED, Table, one_of, utc_now
from models.tables.vocabulary import ReprocessingState, ReprocessingSubject, ReprocessingVerdict, Stage


class Reprocessing(Table, table=True):
    """One request to send reports through again; the reconciler takes it from its canary to its end."""

    __tablename__ = "reprocessing"
    __table_args__ = (
        CheckConstraint("canary >= 0", name="canary_not_negative"),
        Index(None, "state"),
        NEVER_REUSED,
    )

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    subject: ReprocessingSubject = Field(sa_type=one_of(ReprocessingSubject, "subject"))
    actor: str
    filter: dict[str, Any] = Field(
        default_factory=dict,
        sa_type=JSON_VALUE,
        sa_column_kwargs={"comment": "what chose the reports, as it was asked"},
    )
    from_stage: Stage | None = Field(
        default=None,
        sa_type=one_of(Stage, "from_stage"),
        sa_column_kwargs={"comment": "NULL: from the stage that failed"},
    )
    canary: int = Field(default=0, sa_column_kwargs={"comment": "how many go first; 0: all at once"})
    most_repetitions: int = Field(
        sa_column_kwargs={"comment": "reports that failed so often with one code after they were sent again stay"}
    )
    state: ReprocessingState = Field(sa_type=one_of(ReprocessingState, "state"))
    reason: str | None = Field(default=None, sa_column_kwargs={"comment": "why it was stopped"})
    created_at: datetime = Field(default_factory=utc_now)
    finished_at: datetime | None = None


class ReprocessingItem(Table, table=True):
    """One report of a reprocessing: how it was before, the run that it got, and what came of it."""

    __tablename__ = "reprocessing_item"
    __table_args__ = (
        Index(None, "reprocessing_id", "verdict"),
        Index(None, "report_id"),
        Index(None, "dead_letter_id"),
    )

    reprocessing_id: int = Field(foreign_key="reprocessing.id", primary_key=True, sa_type=BigInteger)
    report_id: int = Field(foreign_key="report.id", primary_key=True, sa_type=BigInteger)
    dead_letter_id: int | None = Field(default=None, foreign_key="dead_letter.id", sa_type=BigInteger)
    canary: bool = Field(default=False)
    code_before: str | None = Field(
        default=None, sa_column_kwargs={"comment": "of its dead letter; NULL if it was done"}
    )
    run: int | None = Field(default=None, sa_column_kwargs={"comment": "the run that it got; NULL until it is sent"})
    verdict: ReprocessingVerdict = Field(
        default=ReprocessingVerdict.WAITING, sa_type=one_of(ReprocessingVerdict, "verdict")
    )
    code_after: str | None = None
