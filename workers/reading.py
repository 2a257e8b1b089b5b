"""Reads files within bounds: what may crash, hang or fill the memory is read in a process of its own, the rest here.

It must start quickly: `nianbao parse` uses it without Celery and without a database.
"""

import hashlib
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, TypeVar

from config.settings import Settings
from pipeline.document import Document
from pipeline.errors import MemoryExceeded, ReportError, TimeExceeded
from pipeline.formats import Converter
from pipeline.formats.office import conversion_of
from pipeline.report import File, Report, failed_report
from pipeline.stages import normalize, read_report

from .office import LibreOffice
from .policy import policy_in

T = TypeVar("T")
# Up to this size a text or a web page cannot hurt: the worst that was found takes Lexbor about a second.
_HARMLESS_BYTES = 128 * 1024
_PDF = b"%PDF-"
_ARCHIVES = (b"PK", b"\xd0\xcf\x11\xe0")
_LEAST_S = 1.0


class Reader:
    """Reads files for one process; `convert` turns what only LibreOffice reads into what we read."""

    def __init__(self, settings: Settings, convert: Converter | None = None) -> None:
        self._limit_s = settings.work.report_limit_s
        self._memory_mb = settings.work.report_memory_mb
        self._convert = convert or LibreOffice(settings.office, self._limit_s)
        self._policy = policy_in(settings)

    def document(self, data: bytes) -> Document:
        """Return the document in `data`.

        Raises what `normalize` raises, and what `run_apart` raises about the process of a risky file.
        """
        return self._within(data, Document, lambda convert: normalize(data, convert))

    def report(self, data: bytes, name: str) -> Report:
        """Return the report in `data`; a file that cannot be read gives a report with its error.

        Bugs are not caught.
        """
        try:
            return self._within(data, Report, lambda convert: read_report(data, name, convert, self._policy))
        except ReportError as error:
            found = error
        except MemoryError:
            found = MemoryExceeded()
        file = File(name=name, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
        return failed_report(file, found, "normalize", self._policy)

    def close(self) -> None:
        """Remove what was made for conversions; the reader can be used again."""
        if isinstance(self._convert, LibreOffice):
            self._convert.close()

    def _within(self, data: bytes, kind: type[T], work: Callable[[Converter], T]) -> T:
        begun = time.monotonic()
        converted = self._converted(data)
        if converted is None and is_harmless(data):
            with processor_time(self._limit_s):
                return work(self._convert)
        from .apart import run_apart  # noqa: PLC0415 - ctypes and more, which a small text never needs
        from .confined import Bounds  # noqa: PLC0415

        left_s = max(_LEAST_S, self._limit_s - (time.monotonic() - begun))
        try:
            return run_apart(lambda: work(converted or self._convert), kind, Bounds(left_s, self._memory_mb))
        except TimeExceeded:
            raise TimeExceeded(limit_s=self._limit_s) from None

    def _converted(self, data: bytes) -> Converter | None:
        """A converter that knows what becomes of `data` already: what reads it may not start LibreOffice."""
        conversion = conversion_of(data)
        if conversion is None:
            return None
        result = self._convert(data, conversion)
        return lambda _data, _conversion: result


def is_harmless(data: bytes) -> bool:
    """Whether `data` is a text or a web page too small to do harm."""
    return len(data) <= _HARMLESS_BYTES and not data.startswith(_ARCHIVES) and _PDF not in data


@contextmanager
def processor_time(limit_s: float) -> Iterator[None]:
    """Raise `TimeExceeded` in the block once it has used `limit_s` seconds of processor time; main thread only.

    It is noticed between two steps of Python's, so a library's long call is not cut short.
    """

    def give_up(_number: int, _frame: FrameType | None) -> NoReturn:
        raise TimeExceeded(limit_s=limit_s)

    before = signal.signal(signal.SIGPROF, give_up)
    outer = signal.setitimer(signal.ITIMER_PROF, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *outer)
        signal.signal(signal.SIGPROF, before)
