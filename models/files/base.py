"""What every store of submitted bytes does, and how it fails; it knows nothing of reports or of the database."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from .spool import Spooled

_SHA256 = re.compile(r"[0-9a-f]{64}")
CHUNK_BYTES = 64 * 1024


class FileStore(Protocol):
    """Keeps bytes for ever; all names are SHA-256 in 64 lower-case hex digits, anything else is a ValueError.

    Every call may raise `FileStoreUnavailable`, those that write `FileStoreFull` too.
    """

    def put(self, data: bytes) -> str:
        """Keeps `data` and gives its SHA-256; once it returns, a loss of power does not lose them. Safe to repeat."""

    def keep(self, spooled: Sequence[Spooled]) -> None:
        """Takes spooled files over, as `put` does with bytes; when it raises, what it had not taken is still spooled."""

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their name. Raises FileMissing or FileCorrupt."""

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces, unchecked. Raises FileMissing before the first."""

    def has(self, sha256: str) -> bool:
        """Whether a file of that name is there; its content is not checked."""

    def check(self) -> None:
        """Raises what a write would raise now."""


def checked(sha256: str) -> str:
    """Return the name. Raises ValueError where it is none, so that it never becomes a path."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256; give 64 lower-case hex digits")
    return sha256
