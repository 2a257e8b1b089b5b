"""What was submitted together, and what became of each submitted file."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlmodel import Field

from models.tables.columns import ID, NEVER_REUSED, Table, one_of, utc_now
from models.tables.vocabulary import Lane, SubmissionOutcome


class Batch(Table, table=True):
    """A set of files that were submitted together."""

    __tablename__ = "batch"
    __table_args__ = (Index(None, "key_id"), NEVER_REUSED)

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    label: str
    source: str | None = Field(
        default=None, sa_column_kwargs={"comment": "the absolute folder that it was submitted from"}
    )
    lane: Lane = Field(sa_type=one_of(Lane, "lane"))
    created_at: datetime = Field(default_factory=utc_now)
    closed_at: datetime | None = Field(
        default=None, sa_column_kwargs={"comment": "when all of its submissions were known"}
    )
    key_id: int | None = Field(
        default=None,
        foreign_key="api_key.id",
        sa_type=BigInteger,
        sa_column_kwargs={"comment": "the key that it was submitted with; NULL from the command line"},
    )


class Submission(Table, table=True):
    """One file of a batch: accepted and duplicate ones point to a report, rejected ones say why.

    The same file name with the same bytes stands once in a batch, so that a submission can be resumed.
    """

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint("size_bytes >= 0", name="size_not_negative"),
        CheckConstraint("(outcome = 'rejected') = (code IS NOT NULL)", name="rejected_has_code"),
        CheckConstraint("outcome = 'rejected' OR report_id IS NOT NULL", name="taken_has_report"),
        Index(None, "batch_id", "report_id"),
        Index(None, "report_id"),
        Index(
            "uq_submission_batch_id_name_sha256",
            "batch_id",
            "name",
            "sha256",
            unique=True,
            sqlite_where=text("sha256 IS NOT NULL"),
            postgresql_where=text("sha256 IS NOT NULL"),
        ),
        NEVER_REUSED,
    )

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    batch_id: int = Field(foreign_key="batch.id", sa_type=BigInteger)
    name: str
    sha256: str | None = Field(default=None, sa_type=String(64))
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    outcome: SubmissionOutcome = Field(sa_type=one_of(SubmissionOutcome, "outcome"))
    report_id: int | None = Field(default=None, foreign_key="report.id", sa_type=BigInteger)
    code: str | None = Field(default=None, sa_column_kwargs={"comment": "why it was rejected"})
    message_zh: str | None = None
    message_en: str | None = None
    created_at: datetime = Field(default_factory=utc_now)


class ReceivedArchive(Table, table=True):
    """An archive of which every entry has its submission, so that it need not be sent again."""

    __tablename__ = "received_archive"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),)

    batch_id: int = Field(foreign_key="batch.id", primary_key=True, sa_type=BigInteger)
    name: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True, sa_type=String(64))
    created_at: datetime = Field(default_factory=utc_now)
