"""The tables; importing this package makes all of them known to `Table.metadata`."""

from models.tables.audit_log import AuditLog
from models.tables.batch import Batch, Submission
from models.tables.columns import Table, utc_now
from models.tables.failures import Attempt, DeadLetter
from models.tables.judgements import Doubt, Finding
from models.tables.report import NO_HASH, Report
from models.tables.results import LitigationRow, NormalizedText, ProactiveDisclosureRow, RequestsRow, Section
from models.tables.vocabulary import (
    AgencyLevel,
    AttemptOutcome,
    DeadLetterState,
    DoubtKind,
    Lane,
    ReportState,
    Severity,
    Stage,
    SubmissionOutcome,
    Verdict,
)

__all__ = [
    "NO_HASH",
    "AgencyLevel",
    "Attempt",
    "AttemptOutcome",
    "AuditLog",
    "Batch",
    "DeadLetter",
    "DeadLetterState",
    "Doubt",
    "DoubtKind",
    "Finding",
    "Lane",
    "LitigationRow",
    "NormalizedText",
    "ProactiveDisclosureRow",
    "Report",
    "ReportState",
    "RequestsRow",
    "Section",
    "Severity",
    "Stage",
    "Submission",
    "SubmissionOutcome",
    "Table",
    "Verdict",
    "utc_now",
]
