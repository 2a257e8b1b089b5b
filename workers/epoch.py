"""A mark in the broker tells whether it is the one that got our messages: one that was flushed or replaced lacks it."""

from typing import Any
from uuid import uuid4

import structlog
from celery import Celery
from sqlalchemy import Engine, insert, select, update
from sqlmodel import col

from models.database import read, write
from models.tables import Note

from .dispatch import unpublish
from .queues import redis_channel

log = structlog.get_logger(__name__)
KEY = "nianbao.epoch"
_NAME = "broker"


def take_epoch(engine: Engine, app: Celery) -> int | None:
    """Return None if the broker has the mark that we know; else know its new one and let all be published again.

    Returns then how many reports waited for a message of the broker of before. A broker met for the first time is
    only noted. Raises what the broker raises when it is away.
    """
    mark = _mark(app)
    with read(engine) as session:
        known = session.scalar(_known())
    if known == mark:
        return None
    with write(engine) as session:
        known = session.scalar(_known().with_for_update())
        if known is None:
            session.execute(insert(Note).values(name=_NAME, value=mark, beat=1))
            return None
        session.execute(update(Note).where(col(Note.name) == _NAME).values(value=mark, beat=col(Note.beat) + 1))
        waiting = unpublish(session)
    log.warning("broker.replaced", reports=waiting)
    return waiting


def _known() -> Any:
    return select(col(Note.value)).where(col(Note.name) == _NAME)


def _mark(app: Celery) -> str:
    with redis_channel(app) as channel:
        client = channel.client
        if client.get(KEY) is None:
            client.set(KEY, uuid4().hex, nx=True)
        return bytes(client.get(KEY)).decode()
