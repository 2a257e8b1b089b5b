"""Takes files in: bytes to the store, then batch, submission, report and audit entry in one transaction, then the broker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerUnavailable
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.database import write
from models.tables import NO_HASH, AuditLog, Batch, Lane, Report, Stage, Submission, SubmissionOutcome, utc_now
from pipeline.errors import ReportError
from workers.claims import Pair
from workers.dispatch import chunks, mark_published, publish
from workers.resources import Resources

from .source import SourceFile, read_file

log = structlog.get_logger(__name__)
_TRIES = 5
_ACTOR = "intake"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file whose bytes are stored."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that is rejected, and why."""

    name: str
    error: ReportError
    size_bytes: None = None
    sha256: None = None


class Intake:
    """Takes files into one database, file store and broker."""

    def __init__(self, resources: Resources, app: Celery) -> None:
        self._resources = resources
        self._app = app

    def open_batch(self, label: str, source: str, lane: Lane, *, resume: bool) -> int:
        """Return a new batch; or, to `resume`, the one of that source which was never closed, if there is one.

        Resuming is for one who is alone with the database: another's open batch of the same folder is not ours.
        """
        with write(self._resources.engine) as session:
            begun = select(col(Batch.id)).where(col(Batch.source) == source, col(Batch.closed_at).is_(None))
            found = session.execute(begun.order_by(col(Batch.id).desc())).scalars().first() if resume else None
            if found is not None:
                return int(found)
            new = insert(Batch).values(label=label, source=source, lane=lane, created_at=utc_now())
            return int(session.execute(new.returning(col(Batch.id))).scalar_one())

    def close_batch(self, batch_id: int) -> None:
        """Note that the batch is finished business, not to be resumed. Safe to repeat."""
        with write(self._resources.engine) as session:
            open_ = (col(Batch.id) == batch_id, col(Batch.closed_at).is_(None))
            session.execute(update(Batch).where(*open_).values(closed_at=utc_now()))

    def submit(self, batch_id: int, lane: Lane, files: Sequence[SourceFile]) -> None:
        """Take `files` in; when it returns, each has its row and nothing can be lost any more.

        Submitting a file again that this batch has already changes nothing. The broker may be away: then the
        reconciler publishes later.
        """
        taken = [self._take(file) for file in files]
        new = self._recorded(batch_id, lane, taken)
        size = self._resources.settings.work.chunk_size if lane == Lane.BULK else 1
        for pairs in chunks(new, size):
            if not self._publish(pairs, lane, batch_id):
                break

    def _take(self, file: SourceFile) -> Taken | Refused:
        try:
            data = read_file(file.path, self._resources.settings.limits.file_bytes)
        except ReportError as error:
            return Refused(file.name, error)
        return Taken(file.name, len(data), self._resources.files.put(data))

    def _recorded(self, batch_id: int, lane: Lane, taken: Sequence[Taken | Refused]) -> list[Pair]:
        """Write the rows; where another intake took the same bytes at the same moment, see its report and try again."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with write(self._resources.engine) as session:
                    return self._record(session, batch_id, lane, taken)
            except (IntegrityError, OperationalError):
                if not tries_left:
                    raise
        raise AssertionError

    def _record(self, session: Session, batch_id: int, lane: Lane, taken: Sequence[Taken | Refused]) -> list[Pair]:
        """Write the rows of new submissions and return the reports that are new."""
        known = self._known(session, batch_id, taken)
        reports = _reports_by_hash(session, [each.sha256 for each in taken if each.sha256])
        first = {
            each.sha256: each for each in reversed(taken) if isinstance(each, Taken) and each.sha256 not in reports
        }
        # In the order of hashes, so that two intakes with the same files wait for each other in turn, not crosswise.
        created = {sha256: _new_report(session, batch_id, lane, first[sha256]) for sha256 in sorted(first)}
        reports |= created
        rows: list[dict[str, Any]] = []
        new: list[Pair] = []
        for each in taken:
            if (each.name, each.sha256) in known:
                continue
            known.add((each.name, each.sha256))
            if isinstance(each, Refused):
                rows.append(_rejection(batch_id, each))
                continue
            if first.get(each.sha256) is each:
                outcome, report_id = SubmissionOutcome.ACCEPTED, created[each.sha256]
                new.append((report_id, 1))
            else:
                outcome, report_id = SubmissionOutcome.DUPLICATE, reports[each.sha256]
            rows.append(_submission(batch_id, each, outcome, report_id=report_id))
        if rows:
            session.execute(insert(Submission), rows)
        return new

    def _known(self, session: Session, batch_id: int, taken: Sequence[Taken | Refused]) -> set[tuple[str, str | None]]:
        """Which of `taken` this batch has already; asked in two, since the index holds only what has a hash."""
        known: set[tuple[str, str | None]] = set()
        for hashed in (True, False):
            names = [each.name for each in taken if (each.sha256 is not None) == hashed]
            condition = col(Submission.sha256).is_not(None) if hashed else col(Submission.sha256).is_(None)
            statement = select(col(Submission.name), col(Submission.sha256)).where(
                col(Submission.batch_id) == batch_id, col(Submission.name).in_(names), condition
            )
            known.update((row.name, row.sha256) for row in session.execute(statement))
        return known

    def _publish(self, pairs: Sequence[Pair], lane: Lane, batch_id: int) -> bool:
        """Give one message to the broker and note it; False if the broker is away."""
        at = utc_now()
        try:
            publish(self._app, pairs, stage=Stage.NORMALIZE, lane=lane, batch_id=batch_id)
        except (BrokerUnavailable, OSError) as error:
            log.warning("broker.away", batch=batch_id, reports=len(pairs), error=type(error).__name__)
            return False
        mark_published(self._resources.engine, pairs, at)
        return True


def _reports_by_hash(session: Session, hashes: Iterable[str]) -> dict[str, int]:
    statement = select(col(Report.sha256), col(Report.id)).where(col(Report.sha256).in_(list(hashes)))
    return {row.sha256: row.id for row in session.execute(statement)}


def _new_report(session: Session, batch_id: int, lane: Lane, taken: Taken) -> int:
    now = utc_now()
    new = insert(Report).values(
        batch_id=batch_id, sha256=taken.sha256, name=taken.name, size_bytes=taken.size_bytes, lane=lane,
        state="queued", stage=Stage.NORMALIZE, run=1, attempt=0, isolated=False,
        queued_at=now, created_at=now, updated_at=now, audit_seq=0, audit_head=NO_HASH,
    )  # fmt: skip
    report_id = int(session.execute(new.returning(col(Report.id))).scalar_one())
    detail = {"batch": batch_id, "sha256": taken.sha256, "size_bytes": taken.size_bytes}
    chained = chain(report_id, 0, NO_HASH, [Entry(now, _ACTOR, "report.submitted", detail)])
    session.execute(insert(AuditLog), chained.rows)
    head = update(Report).where(col(Report.id) == report_id)
    session.execute(head.values(audit_seq=chained.seq, audit_head=chained.head))
    return report_id


def _submission(batch_id: int, taken: Taken | Refused, outcome: SubmissionOutcome, **more: Any) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "name": taken.name,
        "sha256": taken.sha256,
        "size_bytes": taken.size_bytes,
        "outcome": outcome,
        "report_id": None,
        "code": None,
        "message_zh": None,
        "message_en": None,
        "created_at": utc_now(),
    } | more


def _rejection(batch_id: int, refused: Refused) -> dict[str, Any]:
    message = refused.error.message
    return _submission(
        batch_id,
        refused,
        SubmissionOutcome.REJECTED,
        code=refused.error.code,
        message_zh=message.zh,
        message_en=message.en,
    )
