"""The broker of a system that another process runs: the one that is set, or the private one of a data folder."""

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import Settings

from .private_valkey import reachable_socket, url_of


@contextmanager
def with_broker(settings: Settings) -> Iterator[Settings]:
    """Settings whose `broker_url` leads to the running system's broker for as long as the block lasts.

    It stays empty where no broker is set and none was ever started on the data folder; whether one answers is not
    looked at.
    """
    if settings.broker_url:
        yield settings
        return
    with reachable_socket(settings.broker_dir.resolve()) as path:
        yield settings.model_copy(update={"broker_url": url_of(path) if path.exists() else ""})
