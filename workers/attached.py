"""The deployed mode seen from a command: workers, reconciler and broker run elsewhere, we only talk to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from celery import Celery

from config.settings import Settings

from .app import create_app
from .resources import Resources, build_resources


class System(Protocol):
    """A running system that takes reports: embedded in this process, or attached to."""

    @property
    def alone(self) -> bool:
        """Whether nobody else submits to it."""

    @property
    def app(self) -> Celery:
        """The Celery app that publishes to the system's broker."""

    @property
    def resources(self) -> Resources:
        """The system's database and files."""

    def keep_alive(self) -> None:
        """Start again what is ours and has died; to be called every now and then."""


class Attached:
    """A system that others run, at the addresses of `settings`."""

    alone = False

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        self.resources = build_resources(settings)

    def keep_alive(self) -> None:
        """Nothing is ours here."""


@contextmanager
def attached(settings: Settings) -> Iterator[Attached]:
    """Use the running system at `settings.broker_url`; nothing connects before it is used."""
    system = Attached(settings)
    try:
        yield system
    finally:
        system.resources.engine.dispose()
