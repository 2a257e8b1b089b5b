"""What is being worked on right now: batches with unfinished reports, and the workers that were seen lately."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, union
from sqlmodel import Session, col

from models.database import read
from models.tables import Attempt, Batch, Report, ReportState, utc_now

_UNFINISHED = (ReportState.QUEUED, ReportState.WORKING)
_MOST_LOOKED_AT = 2000  # unfinished reports at either end, so that a long backlog is not walked through
_MOST_ATTEMPTS = 10_000
_LATELY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class BatchUnderWay:
    """A batch with unfinished reports; `states` counts the reports that it brought."""

    id: int
    label: str
    states: Mapping[ReportState, int]

    @property
    def total(self) -> int:
        """Its reports."""
        return sum(self.states.values())

    @property
    def ended(self) -> int:
        """Its reports that are done or dead."""
        return self.total - sum(self.states.get(state, 0) for state in _UNFINISHED)


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker, by its name in Flower: its processes, the reports in their hands, when it last stored something."""

    name: str
    processes: int
    in_hand: int
    last_stored_at: datetime | None


def batches_under_way(engine: Engine, most: int = 5) -> list[BatchUnderWay]:
    """Return batches whose reports are next or newest in the queue, the newest batch first."""
    with read(engine) as session:
        ids = sorted(_batches_of_unfinished(session), reverse=True)[:most]
        ours = col(Report.batch_id).in_(ids)
        statement = select(col(Report.batch_id), col(Report.state), func.count()).where(ours)
        states: dict[int, dict[ReportState, int]] = defaultdict(dict)
        for batch_id, state, count in session.execute(statement.group_by(col(Report.batch_id), col(Report.state))):
            states[batch_id][state] = count
        labels = session.execute(select(col(Batch.id), col(Batch.label)).where(col(Batch.id).in_(ids))).all()
    return [BatchUnderWay(each, dict(labels)[each], states[each]) for each in ids]


def _batches_of_unfinished(session: Session) -> Sequence[int]:
    parts = []
    for state in _UNFINISHED:
        for order in (col(Report.id).asc(), col(Report.id).desc()):
            ours = select(col(Report.batch_id)).where(col(Report.state) == state)
            parts.append(select(ours.order_by(order).limit(_MOST_LOOKED_AT).subquery()))
    return session.execute(union(*parts)).scalars().all()


def workers_lately(engine: Engine) -> list[WorkerSeen]:
    """Return the workers that hold reports or stored something in the last minutes, by name."""
    with read(engine) as session:
        newest = select(func.max(col(Attempt.id))).scalar_subquery()
        stored = (
            select(col(Attempt.worker), func.max(col(Attempt.ended_at)))
            .where(col(Attempt.id) > newest - _MOST_ATTEMPTS, col(Attempt.worker).is_not(None))
            .group_by(col(Attempt.worker))
        )
        since = utc_now() - _LATELY
        last = {owner: at for owner, at in session.execute(stored) if at >= since}
        held = (
            select(col(Report.lease_owner), func.count())
            .where(col(Report.state) == ReportState.WORKING)
            .group_by(col(Report.lease_owner))
        )
        in_hand = {owner or "?": count for owner, count in session.execute(held)}
    processes: dict[str, list[str]] = defaultdict(list)
    for owner in sorted(last.keys() | in_hand.keys(), key=str):
        processes[_node(str(owner))].append(str(owner))
    return [_seen(name, owners, last, in_hand) for name, owners in processes.items()]


def _node(owner: str) -> str:
    """The worker of a process: `nianbao@host/4711` is one of `nianbao@host`."""
    return owner.rpartition("/")[0] or owner


def _seen(
    name: str, owners: Sequence[str], last: Mapping[str | None, datetime], in_hand: Mapping[str, int]
) -> WorkerSeen:
    times = [last[owner] for owner in owners if owner in last]
    return WorkerSeen(name, len(owners), sum(in_hand.get(owner, 0) for owner in owners), max(times, default=None))
