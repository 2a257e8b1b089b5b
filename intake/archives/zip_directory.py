"""The directory of a ZIP archive, entry by entry: it is never held in memory, whatever its size."""

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import ArchiveDamaged

from .entry_names import decoded
from .zip_extra import unicode_path, wide_sizes

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LONGEST_COMMENT = 65_535
_PADDING = b"\0\r\n "  # what transfers add to a file's end
_UTF_8 = 0x800


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the directory stands in the file, and how many entries it declares."""

    start: int
    stop: int
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is listed; `offset` is where its local header stands, sizes are what it declares."""

    raw_name: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    mode: int

    @property
    def is_folder(self) -> bool:
        """A folder has no bytes; what has some is a file, however it is called."""
        named_so = self.name.endswith(("/", "\\")) or stat.S_ISDIR(self.mode)
        return named_so and not self.unpacked


def directory_of(file: BinaryIO) -> Directory:
    """Find the directory. Raises `ArchiveDamaged` where there is none, or where anything lies before or behind the archive."""
    size = file.seek(0, 2)
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise ArchiveDamaged(reason="不完整 it is cut off")
    _, disk, _, _, count, length, start, comment = _END.unpack_from(tail, at)
    if tail[at + _END.size + comment :].strip(_PADDING):
        raise ArchiveDamaged(reason="末尾之后另有数据 other data stands behind its end")
    stop = tail_at + at
    wide = _wide_end(file, stop)
    if wide:
        stop, count, length, start = wide
    elif disk:
        raise ArchiveDamaged(reason="只是分卷之一 it is one part of a split archive")
    if start + length != stop:
        raise ArchiveDamaged(reason="目录位置不符 its directory is not where it should be")
    return Directory(start, stop, count)


def entries(file: BinaryIO, directory: Directory) -> Iterator[Entry]:
    """Yield the entries as they are listed; the file is read onwards from one to the next.

    Raises `ArchiveDamaged` where the directory is senseless or has another number of entries than it declares.
    """
    position, count = directory.start, 0
    file.seek(position)
    while position < directory.stop:
        head = file.read(_ENTRY.size)
        if len(head) < _ENTRY.size or not head.startswith(b"PK\x01\x02"):
            raise ArchiveDamaged(reason="目录有误 its directory is wrong")
        fields = _ENTRY.unpack(head)
        name, extra, comment = (file.read(length) for length in fields[10:13])
        position += _ENTRY.size + len(name) + len(extra) + len(comment)
        count += 1
        yield _entry(fields, name, extra)
    if position != directory.stop or (count - directory.count) % 65_536:  # old programs count no further
        raise ArchiveDamaged(reason="目录不完整 its directory is incomplete")


def _entry(fields: tuple[int, ...], raw: bytes, extra: bytes) -> Entry:
    flags, method, crc, mode = fields[3], fields[4], fields[7], fields[15] >> 16
    unpacked, packed, offset = wide_sizes(extra, fields[9], fields[8], fields[16])
    return Entry(raw, _name(raw, extra, flags), flags, method, crc, packed, unpacked, offset, mode)


def _name(raw: bytes, extra: bytes, flags: int) -> str:
    """The Unicode path where it is of this very name; UTF-8 where the entry says so and it is; else what it looks like."""
    said = unicode_path(extra, raw)
    if said is None and flags & _UTF_8:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            pass
    return said if said is not None else decoded(raw)


def _wide_end(file: BinaryIO, stop: int) -> tuple[int, int, int, int] | None:
    """Where a ZIP64 directory ends, how many entries it has, its length and where it begins; None if it is none."""
    locator_at = stop - _LOCATOR_64.size
    if locator_at < 0:
        return None
    file.seek(locator_at)
    signature, _, end_at, _ = _LOCATOR_64.unpack(file.read(_LOCATOR_64.size))
    if signature != b"PK\x06\x07":
        return None
    if end_at + _END_64.size > locator_at:
        raise ArchiveDamaged(reason="ZIP64 目录有误 its ZIP64 directory is wrong")
    file.seek(end_at)
    signature, *_, count, length, start = _END_64.unpack(file.read(_END_64.size))
    if signature != b"PK\x06\x06":
        raise ArchiveDamaged(reason="ZIP64 目录有误 its ZIP64 directory is wrong")
    return end_at, count, length, start
