"""What became of a batch, read from the database: its ledger, what its rules found, and its dead letters."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from intake.queries.shown import SHOWN
from models.database import read
from models.tables import (
    Attempt,
    DeadLetter,
    DeadLetterState,
    Finding,
    Report,
    ReportState,
    Submission,
    SubmissionOutcome,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was submitted, counted for itself, and where it is; anything but a balance is an alarm."""

    submitted: int
    done: int
    dead: int
    duplicate: int
    rejected: int
    in_flight: int

    @property
    def balanced(self) -> bool:
        """Whether every submission is accounted for."""
        return self.submitted == self.done + self.dead + self.duplicate + self.rejected + self.in_flight


def ledger(engine: Engine, batch_id: int) -> Ledger:
    """Return the ledger of a batch."""
    with read(engine) as session:
        return ledger_of(session, batch_id)


def ledger_of(session: Session, batch_id: int) -> Ledger:
    """Return the ledger of a batch as a transaction sees it."""
    statement = (
        select(col(Submission.outcome), col(Report.state), func.count())
        .outerjoin(Report, col(Report.id) == col(Submission.report_id))
        .where(col(Submission.batch_id) == batch_id)
        .group_by(col(Submission.outcome), col(Report.state))
    )
    counts: Counter[str] = Counter()
    for outcome, state, count in session.execute(statement):
        counts[_account(outcome, state)] += count
    submitted = select(func.count()).select_from(Submission).where(col(Submission.batch_id) == batch_id)
    counts["submitted"] = session.execute(submitted).scalar_one()
    return Ledger(
        **{name: counts[name] for name in ("submitted", "done", "dead", "duplicate", "rejected", "in_flight")}
    )


def _account(outcome: SubmissionOutcome, state: ReportState | None) -> str:
    if outcome != SubmissionOutcome.ACCEPTED:
        return outcome.value
    return state.value if state in {ReportState.DONE, ReportState.DEAD} else "in_flight"


def unfinished_reports(engine: Engine, batch_id: int | None = None) -> int:
    """Return how many reports still wait or are worked on: those of a batch's files, duplicates too, or all."""
    waiting = select(func.count()).select_from(Report)
    waiting = waiting.where(col(Report.state).in_([ReportState.QUEUED, ReportState.WORKING]))
    if batch_id is not None:
        ours = select(col(Submission.report_id)).where(col(Submission.batch_id) == batch_id)
        waiting = waiting.where(col(Report.id).in_(ours))
    with read(engine) as session:
        return int(session.execute(waiting).scalar_one())


def new_findings_by_rule(engine: Engine, batch_id: int) -> dict[str, int]:
    """Return how often each rule failed in the reports that this batch brought (duplicates belong to another)."""
    statement = (
        select(col(Finding.rule), func.count())
        .join(Report, SHOWN)
        .where(col(Report.batch_id) == batch_id, col(Finding.verdict) == "fail")
        .group_by(col(Finding.rule))
        .order_by(col(Finding.rule))
    )
    with read(engine) as session:
        return {row[0]: row[1] for row in session.execute(statement)}


def open_dead_letters(engine: Engine, batch_id: int, *, most: int) -> list[tuple[DeadLetter, str]]:
    """Return the oldest dead letters of a batch's files that nobody has dealt with, with the report's file name."""
    ours = select(col(Submission.report_id)).where(col(Submission.batch_id) == batch_id)
    statement = (
        select(DeadLetter, col(Report.name))
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(col(DeadLetter.state) == DeadLetterState.OPEN, col(DeadLetter.report_id).in_(ours))
        .order_by(col(DeadLetter.id))
        .limit(most)
    )
    with read(engine) as session:
        return [(letter, name) for letter, name in session.execute(statement)]


def dead_letter(engine: Engine, letter_id: int) -> tuple[DeadLetter, str, list[Attempt]] | None:
    """Return one dead letter with its report's file name and the attempts of its run, or None."""
    with read(engine) as session:
        letter = session.get(DeadLetter, letter_id)
        if letter is None:
            return None
        name = session.execute(select(col(Report.name)).where(col(Report.id) == letter.report_id)).scalar_one()
        ours = (col(Attempt.report_id) == letter.report_id, col(Attempt.run) == letter.run)
        attempts = session.execute(select(Attempt).where(*ours).order_by(col(Attempt.id))).scalars().all()
        return letter, name, list(attempts)


def dead_letter_of_run(engine: Engine, report_id: int, run: int) -> DeadLetter | None:
    """Return the dead letter with which a run ended, or None."""
    ours = (col(DeadLetter.report_id) == report_id, col(DeadLetter.run) == run)
    with read(engine) as session:
        return session.execute(select(DeadLetter).where(*ours)).scalar_one_or_none()
