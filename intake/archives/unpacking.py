"""Compressed bytes as a stream of small pieces, whatever they unpack to; what is cut off or damaged says so."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Protocol

from pipeline.errors import ArchiveDamaged

PIECE_BYTES = 64 * 1024
_INPUT_BYTES = 16 * 1024  # what is left of it is copied at the end of each stream, and streams may be tiny
_MOST_XZ_BYTES = 12 * 2**20  # enough up to `xz -6`, its default; a file may ask for 4 GB
_FAULTS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Decompressor(Protocol):
    """What bz2 and lzma have: it takes input when it needs some, and gives at most so much at once."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without new input."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the stream's end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return at most `max_length` bytes."""


class Inflater:
    """zlib's decompressor with the manners of the others."""

    def __init__(self, wbits: int) -> None:
        self._zlib = zlib.decompressobj(wbits)
        self._kept = b""
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the stream's end."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        """Return at most `max_length` bytes; what was not used of `data` is kept."""
        piece = self._zlib.decompress(self._kept + data, max_length)
        self._kept = self._zlib.unconsumed_tail
        self.needs_input = not self._kept and len(piece) < max_length
        return piece


_PACKINGS: tuple[tuple[bytes, Callable[[], Decompressor]], ...] = (
    (b"\x1f\x8b", partial(Inflater, zlib.MAX_WBITS | 16)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _MOST_XZ_BYTES)),
)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is compressed as a whole: gzip, bzip2 or xz."""
    return _packing(head) is not None


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield what a file holds, unpacked if it is compressed; streams that follow each other are one.

    Raises `ArchiveDamaged`.
    """
    source = iter(partial(file.read, _INPUT_BYTES), b"")
    data = next(source, b"")
    packing = _packing(data)
    if packing is None:
        yield data
        yield from source
        return
    while data:
        decompressor = packing()
        yield from unpacked(decompressor, source, data)
        data = _behind_padding(decompressor.unused_data, source)


def unpacked(decompressor: Decompressor, source: Iterator[bytes], data: bytes = b"") -> Iterator[bytes]:
    """Yield what one stream unpacks to, in pieces of at most 64 KiB; `data` comes before the source. Raises `ArchiveDamaged`."""
    while not decompressor.eof:
        if not data and decompressor.needs_input and not (data := next(source, b"")):
            raise ArchiveDamaged(reason="不完整 it is cut off")
        try:
            piece = decompressor.decompress(data, PIECE_BYTES)
        except _FAULTS as error:
            raise ArchiveDamaged(reason=f"无法解压 it cannot be unpacked: {error}") from error
        data = b""
        if piece:
            yield piece


def _packing(head: bytes) -> Callable[[], Decompressor] | None:
    return next((new for magic, new in _PACKINGS if head.startswith(magic)), None)


def _behind_padding(data: bytes, source: Iterator[bytes]) -> bytes:
    """What follows a stream, past zeros; nothing at the end of the file."""
    while not (data := data.lstrip(b"\0")):
        data = next(source, b"")
        if not data:
            return b""
    return data
