"""Puts reports on their way: one message for a chunk, carrying ids and runs only, as a chain of the stages still due."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import structlog
from celery import Celery, chain
from sqlalchemy import Engine, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from config.names import MESSAGE_VERSION, VERSION_HEADER, queue_name, stages_from, task_name
from config.settings import WorkSettings
from models.database import write
from models.lookups import among
from models.tables import Lane, Report, ReportState, Stage

from .claims import Pair
from .queues import redis_channel

T = TypeVar("T")
log = structlog.get_logger(__name__)


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield `items` in runs of `size`, the last one shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Waiting(NamedTuple):
    """A report that needs a message; the size of its file tells how much work it may be."""

    id: int
    run: int
    size_bytes: int


def messages(waiting: Iterable[Waiting], lane: Lane, settings: WorkSettings) -> Iterator[list[Pair]]:
    """Part reports into messages: of bulk as many in each as one may carry, in number and in bytes, else each alone."""
    most = settings.chunk_size if lane == Lane.BULK else 1
    carried: list[Pair] = []
    carried_bytes = 0
    for each in waiting:
        if carried and (len(carried) == most or carried_bytes + each.size_bytes > settings.chunk_bytes):
            yield carried
            carried, carried_bytes = [], 0
        carried.append((each.id, each.run))
        carried_bytes += each.size_bytes
    if carried:
        yield carried


def publish(app: Celery, pairs: Sequence[Pair], *, stage: Stage, lane: Lane, batch_id: int | None) -> None:
    """Give one message to the broker that takes `pairs` through `stage` and all stages after it.

    Raises kombu's OperationalError when the broker is away; the reports then stay as they are, queued in the
    database, and the reconciler publishes them. Publishing twice does no harm.
    """
    links = [
        app.signature(task_name(each), kwargs={"batch_id": batch_id}).set(queue=queue_name(lane.value, each))
        for each in stages_from(stage.value)
    ]
    first = links[0].clone(args=([list(pair) for pair in pairs],))
    first.options.update(labelled(len(pairs), batch_id))
    chain(first, *links[1:]).apply_async(retry=False)


def give_back_unacknowledged(app: Celery) -> int:
    """Put every message that was fetched and not acknowledged back into its queue, and return how many.

    Only for one who knows that no worker is left: the broker itself waits for the visibility timeout.
    """
    with redis_channel(app) as channel:
        tags = channel.client.hkeys(channel.unacked_key)
        for tag in tags:
            channel.qos.restore_by_tag(tag.decode())
        return len(tags)


def labelled(reports: int, batch_id: object) -> dict[str, Any]:
    """What a message says of itself: its version, and how its arguments read in Flower.

    That is the number of reports and their batch, never ids or contents.
    """
    return {
        "headers": {VERSION_HEADER: MESSAGE_VERSION},
        "argsrepr": f"{reports} report{'' if reports == 1 else 's'}",
        "kwargsrepr": f"batch {batch_id}",
    }


def mark_published(engine: Engine, pairs: Sequence[Pair], at: datetime) -> None:
    """Note that the broker got a message for these reports at `at`, taken before publishing.

    A report that was queued anew since then, for a retry, needs a message of its own. Failing to note it does no
    harm: the message is there, and a second one would be passed by.
    """
    waiting = (
        select(col(Report.id))
        .where(
            among(col(Report.id), col(Report.run), pairs),
            col(Report.state) == ReportState.QUEUED,
            col(Report.published_at).is_(None),
            col(Report.queued_at) <= at,
            or_(col(Report.next_attempt_at).is_(None), col(Report.next_attempt_at) <= at),
        )
        .order_by(col(Report.id))
        .with_for_update(skip_locked=True)
    )
    noting = update(Report).where(col(Report.id).in_(waiting)).values(published_at=at)
    try:
        with write(engine) as session:
            session.execute(noting.execution_options(synchronize_session=False))
    except OperationalError as error:
        log.warning("publication.not_noted", reports=len(pairs), error=type(error).__name__)


def unpublish(session: Session, before: datetime | None = None) -> int:
    """Let reports be published again that wait for a message, of before a time or all; return how many.

    One that another has locked is passed by: it is about to be taken, or who took it was stopped.
    """
    which = [] if before is None else [col(Report.published_at) <= before]
    waiting = (
        select(col(Report.id))
        .where(col(Report.state) == ReportState.QUEUED, col(Report.published_at).is_not(None), *which)
        .order_by(col(Report.id))
        .with_for_update(skip_locked=True)
    )
    again = update(Report).where(col(Report.id).in_(waiting)).values(published_at=None).returning(col(Report.id))
    return len(session.execute(again.execution_options(synchronize_session=False)).all())
