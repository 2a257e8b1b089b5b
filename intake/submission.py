"""Takes files in: bytes to the store, then batch, submission, report and audit entry in one transaction, then the broker."""

from collections.abc import Sequence

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerUnavailable
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col

from models.database import write
from models.tables import Batch, Lane, Stage, utc_now
from pipeline.errors import ReportError
from workers.claims import Pair
from workers.dispatch import Waiting, mark_published, messages, publish
from workers.resources import Resources

from .idempotency import RepeatedCall, made_once
from .recording import Arrived, Recording, Refused, Taken
from .source import SourceFile, read_file

log = structlog.get_logger(__name__)
_TRIES = 5
_ACTOR = "intake"


class Intake:
    """Takes files into one database, file store and broker; `actor` is who submits, for the audit log."""

    def __init__(self, resources: Resources, app: Celery, *, actor: str = _ACTOR, key_id: int | None = None) -> None:
        self._resources = resources
        self._app = app
        self._actor = actor
        self._key_id = key_id

    def open_batch(
        self, label: str, source: str | None, lane: Lane, *, resume: bool, once: RepeatedCall | None = None
    ) -> int:
        """Return a new batch; or, to `resume`, the one of that source and key which was never closed, if there is one.

        Resuming is for one who is alone with the source: another's open batch of the same folder is not ours.
        `once` is a call that may have been made before: then the batch that it opened is returned.
        """

        def make(session: Session) -> int:
            if resume:
                begun = select(col(Batch.id)).where(
                    col(Batch.source) == source, col(Batch.closed_at).is_(None), col(Batch.key_id) == self._key_id
                )
                found = session.execute(begun.order_by(col(Batch.id).desc()).limit(1)).scalar()
                if found is not None:
                    return int(found)
            new = insert(Batch).values(label=label, source=source, lane=lane, created_at=utc_now(), key_id=self._key_id)
            return int(session.execute(new.returning(col(Batch.id))).scalar_one())

        return made_once(self._resources.engine, once, "batch_id", make)

    def label_batch(self, batch_id: int, label: str) -> Batch:
        """Give the batch another label, and return it."""
        with write(self._resources.engine) as session:
            batch = session.get_one(Batch, batch_id)
            batch.label = label
            return batch

    def close_batch(self, batch_id: int) -> None:
        """Note that all of the batch's submissions are known; it is not resumed any more. Safe to repeat."""
        with write(self._resources.engine) as session:
            open_ = (col(Batch.id) == batch_id, col(Batch.closed_at).is_(None))
            session.execute(update(Batch).where(*open_).values(closed_at=utc_now()))

    def submit(self, batch_id: int, lane: Lane, files: Sequence[SourceFile]) -> None:
        """Take files of this machine in, as `take` does."""
        arrived: list[Arrived | Refused] = []
        try:
            arrived += map(self._arrived, files)
            self.take(batch_id, lane, arrived)
        finally:
            for each in arrived:
                if isinstance(each, Arrived):
                    each.spooled.discard()

    def take(self, batch_id: int, lane: Lane, arrived: Sequence[Arrived | Refused]) -> Sequence[Taken | Refused]:
        """Take in files that are spooled: their bytes to the store, all together, then `record`; return what that got."""
        self._resources.files.keep([each.spooled for each in arrived if isinstance(each, Arrived)])
        taken = [
            Taken(each.name, each.spooled.size_bytes, each.spooled.sha256) if isinstance(each, Arrived) else each
            for each in arrived
        ]
        self.record(batch_id, lane, taken)
        return taken

    def record(self, batch_id: int, lane: Lane, taken: Sequence[Taken | Refused]) -> None:
        """Take in files whose bytes are stored; when it returns, each has its row and nothing can be lost any more.

        A file that this batch has already changes nothing. The broker may be away: then the reconciler publishes
        later.
        """
        new = self._recorded(Recording(batch_id, lane, self._actor), taken)
        self._publish(new, lane, batch_id)

    def _arrived(self, file: SourceFile) -> Arrived | Refused:
        try:
            data = read_file(file.path, self._resources.settings.limits.file_bytes)
        except ReportError as error:
            return Refused(file.name, error)
        return Arrived(file.name, self._resources.spool.filled([data]))

    def _recorded(self, recording: Recording, taken: Sequence[Taken | Refused]) -> list[Waiting]:
        """Write the rows; where another intake took the same bytes at the same moment, see its report and try again."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with write(self._resources.engine) as session:
                    return recording.record(session, taken)
            except (IntegrityError, OperationalError):
                if not tries_left:
                    raise
        raise AssertionError

    def _publish(self, new: Sequence[Waiting], lane: Lane, batch_id: int) -> None:
        """Give messages to the broker, as far as it is there, and note them all together."""
        at = utc_now()
        published: list[Pair] = []
        try:
            for pairs in messages(new, lane, self._resources.settings.work):
                publish(self._app, pairs, stage=Stage.NORMALIZE, lane=lane, batch_id=batch_id)
                published += pairs
        except (BrokerUnavailable, OSError) as error:
            left = len(new) - len(published)
            log.warning("broker.away", batch=batch_id, reports=left, error=type(error).__name__)
        if published:
            mark_published(self._resources.engine, published, at)
