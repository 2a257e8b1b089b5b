"""The life of a process that reads one risky file: it takes its limits, does its work, answers by a pipe, and ends.

It must not use what it shares with its parent: connections, locks, standard streams, what is run at an exit.
"""

import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NoReturn

import msgspec

from pipeline.errors import ReportError

from .processes import end_with_parent

_MEGABYTE = 1024 * 1024
_MOST_DESCRIPTORS = 65_536
_SPARE_CPU_S = 2  # the parent looks at the clock; this is for a parent that was stopped
_MOST_TRACE = 20_000
_FORBIDDEN = frozenset(
    ["socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork"]
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one piece of work may take: seconds by the clock, and megabytes beyond what we have in use."""

    time_s: float
    memory_mb: int


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """How the work ended, as it goes through the pipe.

    `name` is the class of an error of ours, or of a bug; `fields` are an error's, `places` and `trace` a bug's.
    """

    kind: Literal["value", "error", "memory", "bug"]
    value: msgspec.Raw = msgspec.Raw(b"\xc0")
    name: str = ""
    fields: dict[str, str | int | float] = {}
    places: tuple[str, ...] = ()
    trace: str = ""


def live_and_die(work: Callable[[], object], pipe: int, parent: int, bounds: Bounds) -> NoReturn:
    """Answer with what `work` returns or raises, in a process that was just forked from `parent`, and end."""
    status = 1
    try:
        _leave_what_is_not_ours(pipe, parent)
        _take_limits(bounds)
        left = memoryview(_answer(work))
        while left:
            left = left[os.write(pipe, left) :]
        status = 0
    finally:
        os._exit(status)


def _leave_what_is_not_ours(pipe: int, parent: int) -> None:
    for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGHUP, signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for the parent, which then ends us
    end_with_parent(parent)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    most = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], _MOST_DESCRIPTORS)
    os.closerange(3, pipe)
    os.closerange(pipe + 1, most)


def _take_limits(bounds: Bounds) -> None:
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CPU, int(bounds.time_s) + _SPARE_CPU_S)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, address_space_bytes() + bounds.memory_mb * _MEGABYTE)
    sys.addaudithook(_refuse)
    gc.freeze()  # what was there before is left alone, and so stays shared with the parent


def _lower(which: int, limit: int) -> None:
    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def address_space_bytes() -> int:
    """The address space that this process has in use; Linux only."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a file of the kernel's
        return int(statm.read().split()[0]) * resource.getpagesize()


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"a reader of files may not use {event}")


def _answer(work: Callable[[], object]) -> bytes:
    try:
        answer = Answer("value", msgspec.Raw(msgspec.msgpack.encode(work())))
    except ReportError as error:
        fields = {name: v if isinstance(v, str | int | float) else str(v) for name, v in error.fields.items()}
        answer = Answer("error", name=type(error).__name__, fields=fields)
    except MemoryError:
        answer = Answer("memory")
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent is to hear of it
        trace = "".join(traceback.format_exception(error))[-_MOST_TRACE:]
        answer = Answer("bug", name=type(error).__name__, places=places_of(error), trace=trace)
    return msgspec.msgpack.encode(answer)


def places_of(error: BaseException) -> tuple[str, ...]:
    """The functions that an exception came through, outermost first, without folders and line numbers."""
    frames = traceback.extract_tb(error.__traceback__)
    return tuple(f"{frame.filename.rpartition('/')[2]}:{frame.name}" for frame in frames)
