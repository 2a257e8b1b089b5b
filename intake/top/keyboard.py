"""Waits for a time or for a key, whichever comes first, without Enter."""

import os
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def keys_at_once() -> Iterator[None]:
    """Let keys come as they are pressed, unseen; the terminal is as before afterwards. Ctrl-C stays Ctrl-C."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def keys_within(seconds: float) -> str:
    """Return what is pressed, as soon as it is, or "" after `seconds`; also where nobody has a keyboard."""
    if not sys.stdin.isatty():
        time.sleep(seconds)
        return ""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    # Not by sys.stdin.read: it would take more than it gives, and select would not see the rest.
    return os.read(sys.stdin.fileno(), 64).decode("utf-8", "replace") if ready else ""
