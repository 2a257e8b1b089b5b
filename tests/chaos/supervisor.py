"""Starts again whatever died by itself, as `restart: unless-stopped` does, and keeps what was seen of it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from .service import Service

_LOOK_S = 0.5
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Death:
    """A service that ended by itself, and its last words."""

    service: str
    status: int
    words: str


class Supervisor:
    """Looks after services while its block lasts."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._stop = threading.Event()
        self.deaths: list[Death] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        thread = threading.Thread(target=self._watch, name="supervisor")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_S):
            for service in self._services:
                words = _last_words(service) if service.status is not None else ""
                status = service.restart_if_it_ended()
                if status is not None:
                    self.deaths.append(Death(service.name, status, words))


def _last_words(service: Service) -> str:
    """The last line that tells of trouble, or the last line."""
    lines = service.said().splitlines() or [""]
    grave = [line for line in lines if '"critical"' in line or line.startswith(("Error", "Traceback"))]
    return (grave or lines)[-1][:_MOST_WORDS]
