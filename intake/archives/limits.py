"""What an archive may hold, and the account of what was unpacked of it: real bytes, never what it declares of itself."""

from dataclasses import dataclass
from typing import Self

from config.settings import LimitSettings
from pipeline.errors import ArchiveBomb, ArchiveTooMany, FileTooLarge

# Below these sizes a ratio says nothing: tables of blanks pack as well as bombs do.
_SMALL_ENTRY_BYTES, _SMALL_ARCHIVE_BYTES = 4 * 2**20, 16 * 2**20


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


class Budget:
    """What may still be unpacked of one archive of `packed_bytes`."""

    def __init__(self, limits: ArchiveLimits, packed_bytes: int) -> None:
        self._limits = limits
        self._most_bytes = min(limits.total_bytes, max(_SMALL_ARCHIVE_BYTES, limits.ratio * packed_bytes))
        self._entries = self._passed_by = self._unpacked_bytes = 0

    def enter(self) -> None:
        """Count one file. Raises `ArchiveTooMany`."""
        self._entries += 1
        if self._entries > self._limits.entries:
            raise ArchiveTooMany(limit=self._limits.entries)

    def pass_by(self) -> None:
        """Count one entry that is no file: there may be as many as files. Raises `ArchiveTooMany`."""
        self._passed_by += 1
        if self._passed_by > self._limits.entries:
            raise ArchiveTooMany(limit=self._limits.entries)

    def spend(self, size_bytes: int) -> None:
        """Count bytes that were unpacked. Raises `ArchiveBomb`, and goes on doing so."""
        self._unpacked_bytes += size_bytes
        if self._unpacked_bytes > self._most_bytes:
            raise ArchiveBomb(limit_bytes=self._most_bytes)

    def refuse_too_large(self, entry_bytes: int) -> None:
        """Raise `FileTooLarge` for an entry of that size."""
        if entry_bytes > self._limits.file_bytes:
            raise FileTooLarge(size_bytes=entry_bytes, limit_bytes=self._limits.file_bytes)

    def refuse_bomb(self, entry_bytes: int, packed_bytes: int) -> None:
        """Raise `ArchiveBomb` for an entry that came to so much from so little."""
        most_bytes = max(_SMALL_ENTRY_BYTES, self._limits.ratio * packed_bytes)
        if entry_bytes > most_bytes:
            raise ArchiveBomb(limit_bytes=most_bytes)
