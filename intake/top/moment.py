"""What `nianbao top` shows of one moment, and what changed since an earlier one."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from celery import Celery
from sqlalchemy import Engine

from config.names import Stage
from intake.queries.metrics import Numbers, numbers
from intake.queries.under_way import BatchUnderWay, WorkerSeen, batches_under_way, workers_lately
from workers.queues import Messages, messages_waiting

_WINDOW_S = 10.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One look at the system; `messages` is None where the broker is away."""

    clock_s: float
    numbers: Numbers
    batches: Sequence[BatchUnderWay]
    workers: Sequence[WorkerSeen]
    messages: Messages | None


def look(engine: Engine, app: Celery | None) -> Moment:
    """Look at the database, and at the broker if there is one."""
    return Moment(
        clock_s=time.monotonic(),
        numbers=numbers(engine),
        batches=batches_under_way(engine),
        workers=workers_lately(engine),
        messages=None if app is None else messages_waiting(app),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from `then` to `now`; both may be the same, and then nothing did."""

    then: Moment
    now: Moment

    def grown(self, name: str, label: str) -> int:
        """By how much a sum has grown."""
        before, after = (each.numbers.sums.get(name, {}).get(label, 0) for each in (self.then, self.now))
        return after - before

    def per_s(self, amount: int) -> float:
        """How much that is in a second."""
        passed_s = self.now.clock_s - self.then.clock_s
        return amount / passed_s if passed_s > 0 else 0.0

    def mean_ms(self, stage: Stage) -> float | None:
        """What a report took at a stage lately, or else since counting began."""
        sums = self.now.numbers.sums
        reports, ms = self.grown("stage_reports", stage), self.grown("stage_ms", stage)
        if not reports:
            reports, ms = (sums.get(name, {}).get(stage, 0) for name in ("stage_reports", "stage_ms"))
        return ms / reports if reports else None

    def batch_per_s(self, batch: BatchUnderWay) -> float:
        """How many reports of a batch ended in a second."""
        before = next((each for each in self.then.batches if each.id == batch.id), batch)
        return max(0.0, self.per_s(batch.ended - before.ended))


class History:
    """The moments of the last seconds, so that rates do not jump with every chunk."""

    def __init__(self) -> None:
        self._moments: deque[Moment] = deque()

    def add(self, moment: Moment) -> Change:
        """Note a moment and return what changed since the oldest that is recent."""
        self._moments.append(moment)
        while len(self._moments) > 2 and moment.clock_s - self._moments[0].clock_s > _WINDOW_S:
            self._moments.popleft()
        return Change(self._moments[0], moment)
