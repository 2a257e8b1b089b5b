"""The runs of a report: which bytes each took through the stages, why it was begun, what it says of the report as a whole."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlmodel import Field

from models.tables.columns import Table, one_of, utc_now
from models.tables.vocabulary import AgencyLevel, RunCause, RunOutcome, Stage


class Run(Table, table=True):
    """The n-th time that a report is taken through the stages.

    What the stages say of the report as a whole is kept here run by run, so that a new run leaves the last good one
    readable; the report's own row shows the last run that was done, or the newest where none was.
    """

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
        CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", name="finished_has_outcome"),
        Index(None, "sha256"),
        Index(None, "reprocessing_id"),
    )

    report_id: int = Field(foreign_key="report.id", primary_key=True, sa_type=BigInteger)
    run: int = Field(primary_key=True)
    cause: RunCause = Field(sa_type=one_of(RunCause, "cause"))
    reprocessing_id: int | None = Field(default=None, foreign_key="reprocessing.id", sa_type=BigInteger)
    actor: str = Field(sa_column_kwargs={"comment": "who began it"})
    from_stage: Stage = Field(
        default=Stage.NORMALIZE,
        sa_type=one_of(Stage, "from_stage"),
        sa_column_kwargs={"comment": "what the stages before it gave was copied from the run before"},
    )
    sha256: str = Field(sa_type=String(64))
    name: str
    size_bytes: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(default_factory=utc_now)
    finished_at: datetime | None = None
    outcome: RunOutcome | None = Field(default=None, sa_type=one_of(RunOutcome, "outcome"))
    code: str | None = Field(default=None, sa_column_kwargs={"comment": "why it ended dead"})

    media_type: str | None = None
    encoding: str | None = None
    title: str | None = None
    agency: str | None = None
    level: AgencyLevel | None = Field(default=None, sa_type=one_of(AgencyLevel, "level"))
    region: str | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    form: str | None = None
    published_on: date | None = None
    figures_read: int | None = None
    figures_expected: int | None = None
    pipeline_version: str | None = None
    rules_version: str | None = None


#: The columns that `run` and `report` share: what the stages say of the report as a whole.
ABOUT = (
    "media_type", "encoding", "title", "agency", "level", "region", "year", "period_start", "period_end", "form",
    "published_on", "figures_read", "figures_expected", "pipeline_version", "rules_version",
)  # fmt: skip
