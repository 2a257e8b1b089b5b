"""Keeps the leases of a chunk as long as its process lives and works on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from .claims import Claim, renew

log = structlog.get_logger(__name__)
_RENEWALS = 3  # while a lease lasts: two may fail


@contextmanager
def kept(engine: Engine, claim: Claim, lease: timedelta) -> Iterator[None]:
    """Renew the leases of `claim` for as long as the block lasts.

    A database that is away is tried again; if it stays away the leases run out, and what the block then writes is
    refused by its token. Most chunks are done before the first renewal, which costs them a thread that only waits.
    """
    done = threading.Event()

    def renewing() -> None:
        while not done.wait(lease.total_seconds() / _RENEWALS):
            try:
                renew(engine, claim.token, lease)
            except SQLAlchemyError as error:
                log.warning("lease.not_renewed", task_id=claim.task_id, error=type(error).__name__)

    thread = threading.Thread(target=renewing, name="leases", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
