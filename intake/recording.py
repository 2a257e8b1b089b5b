"""Writes the rows of submitted files: submission, report, first run and audit entry, each table with one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.database import insert_all, update_all
from models.files import Spooled
from models.tables import (
    NO_HASH,
    AuditLog,
    Lane,
    Report,
    ReportState,
    Run,
    RunCause,
    Stage,
    Submission,
    SubmissionOutcome,
    utc_now,
)
from pipeline.errors import ReportError
from workers.dispatch import Waiting

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """One file whose bytes are stored."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file whose bytes are in the spool."""

    name: str
    spooled: Spooled


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that is rejected, and why."""

    name: str
    error: ReportError
    size_bytes: int | None = None
    sha256: None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """Where files are recorded: their batch, its lane, and who submits them (for the audit log)."""

    batch_id: int
    lane: Lane
    actor: str

    def record(self, session: Session, taken: Sequence[Taken | Refused]) -> list[Waiting]:
        """Write the rows of those of `taken` that the batch does not have yet; return the reports that are new.

        Bytes that any run of a report had are a duplicate of that report.
        """
        new = list(_not_known(taken, _known(session, self.batch_id, taken)))
        reports = reports_by_hash(session, [each.sha256 for each in new if each.sha256])
        first = {each.sha256: each for each in reversed(new) if isinstance(each, Taken) and each.sha256 not in reports}
        # In the order of hashes, so that two intakes with the same files wait for each other in turn, not crosswise.
        created = self._create_reports(session, [first[sha256] for sha256 in sorted(first)])
        reports |= created
        rows = [self._submission(each, reports, is_first=first.get(each.sha256 or "") is each) for each in new]
        if rows:
            insert_all(session, Submission, rows)
        made = sorted((report_id, first[sha256].size_bytes) for sha256, report_id in created.items())
        return [Waiting(report_id, 1, size_bytes) for report_id, size_bytes in made]

    def _submission(self, each: Taken | Refused, reports: dict[str, int], *, is_first: bool) -> Row:
        row = {
            "batch_id": self.batch_id,
            "name": each.name,
            "sha256": each.sha256,
            "size_bytes": each.size_bytes,
            "report_id": None,
            "code": None,
            "message_zh": None,
            "message_en": None,
            "created_at": utc_now(),
        }
        if isinstance(each, Refused):
            message = each.error.message
            rejected = SubmissionOutcome.REJECTED
            return row | {
                "outcome": rejected, "code": each.error.code, "message_zh": message.zh, "message_en": message.en
            }  # fmt: skip
        outcome = SubmissionOutcome.ACCEPTED if is_first else SubmissionOutcome.DUPLICATE
        return row | {"outcome": outcome, "report_id": reports[each.sha256]}

    def _create_reports(self, session: Session, files: Sequence[Taken]) -> dict[str, int]:
        """Insert reports, their first runs and their first audit entries; return their ids by hash."""
        if not files:
            return {}
        now = utc_now()
        new = insert(Report).returning(col(Report.id), sort_by_parameter_order=True)
        ids = session.execute(new, [self._report(each, now) for each in files]).scalars().all()
        insert_all(session, Run, [self._run(i, each, now) for i, each in zip(ids, files, strict=True)])
        self._note_submitted(session, dict(zip(ids, files, strict=True)), now)
        return {each.sha256: i for i, each in zip(ids, files, strict=True)}

    def _report(self, taken: Taken, now: datetime) -> Row:
        return {
            "batch_id": self.batch_id, "sha256": taken.sha256, "name": taken.name, "size_bytes": taken.size_bytes,
            "lane": self.lane, "state": ReportState.QUEUED, "stage": Stage.NORMALIZE, "run": 1, "attempt": 0,
            "isolated": False, "queued_at": now, "created_at": now, "updated_at": now,
            "audit_seq": 0, "audit_head": NO_HASH,
        }  # fmt: skip

    def _run(self, report_id: int, taken: Taken, now: datetime) -> Row:
        return {
            "report_id": report_id, "run": 1, "cause": RunCause.SUBMITTED, "actor": self.actor,
            "from_stage": Stage.NORMALIZE, "sha256": taken.sha256, "name": taken.name,
            "size_bytes": taken.size_bytes, "created_at": now,
        }  # fmt: skip

    def _note_submitted(self, session: Session, files: dict[int, Taken], now: datetime) -> None:
        audit: list[Any] = []
        heads: list[Row] = []
        for report_id, taken in files.items():
            detail = {"batch": self.batch_id, "sha256": taken.sha256, "size_bytes": taken.size_bytes}
            chained = chain(report_id, 0, NO_HASH, [Entry(now, self.actor, "report.submitted", detail)])
            audit += chained.rows
            heads.append({"id": report_id, "audit_seq": chained.seq, "audit_head": chained.head})
        insert_all(session, AuditLog, audit)
        update_all(session, Report, heads)


def reports_by_hash(session: Session, hashes: Iterable[str]) -> dict[str, int]:
    """Return which report has or had these bytes, by hash; the oldest where there are several."""
    statement = select(col(Run.sha256), col(Run.report_id)).where(col(Run.sha256).in_(list(hashes)))
    rows = session.execute(statement.order_by(col(Run.report_id).desc()))
    return {row.sha256: row.report_id for row in rows}


def _not_known(taken: Sequence[Taken | Refused], known: set[tuple[str, str | None]]) -> Iterable[Taken | Refused]:
    for each in taken:
        if (each.name, each.sha256) not in known:
            known.add((each.name, each.sha256))
            yield each


def _known(session: Session, batch_id: int, taken: Sequence[Taken | Refused]) -> set[tuple[str, str | None]]:
    """Which of `taken` this batch has already; asked in two, since the index holds only what has a hash."""
    known: set[tuple[str, str | None]] = set()
    for hashed in (True, False):
        names = [each.name for each in taken if (each.sha256 is not None) == hashed]
        if not names:
            continue
        condition = col(Submission.sha256).is_not(None) if hashed else col(Submission.sha256).is_(None)
        statement = select(col(Submission.name), col(Submission.sha256)).where(
            col(Submission.batch_id) == batch_id, col(Submission.name).in_(names), condition
        )
        known.update((row.name, row.sha256) for row in session.execute(statement))
    return known
