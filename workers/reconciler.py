"""The reconciler: compares the database with what can still happen by itself, and sets going again what cannot.

It is safe to run it twice at once, or not at all for a while: all it does is conditional, and a second publication
is passed by at the claim.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
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

from config.names import QUEUES
from models import counters
from models.database import read, write
from models.tables import Lane, Report, ReportState, Stage, utc_now

from .claims import Claim, Claimed, Pair
from .dispatch import chunks, mark_published, publish
from .failures import lost_failure
from .reprocessing import advance
from .resources import Resources
from .settle import settle

log = structlog.get_logger(__name__)
_MOST_AT_ONCE = 2000
_ACTOR = "reconciler"


@dataclass(frozen=True, slots=True)
class Acts:
    """What one round did, in reports."""

    lost: int = 0
    stranded: int = 0
    published: int = 0


class Reconciler:
    """One reconciler over one database and one broker."""

    def __init__(self, resources: Resources, app: Celery) -> None:
        self._engine = resources.engine
        self._settings = resources.settings.work
        self._app = app
        self._idle_since: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Act every few seconds until `stop` is set; a database or broker that is away is waited for."""
        while not stop.is_set():
            try:
                self.act()
            except (DBAPIError, BrokerUnavailable, RedisError, OSError) as error:
                log.warning("reconciler.waits", error=type(error).__name__)
            except Exception:  # whatever it is, without a reconciler the system would stand still in silence
                log.exception("reconciler.failed")
            stop.wait(self._settings.reconcile_interval_s)

    def act(self) -> Acts:
        """Do one round and return what it did. Raises what the database or the broker raises when they are away."""
        lost = self._take_back_lost()
        stranded = self._find_stranded()
        advance(self._engine)
        published = self._publish_due()
        acts = Acts(lost, stranded, published)
        if acts != Acts():
            log.info("reconciler.acted", lost=lost, stranded=stranded, published=published)
            with write(self._engine) as session:
                counters.add(session, {("acts", act): n for act, n in asdict(acts).items()}, counters.own_slot())
        return acts

    def _take_back_lost(self) -> int:
        """Leases that ran out: back to the queue, alone from now on, or dead when the attempts are used up."""
        now = utc_now()
        with read(self._engine) as session:
            rows = session.execute(
                select(
                    col(Report.id),
                    col(Report.run),
                    col(Report.sha256),
                    col(Report.batch_id),
                    col(Report.attempt),
                    col(Report.stage),
                    col(Report.lease_token),
                    col(Report.lease_owner),
                    col(Report.updated_at),
                )
                .where(col(Report.state) == ReportState.WORKING, col(Report.lease_expires_at) < now)
                .limit(_MOST_AT_ONCE)
            ).all()
        by_claim: dict[tuple[str, Stage], list[Row[tuple[object, ...]]]] = defaultdict(list)
        for row in rows:
            by_claim[row.lease_token, row.stage].append(row)
        for (token, stage), held in by_claim.items():
            reports = tuple(Claimed(row.id, row.run, row.sha256, row.batch_id, row.attempt) for row in held)
            claim = Claim(token, held[0].lease_owner, token.partition(":")[0], held[0].updated_at, reports)
            outcomes = {each.id: lost_failure(stage.value, each.attempt) for each in reports}
            settle(self._engine, stage, claim, outcomes, self._settings, actor=_ACTOR)
        return len(rows)

    def _publish_due(self) -> int:
        """Retries that are due, and reports that were stored and never given to the broker."""
        now = utc_now()
        grace = now - timedelta(seconds=self._settings.reconcile_interval_s)
        with read(self._engine) as session:
            rows = session.execute(
                select(
                    col(Report.id),
                    col(Report.run),
                    col(Report.stage),
                    col(Report.lane),
                    col(Report.batch_id),
                    col(Report.isolated),
                )
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
            ).all()
        messages: dict[tuple[Stage, Lane, int | None], list[Pair]] = defaultdict(list)
        for row in rows:
            key = (row.stage, row.lane, row.batch_id)
            if row.isolated:
                self._publish([(row.id, row.run)], key, now)
            else:
                messages[key].append((row.id, row.run))
        for key, pairs in messages.items():
            size = self._settings.chunk_size if key[1] == Lane.BULK else 1
            for chunk in chunks(pairs, size):
                self._publish(chunk, key, now)
        return len(rows)

    def _publish(self, pairs: Sequence[Pair], key: tuple[Stage, Lane, int | None], now: datetime) -> None:
        publish(self._app, pairs, stage=key[0], lane=key[1], batch_id=key[2])
        mark_published(self._engine, pairs, now)

    def _find_stranded(self) -> int:
        """Reports that wait for a message which no longer exists: the broker has been idle, so it holds none.

        It was flushed or replaced, or a process died between storing a stage and publishing the next. A backlog
        keeps the broker busy, so it never makes us publish again.
        """
        if not self._broker_is_idle():
            self._idle_since = None
            return 0
        if self._idle_since is None:
            self._idle_since = time.monotonic()
        idle_s = time.monotonic() - self._idle_since
        if idle_s < self._settings.stranded_after_s:
            return 0
        before = utc_now() - timedelta(seconds=idle_s)
        statement = (
            update(Report)
            .where(col(Report.state) == ReportState.QUEUED, col(Report.published_at) <= before)
            .values(published_at=None)
            .returning(col(Report.id))
            .execution_options(synchronize_session=False)
        )
        with write(self._engine) as session:
            return len(session.execute(statement).all())

    def _broker_is_idle(self) -> bool:
        """Whether no queue holds a message and no worker holds one that it has not acknowledged."""
        with self._app.connection_for_read() as connection:
            channel: Any = connection.default_channel  # kombu's Redis channel has the client that we need
            client = channel.client
            lengths = client.pipeline()
            for queue in QUEUES:
                lengths.llen(queue)
            lengths.hlen(channel.unacked_key)
            return not any(lengths.execute())
