"""How reports, their runs and their audit entries look in answers."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from models.tables import AgencyLevel, Lane, ReportState, RunCause, RunOutcome, Stage


class Counts(BaseModel):
    """Failed findings by severity."""

    model_config = ConfigDict(from_attributes=True)

    error: int
    warning: int
    info: int


class ReportView(BaseModel):
    """One report in a list; `code` is that of its dead letter."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    sha256: str
    size_bytes: int
    lane: Lane
    state: ReportState
    stage: Stage
    run: int
    result_run: int | None
    attempt: int
    agency: str | None
    level: AgencyLevel | None
    region: str | None
    year: int | None
    form: str | None
    published_on: date | None
    figures_read: int | None
    figures_expected: int | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    code: str | None
    findings: Counts


class ReportPage(BaseModel):
    """Reports in the order of their ids; `next` is the `after` of the next page."""

    items: list[ReportView]
    next: int | None


class RunView(BaseModel):
    """One run of a report: the bytes that it read, why it was begun and by whom, and how it ended."""

    model_config = ConfigDict(from_attributes=True)

    run: int
    cause: RunCause
    actor: str
    from_stage: Stage
    sha256: str
    name: str
    created_at: datetime
    finished_at: datetime | None
    outcome: RunOutcome | None
    code: str | None
    pipeline_version: str | None
    rules_version: str | None


class AuditView(BaseModel):
    """One entry of the append-only log; `hash` covers it and `prev_hash`."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]
    prev_hash: str
    hash: str


class Audit(BaseModel):
    """The entries of one report, the oldest first."""

    items: list[AuditView]


class Mended(BaseModel):
    """The run that was begun over mended bytes."""

    id: int
    run: int
    sha256: str
    links: dict[str, str]

    @classmethod
    def of(cls, report_id: int, run: int, sha256: str) -> Self:
        """The view of a new run."""
        return cls(id=report_id, run=run, sha256=sha256, links={"self": f"/v1/reports/{report_id}"})
