"""TAR archives, plain or compressed, read once from front to back."""

import tarfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from intake.names import clean_name
from pipeline.errors import ArchiveDamaged, ArchiveLink, ArchiveSpecial, ReportError

from .entry_names import decoded, is_litter
from .limits import ArchiveLimits, Budget
from .member import Member, RefusedMember
from .tar_headers import Header, headers
from .tar_stream import Stream
from .unpacking import PIECE_BYTES, pieces

_LINKS = frozenset({tarfile.LNKTYPE, tarfile.SYMTYPE})
_FILES = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield the files in their order."""
    budget = Budget(limits, path.stat().st_size)
    with path.open("rb") as file:
        stream = Stream(pieces(file), budget)
        for header in headers(stream):
            name = decoded(header.raw_name)
            if header.type == tarfile.DIRTYPE or is_litter(name):
                budget.pass_by()
            else:
                budget.enter()
                yield _member(stream, header, name, budget)


def _member(stream: Stream, header: Header, name: str, budget: Budget) -> Member | RefusedMember:
    try:
        name = clean_name(name)
        if header.type in _LINKS:
            raise ArchiveLink
        if header.type not in _FILES or header.is_sparse:
            raise ArchiveSpecial
        budget.refuse_too_large(header.size)
    except ReportError as error:
        return RefusedMember(name, error)
    return Member(name, partial(_chunks, stream, header))


def _chunks(stream: Stream, header: Header) -> Iterator[bytes]:
    if stream.position != header.start:
        raise RuntimeError("a member's chunks are read once, before the next member is asked for")
    left = header.size
    while left:
        data = stream.some(min(left, PIECE_BYTES))
        if not data:
            raise ArchiveDamaged(reason="不完整 it is cut off")
        left -= len(data)
        yield data
