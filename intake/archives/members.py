"""What all archives have in common: their limits, and their entries one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from config.settings import LimitSettings
from pipeline.errors import ArchiveBomb, ArchiveTooMany, FileTooLarge, ReportError

# What operating systems leave in archives and no person put there; it is passed over. Nothing else ever is.
_LITTER_FOLDERS = frozenset({"__MACOSX"})
_LITTER_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
# Below these sizes a ratio says nothing: short texts of blanks pack as well as bombs do.
_SMALL_ENTRY, _SMALL_ARCHIVE = 1024 * 1024, 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold; sizes in bytes, ratios of unpacked to packed."""

    file_bytes: int
    entries: int
    total_bytes: int
    ratio: int
    depth: int

    @classmethod
    def of(cls, limits: LimitSettings) -> Self:
        """The limits that are set."""
        return cls(
            limits.file_bytes, limits.archive_entries, limits.archive_bytes, limits.archive_ratio, limits.archive_depth
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `chunks` gives its bytes, once, before the next member is asked for.

    It raises a `ReportError` when the entry turns out to be damaged, too large or a bomb.
    """

    name: str
    chunks: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """One entry that is not taken; the others go on."""

    name: str
    error: ReportError


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield each entry of an archive but folders and what operating systems left there.

    Raises a `ReportError` where the archive as a whole is damaged, a bomb or too large, after what came before it.
    """
    from . import tar
    from . import zip as zip_

    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    return zip_.members(path, limits) if is_zip else tar.members(path, limits)


def is_litter(name: str) -> bool:
    """Whether an entry is an operating system's, and no person's."""
    *folders, last = name.replace("\\", "/").split("/")
    return last in _LITTER_NAMES or bool(_LITTER_FOLDERS & set(folders))


def decoded(raw: bytes) -> str:
    """A name whose encoding is not told: UTF-8, or that of Chinese Windows."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


class Budget:
    """What may still be unpacked of one archive."""

    def __init__(self, limits: ArchiveLimits, packed_bytes: int) -> None:
        self._limits = limits
        self._most = min(limits.total_bytes, max(_SMALL_ARCHIVE, limits.ratio * packed_bytes))
        self._entries = self._unpacked = 0

    def enter(self) -> None:
        """Count one entry. Raises `ArchiveTooMany`."""
        self._entries += 1
        if self._entries > self._limits.entries:
            raise ArchiveTooMany(limit=self._limits.entries)

    def spend(self, size_bytes: int) -> None:
        """Count bytes that were unpacked. Raises `ArchiveBomb`."""
        self._unpacked += size_bytes
        if self._unpacked > self._most:
            raise ArchiveBomb(limit_bytes=self._most)

    def spend_on(self, entry_bytes: int, packed_bytes: int | None) -> None:
        """Check one entry by what it came to so far. Raises `ArchiveBomb` or `FileTooLarge`, for that entry alone."""
        if packed_bytes is not None:
            most = max(_SMALL_ENTRY, self._limits.ratio * packed_bytes)
            if entry_bytes > most:
                raise ArchiveBomb(limit_bytes=most)
        if entry_bytes > self._limits.file_bytes:
            raise FileTooLarge(size_bytes=entry_bytes, limit_bytes=self._limits.file_bytes)
