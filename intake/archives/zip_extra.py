"""The extra fields of a ZIP entry that are read here: sizes beyond 4 GB, and the name in Unicode."""

import struct
import zlib
from collections.abc import Iterator

_WIDE_SIZES, _UNICODE_PATH = 0x0001, 0x7075
_ELSEWHERE = 0xFFFF_FFFF
_MOST_FIELDS = 64  # programs write up to five; 65,535 bytes have room for 16,000


def wide_sizes(extra: bytes, unpacked: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the three, each from the ZIP64 field where it says that it stands there."""
    values = [unpacked, packed, offset]
    if _ELSEWHERE in values:
        wide = next((field for kind, field in _fields(extra) if kind == _WIDE_SIZES), b"")
        for index, value in enumerate(values):
            if value == _ELSEWHERE and len(wide) >= 8:
                values[index], wide = int.from_bytes(wide[:8], "little"), wide[8:]
    return values[0], values[1], values[2]


def unicode_path(extra: bytes, raw_name: bytes) -> str | None:
    """Return the name of the Unicode path field, if it was made for this very name."""
    for kind, field in _fields(extra):
        if kind == _UNICODE_PATH and field[1:5] == zlib.crc32(raw_name).to_bytes(4, "little"):
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    position = count = 0
    while position + 4 <= len(extra) and count < _MOST_FIELDS:
        kind, size = struct.unpack_from("<2H", extra, position)
        yield kind, extra[position + 4 : position + 4 + size]
        position += 4 + size
        count += 1
