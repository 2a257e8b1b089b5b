"""Runs a piece of reading in a process of its own, within time and memory, so that no file can take us down with it.

The process is a fork: it has our modules and the file in its memory already, costs some milliseconds, and is always
as fresh as we are, so that what it dies of is its own file and no neighbour's.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from pipeline.errors import MemoryExceeded, ReaderCrashed, ReportError, TimeExceeded
from pipeline.formats import docx, pdf, xlsx  # noqa: F401 - so that a fork has them and need not import them each time

from .confined import Answer, Bounds, live_and_die

T = TypeVar("T")
_MOST_ANSWER = 64 * 1024 * 1024  # a report's text has some kilobytes; what a reader makes of a bomb is not taken in
_AT_ONCE = 1024 * 1024


class BugApartError(Exception):
    """A bug of ours in the other process: the exception's name, the places it came through, and its traceback."""

    def __init__(self, name: str, places: tuple[str, ...], trace: str) -> None:
        super().__init__(name)
        self.name, self.places, self.trace = name, places, trace


def run_apart(work: Callable[[], T], kind: type[T], bounds: Bounds) -> T:
    """Return what `work` returns, a value of the msgspec type `kind`, from a process of its own within `bounds`.

    Raises the errors of ours that `work` raises; `TimeExceeded`, `MemoryExceeded` and `ReaderCrashed` for what ended
    the process; `MemoryError` when the machine had no memory left; `BugApartError` for any other exception. The
    process opens no connection, writes no file, and outlives neither this call nor us.
    """
    incoming, outgoing = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        live_and_die(work, outgoing, parent, bounds)
    try:
        os.close(outgoing)
        packed = _received(incoming, bounds.time_s)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(incoming)
        _, status, used = os.wait4(child, 0)
    if not packed or status != 0:
        raise _cause_of_death(os.waitstatus_to_exitcode(status), used.ru_maxrss, bounds)
    return _opened(packed, kind)


def _received(pipe: int, time_s: float) -> bytes:
    """All that comes through the pipe until its other end is closed."""
    deadline = time.monotonic() + time_s
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    pieces: list[bytes] = []
    room = _MOST_ANSWER
    while (left := deadline - time.monotonic()) > 0 and waiting.poll(left * 1000):
        piece = os.read(pipe, _AT_ONCE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        room -= len(piece)
        if room < 0:
            raise MemoryExceeded
    raise TimeExceeded(limit_s=time_s)


def _cause_of_death(status: int, peak_kb: int, bounds: Bounds) -> Exception:
    """What a process that gave no answer died of."""
    if status == -signal.SIGKILL:  # not by us: the kernel does so when the machine's memory is used up
        return MemoryError()
    if status == -signal.SIGXCPU:
        return TimeExceeded(limit_s=bounds.time_s)
    if sys.platform == "linux" and peak_kb > bounds.memory_mb * 1024 / 2:
        return MemoryExceeded()  # a library that is refused memory may abort
    return ReaderCrashed(reason=signal.Signals(-status).name if status < 0 else f"exit {status}")


def _opened(packed: bytes, kind: type[T]) -> T:
    """The value in an answer, or the exception that it tells of."""
    answer = msgspec.msgpack.decode(packed, type=Answer)
    match answer.kind:
        case "value":
            return msgspec.msgpack.decode(answer.value, type=kind)
        case "error":
            raise _errors()[answer.name](**answer.fields)
        case "memory":
            raise MemoryExceeded
        case "bug":
            raise BugApartError(answer.name, answer.places, answer.trace)


def _errors(base: type[ReportError] = ReportError) -> dict[str, type[ReportError]]:
    """The classes of our tree by name."""
    found = {base.__name__: base}
    for each in base.__subclasses__():
        found |= _errors(each)
    return found
