"""ZIP archives: one pass over the directory to judge it as a whole, one to hand out its files."""

import stat
import struct
import zlib
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from intake.names import clean_name
from pipeline.errors import (
    ArchiveCompression,
    ArchiveDamaged,
    ArchiveEncrypted,
    ArchiveLink,
    ArchiveSpecial,
    ReportError,
)

from .entry_names import is_litter
from .limits import ArchiveLimits, Budget
from .member import Member, RefusedMember
from .unpacking import PIECE_BYTES, Inflater, unpacked
from .zip_directory import Directory, Entry, directory_of, entries

_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # the classic way, the strong way, a hidden directory
_STORED, _DEFLATED = 0, 8


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield the files in the order of the directory."""
    with path.open("rb") as listed, path.open("rb") as file:
        directory = directory_of(listed)
        budget = Budget(limits, path.stat().st_size)
        overlapping = _surveyed(listed, directory, budget)
        files = filter(_is_file, entries(listed, directory))
        for entry, overlaps in zip(files, overlapping, strict=True):
            yield _member(file, entry, budget, overlaps=bool(overlaps))


def _is_file(entry: Entry) -> bool:
    return not entry.is_folder and not is_litter(entry.name)


def _surveyed(listed: BinaryIO, directory: Directory, budget: Budget) -> bytearray:
    """For each file 1 if it shares bytes with another or with the directory, else 0: a small archive unpacks so to a huge one.

    Raises `ArchiveTooMany` or `ArchiveDamaged`.
    """
    starts, stops = array("Q"), array("Q")
    for entry in entries(listed, directory):
        if not _is_file(entry):
            budget.pass_by()
            continue
        budget.enter()
        starts.append(entry.offset)
        stops.append(min(entry.offset + _LOCAL.size + len(entry.raw_name) + entry.packed, 2**64 - 1))
    overlapping = bytearray(stop > directory.start for stop in stops)
    last, end = -1, 0
    for index in sorted(range(len(starts)), key=starts.__getitem__):
        if starts[index] < end:
            overlapping[index] = overlapping[last] = 1
        if stops[index] > end:
            last, end = index, stops[index]
    return overlapping


def _member(file: BinaryIO, entry: Entry, budget: Budget, *, overlaps: bool) -> Member | RefusedMember:
    name = entry.name
    try:
        name = clean_name(entry.name)
        if overlaps:
            raise ArchiveDamaged(reason="与其他内容重叠 it overlaps other parts of the archive")
        _refuse(entry)
        budget.refuse_too_large(entry.unpacked)
        budget.spend(0)
    except ReportError as error:
        return RefusedMember(name, error)
    return Member(name, partial(_chunks, file, entry, budget))


def _refuse(entry: Entry) -> None:
    if entry.flags & _ENCRYPTED:
        raise ArchiveEncrypted
    if stat.S_ISLNK(entry.mode):
        raise ArchiveLink
    if stat.S_IFMT(entry.mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ArchiveSpecial
    if entry.method not in {_STORED, _DEFLATED}:
        raise ArchiveCompression(method=entry.method)


def _chunks(file: BinaryIO, entry: Entry, budget: Budget) -> Iterator[bytes]:
    size = crc = 0
    for piece in _unpacked(file, entry):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        budget.spend(len(piece))
        budget.refuse_bomb(size, entry.packed)
        if size > entry.unpacked:
            break
        yield piece
    if (size, crc) != (entry.unpacked, entry.crc):
        raise ArchiveDamaged(reason="大小或校验和不符 its size or checksum is wrong")


def _unpacked(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    packed = _packed(file, entry)
    return packed if entry.method == _STORED else unpacked(Inflater(-zlib.MAX_WBITS), packed)


def _packed(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The bytes behind the entry's local header, which must be of the same name."""
    file.seek(entry.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise ArchiveDamaged(reason="目录与内容不符 its directory does not fit its content")
    *_, name_length, extra_length = _LOCAL.unpack(head)
    if file.read(name_length) != entry.raw_name:
        raise ArchiveDamaged(reason="目录与内容不符 its directory does not fit its content")
    file.seek(extra_length, 1)
    left = entry.packed
    while left and (data := file.read(min(left, PIECE_BYTES))):
        left -= len(data)
        yield data
