"""Reads whole archives for tests: what came of each entry, and of the archive itself."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.archives import ArchiveLimits, Member, members
from pipeline.errors import ReportError

LIMITS = ArchiveLimits(file_bytes=20 * 2**20, entries=1000, total_bytes=2**30, ratio=200, depth=1)


@dataclass
class Outcome:
    """`files` are those that came whole, in order; `refused` the codes by name; `error` that of the archive."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    error: str | None = None
    most_bytes: int = 0


def limits(**changed: int) -> ArchiveLimits:
    return replace(LIMITS, **changed)


def outcome(path: Path, limits: ArchiveLimits = LIMITS) -> Outcome:
    """Read an archive as the intake does: each member's pieces before the next member."""
    found = Outcome()
    try:
        for member in members(path, limits):
            if not isinstance(member, Member):
                found.refused.append((member.name, member.error.code))
                continue
            data = bytearray()
            try:
                for piece in member.chunks():
                    assert 0 < len(piece) <= 64 * 1024
                    data += piece
            except ReportError as error:
                found.refused.append((member.name, error.code))
            else:
                found.files.append((member.name, bytes(data)))
            found.most_bytes = max(found.most_bytes, len(data))
    except ReportError as error:
        found.error = error.code
    return found


def opened(tmp_path: Path, data: bytes, limits: ArchiveLimits = LIMITS) -> Outcome:
    path = tmp_path / "archive"
    path.write_bytes(data)
    return outcome(path, limits)
