"""One entry of an archive, as it is handed on: with its bytes, or with why it is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.errors import ReportError


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `chunks` gives its bytes, once, before the next member is asked for.

    It raises a `ReportError` when the entry turns out to be damaged or a bomb: what it gave before is then void.
    """

    name: str
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """One entry that is not taken; the others go on. `name` is as it stands in the archive where it cannot be used."""

    name: str
    error: ReportError
