"""Claims: one conditional UPDATE takes the reports of a message that still wait at its stage, whoever else tries."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, or_, select, true, update
from sqlmodel import col

from models.database import clock, read, write
from models.lookups import among
from models.tables import Report, ReportState, Stage, utc_now

# A retry is published when it is due by the clock of whoever publishes it, which may be ahead of ours.
_CLOCKS_DIFFER = timedelta(seconds=5)
Pair = tuple[int, int]  # report id and run


@dataclass(frozen=True, slots=True)
class Claimed:
    """One report under our lease, as it was when it was claimed; `attempt` counts this attempt."""

    id: int
    run: int
    sha256: str
    batch_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What one message got: the lease token that guards every later write, and the reports, in the message's order."""

    token: str
    owner: str
    task_id: str
    started_at: datetime
    reports: tuple[Claimed, ...]


def claim(engine: Engine, stage: Stage, pairs: Sequence[Pair], *, lease: timedelta, owner: str, task_id: str) -> Claim:
    """Take those of `pairs` that are queued at `stage` in that run, and whose next attempt is due.

    The attempt is counted here, so that a process that dies before it can say anything has still used one up. What
    is not taken is another's, or done: a message is only a hint. A report that is to travel alone is not taken by the
    message of a chunk, which a broker may give out long afterwards.
    """
    now = utc_now()
    token = f"{task_id}:{secrets.token_hex(8)}"
    # Locked in the order of ids, as everyone does, so that two transactions never wait for each other.
    waiting = (
        select(col(Report.id))
        .where(
            among(col(Report.id), col(Report.run), pairs),
            col(Report.state) == ReportState.QUEUED,
            col(Report.stage) == stage,
            or_(col(Report.next_attempt_at).is_(None), col(Report.next_attempt_at) <= now + _CLOCKS_DIFFER),
            may_travel(pairs),
        )
        .order_by(col(Report.id))
        .with_for_update()
    )
    statement = (
        update(Report)
        .where(col(Report.id).in_(waiting))
        .values(
            state=ReportState.WORKING,
            attempt=Report.attempt + 1,
            lease_token=token,
            lease_owner=owner,
            lease_expires_at=clock(engine) + lease,
            next_attempt_at=None,
            updated_at=now,
        )
        .returning(col(Report.id), col(Report.run), col(Report.sha256), col(Report.batch_id), col(Report.attempt))
        .execution_options(synchronize_session=False)
    )
    with write(engine) as session:
        rows = {row.id: Claimed(*row) for row in session.execute(statement)}
    ordered = dict.fromkeys(report_id for report_id, _ in pairs)
    return Claim(token, owner, task_id, now, tuple(rows[each] for each in ordered if each in rows))


def may_travel(pairs: Sequence[Pair]) -> ColumnElement[bool]:
    """The condition that a report may be in a message of `pairs`: alone, or one that was never in a lost chunk."""
    return true() if len(pairs) == 1 else col(Report.isolated).is_(False)


def renew(engine: Engine, token: str, lease: timedelta) -> None:
    """Let the leases under `token` last from now on; what was taken over meanwhile is left to its new holder."""
    statement = (
        update(Report)
        .where(col(Report.state) == ReportState.WORKING, col(Report.lease_token) == token)
        .values(lease_expires_at=clock(engine) + lease)
        .execution_options(synchronize_session=False)
    )
    with write(engine) as session:
        session.execute(statement)


def expire_leases_of_task(engine: Engine, task_id: str) -> int:
    """End the leases that a task holds whose process is known to be dead; the reconciler does the rest. Safe to repeat."""
    return _expire(engine, col(Report.lease_token).startswith(f"{task_id}:", autoescape=True))


def expire_all_leases(engine: Engine) -> int:
    """End every lease; only for one who knows that no worker is left, as the embedded mode does when it starts."""
    return _expire(engine, col(Report.lease_token).is_not(None))


def is_anything_left(engine: Engine) -> bool:
    """Whether a report is being worked on, or may be at any moment since it is queued."""
    left = select(col(Report.id)).where(col(Report.state).in_([ReportState.QUEUED, ReportState.WORKING])).limit(1)
    with read(engine) as session:
        return session.execute(left).first() is not None


def _expire(engine: Engine, which: object) -> int:
    statement = (
        update(Report)
        .where(col(Report.state) == ReportState.WORKING, which)  # type: ignore[arg-type]
        .values(lease_expires_at=clock(engine) - timedelta(seconds=1))
        .returning(col(Report.id))
        .execution_options(synchronize_session=False)
    )
    with write(engine) as session:
        return len(session.execute(statement).all())
