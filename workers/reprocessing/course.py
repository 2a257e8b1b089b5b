"""The course of a reprocessing: a canary first, the rest if it passes, and what became of each report at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, insert, select, update
from sqlmodel import Session, col

from models.database import read, write
from models.tables import (
    Reprocessing,
    ReprocessingItem,
    ReprocessingState,
    ReprocessingSubject,
    ReprocessingVerdict,
    Run,
    RunOutcome,
    Stage,
    utc_now,
)

from .runs import Target, Why, start_runs

_AT_ONCE = 500  # reports in one transaction, so that workers need not wait long for their turn
_UNDER_WAY = (ReprocessingState.CANARY, ReprocessingState.RUNNING)
_WAITING, _SENT = ReprocessingVerdict.WAITING, ReprocessingVerdict.SENT


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: `chosen_by` is kept as it was said, `canary` 0 sends all at once."""

    subject: ReprocessingSubject
    actor: str
    chosen_by: Mapping[str, Any]
    from_stage: Stage | None = None
    canary: int = 0
    most_repetitions: int = 3


def begin(engine: Engine, request: Request, targets: Sequence[Target], *, once: Any = None) -> int:
    """Note a reprocessing with all its reports, send the first of them, and return its id.

    Killed in the middle it is whole or not there; what was not sent is sent by the reconciler. `once` is a call that
    may have been made before: then what it began is returned.
    """
    with write(engine) as session:
        before = once.find(session) if once else None
        if before is not None and before.reprocessing_id is not None:
            return int(before.reprocessing_id)
        reprocessing_id = _note(session, request, targets)
        if once:
            once.note(session, reprocessing_id=reprocessing_id)
    _advance_one(engine, reprocessing_id)
    return reprocessing_id


def advance(engine: Engine) -> int:
    """Take every reprocessing that is under way as far as it can go now; return how many reports were sent.

    Safe to call by several at once: each step locks its reprocessing.
    """
    return sum(_advance_one(engine, each) for each in under_way(engine))


def under_way(engine: Engine) -> list[int]:
    """Return the reprocessings that have not ended; the reconciler will take them further."""
    statement = select(col(Reprocessing.id)).where(col(Reprocessing.state).in_(_UNDER_WAY))
    with read(engine) as session:
        return list(session.execute(statement.order_by(col(Reprocessing.id))).scalars())


def _note(session: Session, request: Request, targets: Sequence[Target]) -> int:
    first = ReprocessingState.CANARY if 0 < request.canary < len(targets) else ReprocessingState.RUNNING
    new = insert(Reprocessing).values(
        subject=request.subject, actor=request.actor, filter=dict(request.chosen_by), from_stage=request.from_stage,
        canary=request.canary, most_repetitions=request.most_repetitions, state=first, created_at=utc_now(),
    )  # fmt: skip
    reprocessing_id = int(session.execute(new.returning(col(Reprocessing.id))).scalar_one())
    canary = {each.report_id for each in spread(targets, request.canary)}
    items = [
        {
            "reprocessing_id": reprocessing_id, "report_id": each.report_id, "dead_letter_id": each.dead_letter_id,
            "canary": each.report_id in canary, "code_before": each.code, "run": None, "verdict": _WAITING,
            "code_after": None,
        }
        for each in targets
    ]  # fmt: skip
    if items:
        session.execute(insert(ReprocessingItem), items)
    return reprocessing_id


def spread(targets: Sequence[Target], count: int) -> list[Target]:
    """Return `count` of the targets, of as many different causes as there are."""
    seen: dict[str | None, int] = {}
    ranked = []
    for each in targets:
        rank = seen[each.fingerprint] = seen.get(each.fingerprint, 0) + 1
        ranked.append((rank, each.report_id, each))
    return [each for _, _, each in sorted(ranked, key=lambda ranked: ranked[:2])[:count]]


def _advance_one(engine: Engine, reprocessing_id: int) -> int:
    sent = 0
    while True:
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
    targets = [Target(each.report_id, each.dead_letter_id) for each in session.execute(chosen.limit(_AT_ONCE))]
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
