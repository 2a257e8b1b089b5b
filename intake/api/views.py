"""How batches and submitted files look in answers."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from intake.queries.batches import BatchStatus, FileOutcome
from models.tables import Batch, Lane, ReportState, SubmissionOutcome


class MessageView(BaseModel):
    """One sentence in Chinese and English."""

    zh: str
    en: str


class FileView(BaseModel):
    """What became of one submitted file at the door."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 12, "name": "柳汀区/2023.html", "outcome": "accepted", "sha256": "9f…", "size_bytes": 6399,
                "report_id": 7, "code": None, "message": None,
                "links": {"report": "/v1/reports/7"},
            }
        }
    )  # fmt: skip

    id: int
    name: str
    outcome: SubmissionOutcome
    sha256: str | None
    size_bytes: int | None
    report_id: int | None = Field(description="its report; for a duplicate, the one that was there first")
    code: str | None = Field(description="why it was rejected")
    message: MessageView | None
    links: dict[str, str]

    @classmethod
    def of(cls, file: FileOutcome) -> Self:
        """The view of a file."""
        message = None
        if file.message_zh is not None and file.message_en is not None:
            message = MessageView(zh=file.message_zh, en=file.message_en)
        return cls(
            id=file.id,
            name=file.name,
            outcome=file.outcome,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            report_id=file.report_id,
            code=file.code,
            message=message,
            links={} if file.report_id is None else {"report": f"/v1/reports/{file.report_id}"},
        )


class SubmissionView(FileView):
    """One submitted file, and where the report stands that it points to."""

    state: ReportState | None = Field(description="of its report, now")

    @classmethod
    def of(cls, file: FileOutcome) -> Self:
        """The view of a file."""
        return cls(**FileView.of(file).model_dump(), state=file.state)


class LedgerView(BaseModel):
    """`submitted = done + dead + duplicate + rejected + in_flight`; `balanced` says whether that holds."""

    submitted: int
    done: int
    dead: int
    duplicate: int
    rejected: int
    in_flight: int
    balanced: bool


class PaceView(BaseModel):
    """Reports a second over the whole time and over the last half minute, and when the batch will end at that pace."""

    reports_per_s: float | None
    lately_per_s: float | None
    estimated_end: datetime | None


class BatchView(BaseModel):
    """One batch and where it stands; `ended` when it is closed and nothing of it is under way."""

    id: int
    label: str
    lane: Lane
    created_at: datetime
    closed_at: datetime | None
    ended: bool
    ledger: LedgerView
    states: dict[str, int] = Field(description="its reports by state", examples=[{"done": 40, "queued": 2}])
    stages: dict[str, int] = Field(description="its unfinished reports by stage")
    pace: PaceView
    links: dict[str, str]

    @classmethod
    def of(cls, status: BatchStatus) -> Self:
        """The view of a batch."""
        batch, counts = status.batch, status.ledger
        return cls(
            id=batch.id,
            label=batch.label,
            lane=batch.lane,
            created_at=batch.created_at,
            closed_at=batch.closed_at,
            ended=status.ended,
            ledger=LedgerView(
                submitted=counts.submitted,
                done=counts.done,
                dead=counts.dead,
                duplicate=counts.duplicate,
                rejected=counts.rejected,
                in_flight=counts.in_flight,
                balanced=counts.balanced,
            ),
            states=dict(status.states),
            stages=dict(status.stages),
            pace=PaceView(
                reports_per_s=status.pace.reports_per_s,
                lately_per_s=status.pace.lately_per_s,
                estimated_end=status.pace.estimated_end,
            ),
            links=links_of(batch),
        )


class Reception(BaseModel):
    """What one request brought: each file with what became of it, at most 1,000 of them."""

    batch_id: int
    label: str
    lane: Lane
    received: int = Field(description="files and archives of this request")
    files: list[FileView]
    files_omitted: int = Field(description="files that are not listed here, but under links.submissions")
    links: dict[str, str]


def links_of(batch: Batch) -> dict[str, str]:
    """Where more of a batch is found."""
    own = f"/v1/batches/{batch.id}"
    return {"self": own, "submissions": f"{own}/submissions", "events": f"{own}/events"}
