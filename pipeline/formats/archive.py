"""Reads the parts of a ZIP file that hostile hands may have made: bounded by real bytes, never by what it declares.

Nothing is ever unpacked to a disk. What two programs could read in two ways (overlaps, names given twice) is refused.
"""

import itertools
import struct
import zlib
from collections import Counter

import msgspec

from pipeline.errors import FormatDamaged, FormatEncrypted, FormatTooComplex

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_ZIP_64 = 0x1
_STORED, _DEFLATED = 0, 8
_UNKNOWN_32 = 0xFFFF_FFFF
MOST_ENTRIES = 10_000  # a report has some twenty, one with hundreds of pictures some hundreds
MOST_PART_BYTES = 64 * 2**20  # a real document part has under 5 MB
MOST_BYTES = 96 * 2**20  # of all parts that are read


class _Entry(msgspec.Struct, frozen=True):
    """One entry of the directory; `offset` is where its local header stands, the sizes are what it declares."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int


class Archive:
    """The parts of a ZIP file by name, without regard to case, as office formats do.

    Raises `FormatDamaged` and `FormatTooComplex` where the directory is senseless; `format` is for people to read.
    `bytes_left` is how much may still be unpacked.
    """

    def __init__(self, data: bytes, format: str, bytes_left: int = MOST_BYTES) -> None:  # noqa: A002 - as in the errors
        self._data = data
        self._format = format
        self.bytes_left = bytes_left
        entries = self._entries()
        self._refuse_overlaps(entries)
        self._times = Counter(_key(entry) for entry in entries)
        self._parts = {_key(entry): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Return one part, unpacked.

        Raises `FormatDamaged` if it is not there, there twice, or not what the directory says; `FormatEncrypted`;
        `FormatTooComplex` beyond 64 MB, or beyond what may still be unpacked.
        """
        entry = self._parts.get(name.lower())
        if entry is None:
            raise self._damaged(f"缺少 {name} is missing")
        if self._times[name.lower()] > 1:
            raise self._damaged(f"{name} 出现两次 stands twice")
        if entry.flags & _ENCRYPTED:
            raise FormatEncrypted(format=self._format)
        part = self._unpacked(entry, name)
        if len(part) != entry.unpacked or zlib.crc32(part) != entry.crc:
            raise self._damaged(f"{name} 校验和不符 has a wrong checksum")
        self.bytes_left -= len(part)
        return part

    def _unpacked(self, entry: _Entry, name: str) -> bytes:
        packed = self._packed(entry)
        most = min(MOST_PART_BYTES, self.bytes_left)
        if entry.method == _STORED:
            part, ended = bytes(packed[: most + 1]), True
        elif entry.method == _DEFLATED:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                part, ended = inflater.decompress(packed, most + 1), inflater.eof
            except zlib.error:
                raise self._damaged(f"{name} 无法解压 cannot be unpacked") from None
        else:
            raise self._damaged(f"{name} 压缩方法 {entry.method} is an unknown compression")
        if len(part) > most:
            raise FormatTooComplex(format=self._format, reason=f"解压后超过 {MOST_PART_BYTES >> 20} MB unpacked")
        if not ended:
            raise self._damaged(f"{name} 不完整 is cut off")
        return part

    def _packed(self, entry: _Entry) -> memoryview:
        """The bytes behind an entry's local header, which must name the same part."""
        try:
            signature, *_, name_size, extra_size = _LOCAL.unpack_from(self._data, entry.offset)
        except struct.error:
            raise self._damaged("目录指向文件之外 the directory points out of the file") from None
        after_header = entry.offset + _LOCAL.size
        start = after_header + name_size + extra_size
        name = self._data[after_header : after_header + name_size]
        if signature != b"PK\x03\x04" or name != entry.name or start + entry.packed > len(self._data):
            raise self._damaged("目录与内容不符 the directory does not fit the content")
        return memoryview(self._data)[start : start + entry.packed]

    def _entries(self) -> list[_Entry]:
        start, stop, shift = self._directory()
        entries: list[_Entry] = []
        position = start
        while position < stop:
            if len(entries) >= MOST_ENTRIES:
                raise FormatTooComplex(format=self._format, reason=f"超过 {MOST_ENTRIES} 个条目 entries")
            try:
                fields = _CENTRAL.unpack_from(self._data, position)
            except struct.error:
                raise self._damaged("目录不完整 the directory is cut off") from None
            if fields[0] != b"PK\x01\x02":
                raise self._damaged("目录有误 the directory is wrong")
            name_size, extra_size, comment_size = fields[10:13]
            after_name = position + _CENTRAL.size + name_size
            name = self._data[position + _CENTRAL.size : after_name]
            extra = self._data[after_name : after_name + extra_size]
            unpacked, packed, offset = _sizes(extra, fields[9], fields[8], fields[16])
            entries.append(_Entry(name, fields[3], fields[4], fields[7], packed, unpacked, offset + shift))
            position = after_name + extra_size + comment_size
        return entries

    def _directory(self) -> tuple[int, int, int]:
        """Where the directory begins and ends, and by how much all its offsets are to be moved."""
        data = self._data
        end = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
        if end < 0 or end + _END.size > len(data):
            raise self._damaged("文件不完整 the file is cut off")
        *_, size, offset, _comment = _END.unpack_from(data, end)
        locator = end - _LOCATOR_64.size
        if locator >= 0 and data.startswith(b"PK\x06\x07", locator):
            end = data.rfind(b"PK\x06\x06", 0, locator)
            if end < 0 or end + _END_64.size > len(data):
                raise self._damaged("ZIP64 目录有误 the ZIP64 directory is wrong")
            *_, size, offset = _END_64.unpack_from(data, end)
        shift = end - size - offset
        if size > end or shift < 0:
            raise self._damaged("目录有误 the directory is wrong")
        return end - size, end, shift

    def _refuse_overlaps(self, entries: list[_Entry]) -> None:
        places = sorted((entry.offset, entry.offset + _LOCAL.size + entry.packed) for entry in entries)
        if any(one[1] > two[0] for one, two in itertools.pairwise(places)):
            raise self._damaged("条目重叠 its entries overlap")

    def _damaged(self, reason: str) -> FormatDamaged:
        return FormatDamaged(format=self._format, reason=reason)


def _key(entry: _Entry) -> str:
    r"""The name by which a part is asked for; some programs write `\\` or a leading `/`."""
    name = entry.name.decode("utf-8" if entry.flags & _UTF_8 else "cp437", "replace")
    return name.replace("\\", "/").lstrip("/").lower()


def _sizes(extra: bytes, unpacked: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The two sizes and the offset, from the ZIP64 field where the plain ones say that they stand there."""
    wide = _zip64_field(extra)
    values = [unpacked, packed, offset]
    for index, value in enumerate(values):
        if value == _UNKNOWN_32 and len(wide) >= 8:
            values[index], wide = int.from_bytes(wide[:8], "little"), wide[8:]
    return values[0], values[1], values[2]


def _zip64_field(extra: bytes) -> bytes:
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind == _ZIP_64:
            return extra[position + 4 : position + 4 + size]
        position += 4 + size
    return b""
