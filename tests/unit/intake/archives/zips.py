"""ZIP archives written by hand, so that each field may lie."""

import struct
import zlib
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
UTF_8, ENCRYPTED = 0x800, 0x1


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


@dataclass(frozen=True)
class Entry:
    """One entry; what is None is what is true of `data`."""

    name: bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    extra: bytes = b""
    mode: int = 0
    crc: int | None = None
    unpacked: int | None = None
    packed: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    body: bytes | None = None

    @property
    def packed_data(self) -> bytes:
        if self.body is not None:
            return self.body
        return deflated(self.data) if self.method == DEFLATED else self.data

    @property
    def sizes(self) -> tuple[int, int, int]:
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        packed = len(self.packed_data) if self.packed is None else self.packed
        return crc, packed, len(self.data) if self.unpacked is None else self.unpacked

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        head = (b"PK\3\4", 20, self.flags, self.method, 0, 33, *self.sizes, len(name), 0)
        return struct.pack("<4s5H3L2H", *head) + name + self.packed_data

    def central(self, offset: int) -> bytes:
        at = offset if self.offset is None else self.offset
        lengths = (len(self.name), len(self.extra), 0, 0, 0, self.mode << 16, at)
        head = (b"PK\1\2", 0x0314, 20, self.flags, self.method, 0, 33, *self.sizes, *lengths)
        return struct.pack("<4s6H3L5H2L", *head) + self.name + self.extra


def end(count: int, length: int, start: int, comment: bytes = b"", disk: int = 0) -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", disk, disk, count, count, length, start, len(comment)) + comment


def wide_end(count: int, length: int, start: int, at: int | None = None) -> bytes:
    """The end of a ZIP64 archive; `at` is where it says that it stands."""
    own_at = start + length if at is None else at
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, own_at, 1)
    return record + locator + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def zipped(*entries: Entry, count: int | None = None, comment: bytes = b"", disk: int = 0, wide: bool = False) -> bytes:
    body, directory = bytearray(), bytearray()
    for each in entries:
        directory += each.central(len(body))
        body += each.local()
    count = len(entries) if count is None else count
    where = (count, len(directory), len(body))
    return bytes(body + directory) + (wide_end(*where) if wide else end(*where, comment, disk))


def field(kind: int, data: bytes) -> bytes:
    return struct.pack("<2H", kind, len(data)) + data
