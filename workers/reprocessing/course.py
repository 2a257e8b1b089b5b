"""The course of a reprocessing: a canary first, the rest if it passes, and what became of each report at the end."""

from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlmodel import Session, col

from models.database import read, write
from models.tables import (
    Reprocessing,
    ReprocessingItem,
    ReprocessingState,
    ReprocessingVerdict,
    Run,
    RunOutcome,
    utc_now,
)

from .runs import Target, Why, start_runs

AT_ONCE = 500  # reports in one transaction, so that workers need not wait long for their turn
_A_ROUND = 2000  # reports that are sent before the reconciler sees to its other duties
_UNDER_WAY = (ReprocessingState.CANARY, ReprocessingState.RUNNING)
_WAITING, _SENT = ReprocessingVerdict.WAITING, ReprocessingVerdict.SENT


def advance(engine: Engine) -> int:
    """Take every reprocessing that is under way a good step further; return how many reports were sent.

    Safe to call by several at once: each step locks its reprocessing.
    """
    return sum(advance_one(engine, each, _A_ROUND) for each in under_way(engine))


def under_way(engine: Engine) -> list[int]:
    """Return the reprocessings that have not ended; the reconciler will take them further."""
    statement = select(col(Reprocessing.id)).where(col(Reprocessing.state).in_(_UNDER_WAY))
    with read(engine) as session:
        return list(session.execute(statement.order_by(col(Reprocessing.id))).scalars())


def advance_one(engine: Engine, reprocessing_id: int, most: int) -> int:
    """Settle, judge and send until nothing more can be sent now, or `most` were."""
    sent = 0
    while sent < most:
        with write(engine) as session:
            row = _locked(session, reprocessing_id)
            if row is None:
                return sent
            _settle_verdicts(session, row)
            if row.state == ReprocessingState.CANARY:
                _judge_canary(session, row)
            tried, started = _send_some(session, row) if row.state in _UNDER_WAY else (0, 0)
            sent += started
            if not tried:
                _finish(session, row)
                break
    return sent


def _locked(session: Session, reprocessing_id: int) -> Reprocessing | None:
    ours = (col(Reprocessing.id) == reprocessing_id, col(Reprocessing.state).in_(_UNDER_WAY))
    return session.execute(select(Reprocessing).where(*ours).with_for_update()).scalar_one_or_none()


def _settle_verdicts(session: Session, row: Reprocessing) -> None:
    """Note what became of the reports whose new run has ended."""
    item = ReprocessingItem
    ended = (
        select(col(item.report_id), col(item.code_before), col(Run.outcome), col(Run.code))
        .join(Run, (col(Run.report_id) == col(item.report_id)) & (col(Run.run) == col(item.run)))
        .where(col(item.reprocessing_id) == row.id, col(item.verdict) == _SENT, col(Run.outcome).is_not(None))
    )
    verdicts = [
        {
            "reprocessing_id": row.id, "report_id": each.report_id, "code_after": each.code,
            "verdict": _verdict(each.outcome, each.code_before, each.code),
        }
        for each in session.execute(ended)
    ]  # fmt: skip
    if verdicts:
        session.execute(update(item), verdicts)


def _verdict(outcome: RunOutcome, before: str | None, after: str | None) -> ReprocessingVerdict:
    if outcome == RunOutcome.DONE:
        return ReprocessingVerdict.DONE
    if outcome == RunOutcome.SUPERSEDED:
        return ReprocessingVerdict.PASSED_BY
    return ReprocessingVerdict.DEAD_SAME if before == after else ReprocessingVerdict.DEAD_OTHER


def _judge_canary(session: Session, row: Reprocessing) -> None:
    """When all of the canary have ended: send the rest if none of it died, hold the rest back otherwise."""
    counts = _counts(session, row.id, col(ReprocessingItem.canary))
    if counts.get(_WAITING) or counts.get(_SENT):
        return
    dead = counts.get(ReprocessingVerdict.DEAD_SAME, 0) + counts.get(ReprocessingVerdict.DEAD_OTHER, 0)
    if not dead:
        # A canary that was passed by as a whole tells nothing about the rest.
        if counts.get(ReprocessingVerdict.DONE) or not _choose_another_canary(session, row):
            row.state = ReprocessingState.RUNNING
        return
    row.state, row.finished_at = ReprocessingState.STOPPED, utc_now()
    row.reason = f"{dead} of the first {sum(counts.values())} died again"
    waiting = (col(ReprocessingItem.reprocessing_id) == row.id, col(ReprocessingItem.verdict) == _WAITING)
    session.execute(update(ReprocessingItem).where(*waiting).values(verdict=ReprocessingVerdict.HELD_BACK))


def _choose_another_canary(session: Session, row: Reprocessing) -> bool:
    """Let others of those that wait go first; return whether there were any."""
    item = ReprocessingItem
    waiting = (col(item.reprocessing_id) == row.id, col(item.verdict) == _WAITING)
    others = select(col(item.report_id)).where(*waiting).order_by(col(item.report_id)).limit(row.canary)
    rows = [
        {"reprocessing_id": row.id, "report_id": each, "canary": True} for each in session.execute(others).scalars()
    ]
    if rows:
        session.execute(update(item), rows)
    return bool(rows)


def _send_some(session: Session, row: Reprocessing) -> tuple[int, int]:
    """Send the next reports that wait; return how many were tried and how many were sent."""
    item = ReprocessingItem
    waiting = [col(item.reprocessing_id) == row.id, col(item.verdict) == _WAITING]
    if row.state == ReprocessingState.CANARY:
        waiting.append(col(item.canary).is_(True))
    chosen = select(col(item.report_id), col(item.dead_letter_id)).where(*waiting).order_by(col(item.report_id))
    targets = [Target(each.report_id, each.dead_letter_id) for each in session.execute(chosen.limit(AT_ONCE))]
    if not targets:
        return 0, 0
    why = Why(row.actor, row.from_stage, row.id, row.most_repetitions)
    started = start_runs(session, targets, why, utc_now())
    rows = [
        {
            "reprocessing_id": row.id, "report_id": each.report_id, "run": started.get(each.report_id),
            "verdict": _SENT if each.report_id in started else ReprocessingVerdict.PASSED_BY,
        }
        for each in targets
    ]  # fmt: skip
    session.execute(update(item), rows)
    return len(targets), len(started)


def _finish(session: Session, row: Reprocessing) -> None:
    """Note the end when nothing waits and nothing is under way."""
    if row.state != ReprocessingState.RUNNING:
        return
    counts = _counts(session, row.id)
    if not counts.get(_WAITING) and not counts.get(_SENT):
        row.state, row.finished_at = ReprocessingState.FINISHED, utc_now()


def _counts(session: Session, reprocessing_id: int, *conditions: Any) -> dict[ReprocessingVerdict, int]:
    verdict = col(ReprocessingItem.verdict)
    statement = select(verdict, func.count()).where(
        col(ReprocessingItem.reprocessing_id) == reprocessing_id, *conditions
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(verdict))}
