"""Begins a reprocessing: notes it with all its reports, chooses the canary, and sends the first of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, col

from models.database import write
from models.tables import (
    Reprocessing,
    ReprocessingItem,
    ReprocessingState,
    ReprocessingSubject,
    ReprocessingVerdict,
    Stage,
    utc_now,
)

from .course import AT_ONCE, advance_one
from .runs import Target


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: `chosen_by` is kept as it was said, `canary` 0 sends all at once."""

    subject: ReprocessingSubject
    actor: str
    chosen_by: Mapping[str, Any]
    from_stage: Stage | None = None
    canary: int = 0
    most_repetitions: int = 3


def begin(engine: Engine, request: Request, targets: Sequence[Target]) -> int:
    """Note a reprocessing, send the first of its reports, and return its id."""
    with write(engine) as session:
        reprocessing_id = note(session, request, targets)
    send_first(engine, reprocessing_id)
    return reprocessing_id


def send_first(engine: Engine, reprocessing_id: int) -> None:
    """Send as many reports of a reprocessing as a caller can wait for; the reconciler sends the rest. Safe to repeat."""
    advance_one(engine, reprocessing_id, AT_ONCE)


def note(session: Session, request: Request, targets: Sequence[Target]) -> int:
    """Note a reprocessing with all its reports, none of them sent yet, and return its id: whole, or not there."""
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
            "canary": each.report_id in canary, "code_before": each.code, "run": None, "verdict": ReprocessingVerdict.WAITING,
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
