"""How many messages wait in each queue of the broker, and whether it answers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerUnavailable
from redis.exceptions import RedisError

from config.names import LANES, STAGES, Lane, Stage, queue_name

log = structlog.get_logger(__name__)
_WAIT_S = 3
Messages = Mapping[tuple[Lane, Stage], int]


@contextmanager
def redis_channel(app: Celery) -> Iterator[Any]:
    """Give kombu's channel to the broker, which has the Redis client and the names of what kombu keeps there.

    Raises what the broker raises when it is away.
    """
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=_WAIT_S)
        yield connection.default_channel


def messages_waiting(app: Celery) -> Messages | None:
    """Return the length of every queue, or None when the broker is away.

    What a worker has fetched and not acknowledged is not among them.
    """
    queues = [(lane, stage) for lane in LANES for stage in STAGES]
    try:
        with redis_channel(app) as channel:
            lengths = channel.client.pipeline()
            for lane, stage in queues:
                lengths.llen(queue_name(lane, stage))
            return dict(zip(queues, lengths.execute(), strict=True))
    except (BrokerUnavailable, RedisError, OSError) as error:
        log.info("broker.away", error=type(error).__name__)
        return None
