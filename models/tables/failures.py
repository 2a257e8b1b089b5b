"""Each attempt at a stage, and the reports that the stages gave up on."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlmodel import Field

from models.tables.columns import ID, NEVER_REUSED, Table, one_of, utc_now
from models.tables.vocabulary import AttemptOutcome, DeadLetterState, Stage


class Attempt(Table, table=True):
    """One attempt at one stage of one run, written when it has ended."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "report_id", "run"), NEVER_REUSED)

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    report_id: int = Field(foreign_key="report.id", sa_type=BigInteger)
    run: int
    stage: Stage = Field(sa_type=one_of(Stage, "stage"))
    attempt: int
    worker: str | None = None
    task_id: str | None = None
    started_at: datetime
    ended_at: datetime
    outcome: AttemptOutcome = Field(sa_type=one_of(AttemptOutcome, "outcome"))
    code: str | None = None


class DeadLetter(Table, table=True):
    """A run that ended dead: a row, not a message, with its code and what to do; at most one per run."""

    __tablename__ = "dead_letter"
    __table_args__ = (
        CheckConstraint("length(fingerprint) = 16", name="fingerprint_is_whole"),
        UniqueConstraint("report_id", "run"),
        Index(None, "code", "state"),
        Index(None, "state", "created_at"),
        Index(None, "fingerprint"),
        NEVER_REUSED,
    )

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    report_id: int = Field(foreign_key="report.id", sa_type=BigInteger)
    run: int
    stage: Stage = Field(sa_type=one_of(Stage, "stage"))
    code: str
    message_zh: str
    message_en: str
    attempts: int
    worker: str | None = None
    traceback: str | None = None
    fingerprint: str = Field(sa_type=String(16), sa_column_kwargs={"comment": "the same for equal causes"})
    pipeline_version: str | None = None
    rules_version: str | None = None
    state: DeadLetterState = Field(default=DeadLetterState.OPEN, sa_type=one_of(DeadLetterState, "state"))
    reason: str | None = Field(default=None, sa_column_kwargs={"comment": "why a person dismissed it"})
    created_at: datetime = Field(default_factory=utc_now)
    updated_at: datetime = Field(default_factory=utc_now)
