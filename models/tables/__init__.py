"""The tables; importing this package makes all of them known to `Table.metadata`."""

from models.tables.access import ApiKey, IdempotencyKey
from models.tables.audit_log import AuditLog
from models.tables.batch import Batch, ReceivedArchive, Submission
from models.tables.columns import Table, utc_now
from models.tables.counter import Counter
from models.tables.failures import Attempt, DeadLetter
from models.tables.judgements import Doubt, Finding
from models.tables.note import Note
from models.tables.report import NO_HASH, Report
from models.tables.reprocessing import Reprocessing, ReprocessingItem
from models.tables.results import (
    LitigationRow,
    NormalizedText,
    ProactiveDisclosureRow,
    RequestsRow,
    Section,
    Subtotal,
)
from models.tables.review import MOST_REASON, Review
from models.tables.run import ABOUT, Run
from models.tables.vocabulary import (
    AgencyLevel,
    AttemptOutcome,
    DeadLetterState,
    DoubtKind,
    KeyRole,
    Lane,
    ReportState,
    ReprocessingState,
    ReprocessingSubject,
    ReprocessingVerdict,
    ReviewStanding,
    ReviewState,
    RunCause,
    RunOutcome,
    Severity,
    Stage,
    SubmissionOutcome,
    Verdict,
)

__all__ = [
    "ABOUT",
    "MOST_REASON",
    "NO_HASH",
    "AgencyLevel",
    "ApiKey",
    "Attempt",
    "AttemptOutcome",
    "AuditLog",
    "Batch",
    "Counter",
    "DeadLetter",
    "DeadLetterState",
    "Doubt",
    "DoubtKind",
    "Finding",
    "IdempotencyKey",
    "KeyRole",
    "Lane",
    "LitigationRow",
    "NormalizedText",
    "Note",
    "ProactiveDisclosureRow",
    "ReceivedArchive",
    "Report",
    "ReportState",
    "Reprocessing",
    "ReprocessingItem",
    "ReprocessingState",
    "ReprocessingSubject",
    "ReprocessingVerdict",
    "RequestsRow",
    "Review",
    "ReviewStanding",
    "ReviewState",
    "Run",
    "RunCause",
    "RunOutcome",
    "Section",
    "Severity",
    "Stage",
    "Submission",
    "SubmissionOutcome",
    "Subtotal",
    "Table",
    "Verdict",
    "utc_now",
]
