"""How long and how often to try again: exponential backoff with full jitter, until nothing has gone on for too long."""

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from pipeline.messages import Message

from .errors import TryAgain, UnreachableError

T = TypeVar("T")
_BASE_S, _CAP_S = 0.5, 15.0
_MOST_ASKED_S = 300.0  # what a server may ask us to wait at once


class Patience:
    """Shared by all threads of one client: what one of them achieves renews the patience of all.

    `on_trouble` is told why we wait, once until something goes on again.
    """

    def __init__(self, url: str, seconds: float, on_trouble: Callable[[Message], None]) -> None:
        self._url = url
        self._seconds = seconds
        self._on_trouble = on_trouble
        self._last_progress = time.monotonic()
        self._told = False
        self._lock = threading.Lock()

    def try_until_done(self, work: Callable[[], T]) -> T:
        """Return what `work` gives, as soon as it gives it. Raises `UnreachableError`, or what else `work` raises."""
        begun, tries = time.monotonic(), 0
        while True:
            try:
                done = work()
            except TryAgain as trouble:
                since = time.monotonic() if trouble.busy else max(begun, self._last_progress)
                tries = 0 if trouble.busy else tries + 1
                time.sleep(self._pause_s(trouble, tries, since))
            else:
                self.note_progress()
                return done

    def note_progress(self) -> None:
        """Renew the patience: something went on."""
        with self._lock:
            self._last_progress = time.monotonic()
            self._told = False

    def _pause_s(self, trouble: TryAgain, tries: int, since: float) -> float:
        """How long to wait now. Raises `UnreachableError` when patience has ended."""
        waited_s = time.monotonic() - since
        if waited_s >= self._seconds and not trouble.busy:
            raise UnreachableError(self._url, waited_s, trouble.reason) from trouble
        self._tell(trouble.reason)
        backoff_s = random.uniform(0, min(_CAP_S, _BASE_S * 2 ** max(0, tries - 1)))  # noqa: S311 - only spreads clients
        if trouble.busy:
            return min(trouble.after_s, _MOST_ASKED_S) + backoff_s
        left_s = max(0.0, self._seconds - waited_s)
        return min(max(trouble.after_s, backoff_s), left_s)

    def _tell(self, reason: Message) -> None:
        with self._lock:
            told, self._told = self._told, True
        if not told:
            self._on_trouble(reason)
