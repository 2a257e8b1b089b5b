"""What the server answers, as far as the client looks at it; anything more in an answer is passed over."""

from datetime import datetime

import msgspec

from pipeline.messages import Message


class Ledger(msgspec.Struct, frozen=True):
    """`submitted = done + dead + duplicate + rejected + in_flight`; `balanced` says whether that holds."""

    submitted: int
    done: int
    dead: int
    duplicate: int
    rejected: int
    in_flight: int
    balanced: bool


class Pace(msgspec.Struct, frozen=True):
    """How quickly a batch goes."""

    reports_per_s: float | None
    lately_per_s: float | None
    estimated_end: datetime | None


class Batch(msgspec.Struct, frozen=True):
    """One batch and where it stands; findings and dead letters only where the batch was asked for by itself."""

    id: int
    label: str
    lane: str
    created_at: datetime
    closed_at: datetime | None
    ended: bool
    ledger: Ledger
    states: dict[str, int]
    stages: dict[str, int]
    pace: Pace
    findings: dict[str, int] = {}
    dead_letters: dict[str, int] = {}


class Submission(msgspec.Struct, frozen=True):
    """One file of a batch; `state` is that of its report, where it was asked for."""

    id: int
    name: str
    outcome: str
    sha256: str | None
    size_bytes: int | None
    report_id: int | None
    code: str | None
    message: Message | None = None
    state: str | None = None


class Named(msgspec.Struct, frozen=True):
    """A file by its name and hash."""

    name: str
    sha256: str


class Opened(msgspec.Struct, frozen=True):
    """A batch that was opened, or gone on with."""

    batch_id: int
    label: str


class Known(msgspec.Struct, frozen=True):
    """What the batch has now of the files that were asked for, and what must be sent."""

    files: list[Submission]
    archives: list[Named]
    missing: list[Named]


class Reception(msgspec.Struct, frozen=True):
    """What one request brought."""

    files: list[Submission]
    files_omitted: int


class SubmissionPage(msgspec.Struct, frozen=True):
    """Files of a batch; `next` is the `after` of the next page."""

    items: list[Submission]
    next: int | None


class BatchPage(msgspec.Struct, frozen=True):
    """Batches, the newest first; `next` is the `before` of the next page."""

    items: list[Batch]
    next: int | None


class ProblemDetails(msgspec.Struct, frozen=True):
    """Why a request was not answered."""

    code: str
    detail: str
    detail_zh: str
