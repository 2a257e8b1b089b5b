"""Begins new runs: what the stages before the first one gave is copied, so that the last good results stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, insert, select, update
from sqlmodel import Session, col

from config.names import STAGES
from models.audit import AuditRow, Entry, chain
from models.tables import (
    ABOUT,
    AuditLog,
    DeadLetter,
    DeadLetterState,
    Lane,
    Report,
    ReportState,
    Run,
    RunCause,
    Stage,
)
from pipeline.version import PIPELINE_VERSION

from .copying import Copy, about_of, copy_results

# A report that may have killed its process goes on alone, so that it takes nobody down again.
_DANGEROUS = ("worker.", "resource.")


@dataclass(frozen=True, slots=True)
class Target:
    """A report to be sent again: by its dead letter, or because it was done."""

    report_id: int
    dead_letter_id: int | None
    code: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why runs are begun, by whom, from which stage (None: the one that failed), and how often at the most."""

    actor: str
    from_stage: Stage | None
    reprocessing_id: int | None
    most_repetitions: int


def start_runs(session: Session, targets: Sequence[Target], why: Why, now: datetime) -> dict[int, int]:
    """Begin a new run for each target that still is as it was chosen; return the new runs by report.

    Passed by are reports whose dead letter is not open any more, that are not done any more, or that failed with the
    same code `most_repetitions` times already after they were sent again.
    """
    rows = _locked(session, targets)
    often = _repetitions(session, rows)
    rows = [row for row in rows if often.get((row.id, row.code), 0) < why.most_repetitions]
    if not rows:
        return {}
    stages = {row.id: _first_stage(row, why.from_stage) for row in rows}
    _insert_runs(session, rows, stages, why, now)
    _queue(session, rows, stages, why, now)
    mark_letters(session, [row.letter for row in rows if row.letter is not None], DeadLetterState.REQUEUED, now)
    return {row.id: row.run + 1 for row in rows}


def queued_anew(report_id: int, run: int, stage: Stage, now: datetime, lane: Lane = Lane.BULK) -> dict[str, Any]:
    """The columns of a report whose new run waits for its first stage."""
    return {
        "id": report_id, "run": run, "stage": stage, "lane": lane, "state": ReportState.QUEUED, "attempt": 0,
        "lease_token": None, "lease_owner": None, "lease_expires_at": None, "queued_at": now, "published_at": None,
        "next_attempt_at": now, "finished_at": None, "updated_at": now,
    }  # fmt: skip


def mark_letters(session: Session, letter_ids: Sequence[int], state: DeadLetterState, now: datetime) -> None:
    """Note what was done about dead letters."""
    if letter_ids:
        session.execute(update(DeadLetter), [{"id": each, "state": state, "updated_at": now} for each in letter_ids])


def _locked(session: Session, targets: Sequence[Target]) -> list[Row[Any]]:
    """The reports that still are as they were chosen, locked in the order of their ids, as everyone does."""
    dead = [each.dead_letter_id for each in targets if each.dead_letter_id is not None]
    done = [each.report_id for each in targets if each.dead_letter_id is None]
    its_letter = and_(
        col(DeadLetter.report_id) == col(Report.id),
        col(DeadLetter.run) == col(Report.run),
        col(Report.state) == ReportState.DEAD,
    )
    is_open = and_(col(DeadLetter.id).in_(dead), col(DeadLetter.state) == DeadLetterState.OPEN)
    is_done = and_(col(Report.id).in_(done), col(Report.state) == ReportState.DONE)
    statement: Any = (
        select(
            col(Report.id), col(Report.run), col(Report.result_run), col(Report.audit_seq), col(Report.audit_head),
            col(Report.sha256), col(Report.name), col(Report.size_bytes),
            col(DeadLetter.id).label("letter"), col(DeadLetter.code), col(DeadLetter.stage),
            col(DeadLetter.pipeline_version),
        )
        .outerjoin(DeadLetter, its_letter)
        .where(is_open | is_done)
        .order_by(col(Report.id))
        .with_for_update(of=Report)
    )  # fmt: skip
    rows = session.execute(statement).all()
    still_open = open_letters(session, [row.letter for row in rows if row.letter is not None])
    return [row for row in rows if row.letter is None or row.letter in still_open]


def open_letters(session: Session, letter_ids: Sequence[int]) -> set[int]:
    """Return which of the letters are open, now that their reports are locked.

    What else a statement says that waited for a lock is of the moment when it began to wait.
    """
    ours = (col(DeadLetter.id).in_(letter_ids), col(DeadLetter.state) == DeadLetterState.OPEN)
    return set(session.execute(select(col(DeadLetter.id)).where(*ours)).scalars())


def _repetitions(session: Session, rows: Sequence[Row[Any]]) -> dict[tuple[int, str | None], int]:
    """How often each report failed with each code after it was sent again."""
    ended = (
        select(col(Run.report_id), col(Run.code), func.count())
        .where(
            col(Run.report_id).in_([row.id for row in rows]),
            col(Run.cause) == RunCause.REPROCESSED,
            col(Run.code).is_not(None),
        )
        .group_by(col(Run.report_id), col(Run.code))
    )
    return {(report_id, code): count for report_id, code, count in session.execute(ended)}


def _first_stage(row: Row[Any], wanted: Stage | None) -> Stage:
    """Where the new run begins: never after the stage that failed, whose results are not there.

    Where nothing else is asked for, what an older pipeline gave is not built upon.
    """
    if row.letter is None:
        return wanted or Stage.NORMALIZE
    if wanted is None:
        return row.stage if row.pipeline_version == PIPELINE_VERSION else Stage.NORMALIZE
    return Stage(min(wanted.value, row.stage.value, key=STAGES.index))


def _source(row: Row[Any]) -> int:
    """The run whose results are copied: the one that failed, or the last good one."""
    run: int = row.run if row.letter is not None else row.result_run
    return run


def _insert_runs(session: Session, rows: Sequence[Row[Any]], stages: dict[int, Stage], why: Why, now: datetime) -> None:
    copies = [Copy(row.id, _source(row), row.run + 1, stages[row.id]) for row in rows]
    about = about_of(session, copies)
    new = [
        dict.fromkeys(ABOUT)
        | about.get(row.id, {})
        | {
            "report_id": row.id, "run": row.run + 1, "cause": RunCause.REPROCESSED, "actor": why.actor,
            "reprocessing_id": why.reprocessing_id, "from_stage": stages[row.id], "sha256": row.sha256,
            "name": row.name, "size_bytes": row.size_bytes, "created_at": now,
        }
        for row in rows
    ]  # fmt: skip
    session.execute(insert(Run), new)
    copy_results(session, copies)


def _queue(session: Session, rows: Sequence[Row[Any]], stages: dict[int, Stage], why: Why, now: datetime) -> None:
    """Let the reports wait for the first stages of their new runs, and note in the audit log who wanted that."""
    audit: list[AuditRow] = []
    reports: list[dict[str, Any]] = []
    for row in rows:
        stage = stages[row.id]
        detail: dict[str, Any] = {"run": row.run + 1, "from_stage": stage.value, "reprocessing": why.reprocessing_id}
        if row.letter is not None:
            detail |= {"dead_letter": row.letter, "code": row.code}
        entry = Entry(now, why.actor, "report.requeued", detail)
        chained = chain(row.id, row.audit_seq, row.audit_head, [entry])
        audit += chained.rows
        head = {"audit_seq": chained.seq, "audit_head": chained.head}
        reports.append(queued_anew(row.id, row.run + 1, stage, now) | head | {"isolated": _is_dangerous(row.code)})
    session.execute(insert(AuditLog), audit)
    session.execute(update(Report), reports)


def _is_dangerous(code: str | None) -> bool:
    return code is not None and code.startswith(_DANGEROUS)
