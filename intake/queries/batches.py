"""Where a batch stands: its ledger, its states and stages, how quickly it goes, and what became of each file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select, tuple_
from sqlmodel import Session, col

from intake.ledger import Ledger, ledger, new_findings_by_rule
from models.database import read
from models.tables import (
    Batch,
    DeadLetter,
    DeadLetterState,
    Report,
    ReportState,
    Submission,
    SubmissionOutcome,
    utc_now,
)

_RATE_OVER = timedelta(seconds=30)
_UNFINISHED = (ReportState.QUEUED, ReportState.WORKING)
State = str  # of a submission: its report's state where it was accepted, else its outcome


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly a batch goes: over its whole time, lately, and when it will end if it goes on so."""

    reports_per_s: float | None
    lately_per_s: float | None
    estimated_end: datetime | None


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """One batch as it is now; `ended` when it is closed and nothing of it is under way."""

    batch: Batch
    ledger: Ledger
    states: Mapping[str, int]
    stages: Mapping[str, int]
    pace: Pace

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.batch.closed_at is not None and self.ledger.in_flight == 0


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One submitted file; `state` is that of the report it points to now."""

    id: int
    name: str
    outcome: SubmissionOutcome
    sha256: str | None
    size_bytes: int | None
    report_id: int | None
    state: ReportState | None
    code: str | None
    message_zh: str | None
    message_en: str | None


def batch_of(engine: Engine, batch_id: int, key_id: int | None) -> Batch | None:
    """Return a batch, or None if there is none that this key may see (`key_id` None: any)."""
    with read(engine) as session:
        batch = session.get(Batch, batch_id)
    return batch if batch is not None and key_id in {None, batch.key_id} else None


def existing_batch(engine: Engine, batch_id: int) -> Batch:
    """Return a batch that is known to be there."""
    with read(engine) as session:
        return session.get_one(Batch, batch_id)


def batch_status(engine: Engine, batch: Batch) -> BatchStatus:
    """Return where the batch stands."""
    counts = ledger(engine, batch.id)
    ours = (col(Report.batch_id) == batch.id,)
    with read(engine) as session:
        states = _counted(session, col(Report.state), ours)
        stages = _counted(session, col(Report.stage), (*ours, col(Report.state).in_(_UNFINISHED)))
        pace = _pace(session, batch, counts)
    return BatchStatus(batch, counts, states, stages, pace)


def findings_and_failures(engine: Engine, batch_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return failed findings by rule, and open dead letters by code, of the reports that this batch brought."""
    statement = (
        select(col(DeadLetter.code), func.count())
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(col(Report.batch_id) == batch_id, col(DeadLetter.state) == DeadLetterState.OPEN)
        .group_by(col(DeadLetter.code))
        .order_by(col(DeadLetter.code))
    )
    with read(engine) as session:
        failures = {row[0]: row[1] for row in session.execute(statement)}
    return new_findings_by_rule(engine, batch_id), failures


def batches_page(engine: Engine, key_id: int | None, *, before: int | None, limit: int) -> list[Batch]:
    """Return batches, the newest first: those of a key, or all."""
    statement = select(Batch).order_by(col(Batch.id).desc()).limit(limit)
    if key_id is not None:
        statement = statement.where(col(Batch.key_id) == key_id)
    if before is not None:
        statement = statement.where(col(Batch.id) < before)
    with read(engine) as session:
        return list(session.execute(statement).scalars())


def submissions_page(
    engine: Engine, batch_id: int, *, state: State | None, after: int, limit: int
) -> list[FileOutcome]:
    """Return files of a batch, in the order of submission, those whose number is over `after`."""
    conditions = [col(Submission.batch_id) == batch_id, col(Submission.id) > after]
    if state is not None:
        conditions.append(_in_state(state))
    return _outcomes(engine, conditions, limit)


def outcomes_of(engine: Engine, batch_id: int, files: Sequence[tuple[str, str | None]]) -> list[FileOutcome]:
    """Return what became of `files` (name and hash) of a batch, in the order of submission."""
    if not files:
        return []
    hashed = [(name, sha256) for name, sha256 in files if sha256 is not None]
    refused = [name for name, sha256 in files if sha256 is None]
    which = or_(
        tuple_(col(Submission.name), col(Submission.sha256)).in_(hashed),
        and_(col(Submission.sha256).is_(None), col(Submission.name).in_(refused)),
    )
    return _outcomes(engine, [col(Submission.batch_id) == batch_id, which], len(files) + 1)


def _outcomes(engine: Engine, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[FileOutcome]:
    statement = (
        select(
            col(Submission.id),
            col(Submission.name),
            col(Submission.outcome),
            col(Submission.sha256),
            col(Submission.size_bytes),
            col(Submission.report_id),
            col(Report.state),
            col(Submission.code),
            col(Submission.message_zh),
            col(Submission.message_en),
        )
        .outerjoin(Report, col(Report.id) == col(Submission.report_id))
        .where(*conditions)
        .order_by(col(Submission.id))
        .limit(limit)
    )
    with read(engine) as session:
        return [FileOutcome(*row) for row in session.execute(statement)]


def _in_state(state: State) -> ColumnElement[bool]:
    """Submissions by the ledger's words: done, dead, in_flight (or queued, working), duplicate, rejected."""
    if state in {SubmissionOutcome.DUPLICATE, SubmissionOutcome.REJECTED}:
        return col(Submission.outcome) == SubmissionOutcome(state)
    states = _UNFINISHED if state == "in_flight" else (ReportState(state),)
    return and_(col(Submission.outcome) == SubmissionOutcome.ACCEPTED, col(Report.state).in_(states))


def _counted(session: Session, by: Any, conditions: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    statement = select(by, func.count()).where(*conditions).group_by(by)
    return {key.value: count for key, count in session.execute(statement)}


def _pace(session: Session, batch: Batch, counts: Ledger) -> Pace:
    now = utc_now()
    ours = (col(Report.batch_id) == batch.id, col(Report.state).in_([ReportState.DONE, ReportState.DEAD]))
    window = min(_RATE_OVER, now - batch.created_at)
    statement = select(func.max(col(Report.finished_at))).where(*ours)
    last = session.execute(statement).scalar()
    lately = session.execute(
        select(func.count()).select_from(Report).where(*ours, col(Report.finished_at) > now - window)
    ).scalar_one()
    recent = lately / window.total_seconds() if window.total_seconds() > 0 else 0.0
    whole_s = (last - batch.created_at).total_seconds() if last else 0.0
    return Pace(
        reports_per_s=round((counts.done + counts.dead) / whole_s, 1) if whole_s > 0 else None,
        lately_per_s=round(recent, 1),
        estimated_end=now + timedelta(seconds=counts.in_flight / recent) if counts.in_flight and recent else None,
    )
