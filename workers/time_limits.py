"""The time that a chunk may take, kept by the pool process itself.

Not by Celery, whose main process counts it: while that waits for a broker to come back it reads no results, and then
signals processes whose work ended long ago. They die within their talk with it, and it hangs.
"""

import faulthandler
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class SoftTimeLimitExceeded(Exception):  # noqa: N818 - the name that Celery's users know
    """The chunk in hand has used up its time; what was not begun is handed back."""


@contextmanager
def time_limits(soft_s: float, hard_s: float) -> Iterator[None]:
    """Raise `SoftTimeLimitExceeded` in the block after `soft_s`, and end the process after `hard_s`; main thread only.

    The first is noticed between two steps of Python's. The second comes whatever the process does, also in a call of a
    C library that no signal reaches: a thread of C's, which needs nothing of Python's, writes where we are and exits.
    """

    def give_up(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, give_up)
    faulthandler.dump_traceback_later(hard_s, exit=True)
    signal.setitimer(signal.ITIMER_REAL, soft_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
