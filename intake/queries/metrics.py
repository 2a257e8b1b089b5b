"""What the database says of the whole system at one moment: the numbers behind `/metrics` and `nianbao top`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select
from sqlmodel import Session, col

from models import counters
from models.database import read
from models.tables import (
    Batch,
    DeadLetter,
    DeadLetterState,
    Lane,
    Report,
    ReportState,
    Stage,
    Submission,
    SubmissionOutcome,
    utc_now,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts at one moment; `sums` only grow, by name and label, as `models.counters` keeps them."""

    at: datetime
    reports: Mapping[tuple[ReportState, Stage, Lane], int]
    oldest_waiting_s: Mapping[tuple[Lane, Stage], float]
    dead_letters: Mapping[tuple[str, DeadLetterState], int]
    batches_open: int
    batches_closed: int
    sums: Mapping[str, Mapping[str, int]]

    @property
    def pending(self) -> int:
        """Reports that wait or are worked on."""
        return sum(n for (state, _, _), n in self.reports.items() if state in {ReportState.QUEUED, ReportState.WORKING})


def numbers(engine: Engine) -> Numbers:
    """Return the counts of this moment, all of one transaction."""
    with read(engine) as session:
        now = utc_now()
        closed = _counted(session, col(Batch.closed_at).is_not(None))
        return Numbers(
            at=now,
            reports=_counted(session, col(Report.state), col(Report.stage), col(Report.lane)),
            oldest_waiting_s=_oldest_waiting(session, now),
            dead_letters=_counted(session, col(DeadLetter.code), col(DeadLetter.state)),
            batches_open=closed.get((False,), 0),
            batches_closed=closed.get((True,), 0),
            sums=counters.totals(session),
        )


def unbalanced_batches(engine: Engine) -> int:
    """Return in how many batches a file is missing or counted twice; anything but 0 is an alarm.

    A report counts for the batch that brought it, once, by its accepted submission: a batch that has another number
    of either has lost or doubled one. A dead report without its dead letter would be looked for by nobody.
    """
    with read(engine) as session:
        accepted = col(Submission.outcome) == SubmissionOutcome.ACCEPTED
        files = _counted(session, col(Submission.batch_id), where=accepted)
        reports = _counted(session, col(Report.batch_id))
        letter = select(col(DeadLetter.id)).where(
            col(DeadLetter.report_id) == col(Report.id), col(DeadLetter.run) == col(Report.run)
        )
        forgotten = _counted(
            session, col(Report.batch_id), where=(col(Report.state) == ReportState.DEAD) & ~letter.exists()
        )
    return len({key for key in files.keys() | reports.keys() if files.get(key) != reports.get(key)} | forgotten.keys())


def _counted(session: Session, *by: Any, where: ColumnElement[bool] | None = None) -> dict[Any, int]:
    statement = select(*by, func.count()).group_by(*by)
    if where is not None:
        statement = statement.where(where)
    return {tuple(key): count for *key, count in session.execute(statement)}


def _oldest_waiting(session: Session, now: datetime) -> dict[tuple[Lane, Stage], float]:
    statement = (
        select(col(Report.lane), col(Report.stage), func.min(col(Report.queued_at)))
        .where(col(Report.state) == ReportState.QUEUED)
        .group_by(col(Report.lane), col(Report.stage))
    )
    return {(lane, stage): (now - since).total_seconds() for lane, stage, since in session.execute(statement)}
