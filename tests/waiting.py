"""Waiting for a condition with a deadline, the only way in which tests wait."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T | None], what: str, *, within_s: float = 60, every_s: float = 0.02) -> T:
    """Return what `look` gives as soon as it is true; fail with `what` when it is not by the deadline."""
    deadline = time.monotonic() + within_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {within_s} s: {what} (last seen: {seen!r})"
        time.sleep(every_s)
    return seen
