"""Whether what we stand on can be used now: database, file storage, broker; it changes nothing."""

from collections.abc import Callable
from typing import Any, Literal

import structlog
from celery import Celery
from sqlalchemy import text

from models.database import read
from workers.resources import Resources

State = Literal["ok", "away"]
log = structlog.get_logger(__name__)


def readiness(resources: Resources, publisher: Celery) -> dict[str, State]:
    """Return the state of each, by name; each look is bounded by the time-outs of its client."""
    looks: dict[str, Callable[[], object]] = {
        "database": lambda: _ask_database(resources),
        "storage": resources.files.check,
        "broker": lambda: _ask_broker(publisher),
    }
    return {name: _state(name, look) for name, look in looks.items()}


def _state(name: str, look: Callable[[], object]) -> State:
    try:
        look()
    except Exception as error:  # noqa: BLE001 - whatever it is, this cannot be used
        log.warning("readiness.away", of=name, error=type(error).__name__)
        return "away"
    return "ok"


def _ask_database(resources: Resources) -> None:
    with read(resources.engine) as session:
        session.execute(text("SELECT 1 FROM alembic_version"))


def _ask_broker(publisher: Celery) -> None:
    with publisher.connection_for_read() as connection:
        connection.ensure_connection(max_retries=1, timeout=3)
        channel: Any = connection.default_channel  # kombu's Redis channel
        channel.client.ping()
