"""One agency's report for one year: where it stands, who works on it, and the head of its audit chain."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlmodel import Field

from models.tables.columns import ID, NEVER_REUSED, Table, one_of, utc_now
from models.tables.vocabulary import AgencyLevel, Lane, ReportState, Stage

#: The hash before the first entry of every audit chain.
NO_HASH = "0" * 64


def _partial(name: str, column: str, where: str) -> Index:
    condition = text(where)
    return Index(name, column, sqlite_where=condition, postgresql_where=condition)


class Report(Table, table=True):
    """A report; its bytes are known by `sha256` and stand in the file store."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint("size_bytes >= 0", name="size_not_negative"),
        CheckConstraint("(state = 'working') = (lease_token IS NOT NULL)", name="working_has_lease"),
        CheckConstraint("state <> 'working' OR lease_expires_at IS NOT NULL", name="lease_ends"),
        CheckConstraint("run >= 1", name="run_from_one"),
        CheckConstraint("attempt >= 0", name="attempt_not_negative"),
        CheckConstraint("audit_seq >= 0", name="audit_seq_not_negative"),
        CheckConstraint("length(audit_head) = 64", name="audit_head_is_whole"),
        Index(None, "batch_id"),
        # With these operators PostgreSQL finds the beginning of a name too, whatever its collation.
        Index(None, "agency", "year", postgresql_ops={"agency": "text_pattern_ops"}),
        Index(None, "year", "id"),
        Index(None, "form", "id"),
        Index(None, "state", "id"),
        Index(None, "state", "lane", "stage"),
        _partial("ix_report_lease_due", "lease_expires_at", "state = 'working'"),
        _partial("ix_report_retry_due", "next_attempt_at", "state = 'queued' AND next_attempt_at IS NOT NULL"),
        _partial("ix_report_unpublished", "queued_at", "state = 'queued' AND published_at IS NULL"),
        NEVER_REUSED,
    )

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    batch_id: int = Field(
        foreign_key="batch.id", sa_type=BigInteger, sa_column_kwargs={"comment": "the batch of its first submission"}
    )
    sha256: str = Field(sa_type=String(64), unique=True)
    name: str
    size_bytes: int = Field(sa_type=BigInteger)

    lane: Lane = Field(sa_type=one_of(Lane, "lane"))
    state: ReportState = Field(default=ReportState.QUEUED, sa_type=one_of(ReportState, "state"))
    stage: Stage = Field(default=Stage.NORMALIZE, sa_type=one_of(Stage, "stage"))
    run: int = Field(default=1)
    result_run: int | None = Field(
        default=None, sa_column_kwargs={"comment": "the last run that reached done; its results are the ones shown"}
    )
    attempt: int = Field(default=0, sa_column_kwargs={"comment": "attempts begun at this stage in this run"})
    isolated: bool = Field(default=False, sa_column_kwargs={"comment": "travels alone: it was in a lost chunk"})

    lease_token: str | None = None
    lease_owner: str | None = None
    lease_expires_at: datetime | None = None
    queued_at: datetime = Field(default_factory=utc_now)
    published_at: datetime | None = Field(
        default=None, sa_column_kwargs={"comment": "when its message was given to the broker; not published_on"}
    )
    next_attempt_at: datetime | None = None

    media_type: str | None = None
    encoding: str | None = None
    title: str | None = None
    agency: str | None = None
    level: AgencyLevel | None = Field(default=None, sa_type=one_of(AgencyLevel, "level"))
    region: str | None = Field(default=None, sa_column_kwargs={"comment": "the area that the agency's name gives"})
    year: int | None = None
    period_start: date | None = Field(default=None, sa_column_kwargs={"comment": "first day that its figures are of"})
    period_end: date | None = Field(default=None, sa_column_kwargs={"comment": "last day that its figures are of"})
    form: str | None = None
    published_on: date | None = Field(
        default=None, sa_column_kwargs={"comment": "when the agency published the report; not published_at"}
    )
    figures_read: int | None = Field(default=None, sa_column_kwargs={"comment": "figures that are numbers"})
    figures_expected: int | None = Field(
        default=None, sa_column_kwargs={"comment": "figures of the edition of the form that was read: 200 in 2021's"}
    )
    pipeline_version: str | None = None
    rules_version: str | None = None

    created_at: datetime = Field(default_factory=utc_now)
    updated_at: datetime = Field(default_factory=utc_now)
    finished_at: datetime | None = None
    audit_seq: int = Field(default=0, sa_column_kwargs={"comment": "number of the newest entry of its audit chain"})
    audit_head: str = Field(
        default=NO_HASH, sa_type=String(64), sa_column_kwargs={"comment": "hash of the newest entry of its audit chain"}
    )
