"""The unpacked bytes of a TAR archive, read forwards only; each is counted, also those that nobody asked for."""

from collections.abc import Iterator

from pipeline.errors import ArchiveDamaged

from .limits import Budget
from .unpacking import PIECE_BYTES

BLOCK_BYTES = 512


class Stream:
    """Pieces as one stream; `position` is how much of it was read. Each way to read raises `ArchiveBomb` or `ArchiveDamaged`."""

    def __init__(self, pieces: Iterator[bytes], budget: Budget) -> None:
        self.position = 0
        self._pieces = pieces
        self._budget = budget
        self._piece = b""
        self._at = 0

    def some(self, most: int) -> bytes:
        """Return at least one byte and at most so many; none at the end."""
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
            self._budget.spend(len(self._piece))
        data = self._piece[self._at : self._at + most]
        self._at += len(data)
        self.position += len(data)
        return data

    def exactly(self, size: int) -> bytes:
        """Return so many bytes."""
        data = bytearray()
        while len(data) < size:
            more = self.some(size - len(data))
            if not more:
                raise ArchiveDamaged(reason="不完整 it is cut off")
            data += more
        return bytes(data)

    def block(self) -> bytes:
        """Return the next block, or nothing at the end."""
        begun = self.some(BLOCK_BYTES)
        return begun + self.exactly(BLOCK_BYTES - len(begun)) if begun else b""

    def go_to(self, position: int) -> None:
        """Pass by what stands before a position."""
        while self.position < position:
            if not self.some(min(position - self.position, PIECE_BYTES)):
                raise ArchiveDamaged(reason="不完整 it is cut off")


def whole_blocks(size: int) -> int:
    """So many bytes and what fills up their last block."""
    return -(-size // BLOCK_BYTES) * BLOCK_BYTES
