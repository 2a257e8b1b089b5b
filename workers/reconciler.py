"""The reconciler: compares the database with what can still happen by itself, and sets going again what cannot.

Of several, one acts (`turns.py`). It is safe all the same to run two at once, or none for a while: all it does is
conditional, and a second publication is passed by at the claim.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerUnavailable
from redis.exceptions import RedisError
from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from models import counters
from models.database import clock, clock_reading, read, write
from models.tables import Lane, Report, ReportState, Stage, utc_now

from .claims import Claim, Claimed, Pair
from .dispatch import Waiting, mark_published, messages, publish, unpublish
from .epoch import take_epoch
from .even_time import EvenTime
from .failures import lost_failure
from .passage import Passage
from .reprocessing import advance
from .resources import Resources
from .settle import settle
from .turns import Turn

log = structlog.get_logger(__name__)
_MOST_AT_ONCE, _MOST_ROUNDS = 2000, 10
_SILENT_ROUNDS = 5  # of another reconciler, before we act in its place
_MEND_EVERY_S = 60.0
_FAR_S = 60.0  # hosts' clocks may differ by less
_ACTOR = "reconciler"


@dataclass(frozen=True, slots=True)
class Acts:
    """What one round did, in reports."""

    lost: int = 0
    stranded: int = 0
    published: int = 0


class Reconciler:
    """One reconciler over one database and one broker; `alone` says that there can be no other."""

    def __init__(self, resources: Resources, app: Celery, *, alone: bool = False) -> None:
        self._engine = resources.engine
        self._settings = resources.settings.work
        self._policy = resources.policy
        self._app = app
        self._passage = Passage(app)
        self._even_time = EvenTime(self._settings.lease_s)
        patience_s = _SILENT_ROUNDS * self._settings.reconcile_interval_s
        self._turn = None if alone else Turn(self._engine, patience_s)
        self._mended_at: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Act every few seconds until `stop` is set; a database or broker that is away is waited for."""
        while not stop.is_set():
            with self._waiting_for_what_is_away():
                if self._turn is None or self._turn.is_ours():
                    self.act()
            stop.wait(self._settings.reconcile_interval_s)
        if self._turn is not None:
            with self._waiting_for_what_is_away():
                self._turn.give_up()

    @contextmanager
    def _waiting_for_what_is_away(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, BrokerUnavailable, RedisError, OSError) as error:
            log.warning("reconciler.waits", error=type(error).__name__)
        except Exception:  # whatever it is, without a reconciler the system would stand still in silence
            log.exception("reconciler.failed")

    def act(self) -> Acts:
        """Do one round and return what it did. Raises what the database or the broker raises when they are away.

        What needs no broker comes first, so that it is done without one too.
        """
        self._mend_times()
        lost = self._take_back_lost()
        advance(self._engine)
        stranded = self._find_stranded()
        published = self._publish_due()
        acts = Acts(lost, stranded, published)
        if acts != Acts():
            log.info("reconciler.acted", lost=lost, stranded=stranded, published=published)
            with write(self._engine) as session:
                counters.add(session, {("acts", act): n for act, n in asdict(acts).items()}, counters.own_slot())
        return acts

    def _mend_times(self) -> None:
        """Bring back what lies further ahead than anything is ever set to: a clock was wrong, or was set back."""
        if self._mended_at is not None and time.monotonic() - self._mended_at < _MEND_EVERY_S:
            return
        queued, working = (col(Report.state) == state for state in (ReportState.QUEUED, ReportState.WORKING))
        now, far = clock(self._engine), timedelta(seconds=_FAR_S)
        lease, longest = timedelta(seconds=self._settings.lease_s), timedelta(seconds=self._settings.backoff_cap_s)
        mendings = (
            (working, "lease_expires_at", now + lease + far, now + lease),
            (queued, "next_attempt_at", now + longest + far, now),
            (queued, "queued_at", now + far, now),
            (queued, "published_at", now + far, now),
        )
        with write(self._engine) as session:
            for which, column, latest, mended in mendings:
                ahead = update(Report).where(which, col(getattr(Report, column)) > latest).values({column: mended})
                session.execute(ahead.execution_options(synchronize_session=False))
        self._mended_at = time.monotonic()

    def _take_back_lost(self) -> int:
        """Leases that ran out: back to the queue, alone from now on, or dead when the attempts are used up."""
        if not self._even_time.has_passed(clock_reading(self._engine)):
            return 0
        names = ("id", "run", "sha256", "batch_id", "attempt", "stage", "lease_token", "lease_owner", "updated_at")
        ran_out = (
            select(*(col(getattr(Report, name)) for name in names))
            .where(col(Report.state) == ReportState.WORKING, col(Report.lease_expires_at) < clock(self._engine))
            .limit(_MOST_AT_ONCE)
            .with_for_update(skip_locked=True)  # its holder is storing it just now, or was stopped when it did
        )
        with write(self._engine) as session:
            rows = session.execute(ran_out).all()
        by_claim: dict[tuple[str, Stage], list[Row[tuple[object, ...]]]] = defaultdict(list)
        for row in rows:
            by_claim[row.lease_token, row.stage].append(row)
        for (token, stage), held in by_claim.items():
            reports = tuple(Claimed(row.id, row.run, row.sha256, row.batch_id, row.attempt) for row in held)
            claim = Claim(token, held[0].lease_owner, token.partition(":")[0], held[0].updated_at, reports)
            outcomes = {each.id: lost_failure(stage.value, each.attempt) for each in reports}
            settle(self._engine, stage, claim, outcomes, self._settings, actor=_ACTOR, policy=self._policy)
        return len(rows)

    def _publish_due(self) -> int:
        """Retries that are due, and reports that were stored and never given to the broker."""
        published = 0
        for _ in range(_MOST_ROUNDS):
            now = utc_now()
            rows = self._due(now)
            together: dict[tuple[Stage, Lane, int | None], list[Waiting]] = defaultdict(list)
            for row in rows:
                key = (row.stage, row.lane, row.batch_id)
                if row.isolated:
                    self._publish([(row.id, row.run)], key, now)
                else:
                    together[key].append(Waiting(row.id, row.run, row.size_bytes))
            for key, waiting in together.items():
                for pairs in messages(waiting, key[1], self._settings):
                    self._publish(pairs, key, now)
            published += len(rows)
            if len(rows) < _MOST_AT_ONCE:
                break
        return published

    def _due(self, now: datetime) -> Sequence[Row[Any]]:
        grace = now - timedelta(seconds=self._settings.reconcile_interval_s)
        names = ("id", "run", "size_bytes", "stage", "lane", "batch_id", "isolated")
        statement = (
            select(*(col(getattr(Report, name)) for name in names))
            .where(
                col(Report.state) == ReportState.QUEUED,
                col(Report.published_at).is_(None),
                or_(
                    col(Report.next_attempt_at) <= now,
                    and_(col(Report.next_attempt_at).is_(None), col(Report.queued_at) <= grace),
                ),
            )
            .order_by(col(Report.id))
            .limit(_MOST_AT_ONCE)
        )
        with read(self._engine) as session:
            return session.execute(statement).all()

    def _publish(self, pairs: Sequence[Pair], key: tuple[Stage, Lane, int | None], now: datetime) -> None:
        publish(self._app, pairs, stage=key[0], lane=key[1], batch_id=key[2])
        mark_published(self._engine, pairs, now)

    def _find_stranded(self) -> int:
        """Reports that wait for a message which no longer exists.

        The broker is not the one it was; or it has handed out all that it held, and a worker died with a message that
        it had fetched, or between storing a stage and publishing the next.
        """
        renewed = take_epoch(self._engine, self._app)
        if renewed is not None:
            self._passage.forget()
            return renewed
        moment = self._passage.completed(utc_now())
        if moment is None:
            return 0
        with write(self._engine) as session:
            return unpublish(session, before=moment - timedelta(seconds=self._settings.stranded_after_s))
