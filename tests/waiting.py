"""Waiting for a condition with a deadline, the only way in which tests wait."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T | None], within_s: float = 30, what: str = "the condition") -> T:
    """Return the first true result of `condition`; an AssertionError after `within_s`."""
    deadline = time.monotonic() + within_s
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < deadline, f"{what} did not come true within {within_s} s"
        time.sleep(0.05)
