"""Files on their way into the store: written piece by piece, hashed while they are written, never held in memory."""

import errno
import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import FileStoreFull

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Spooled:
    """A whole file in the spool; whoever has it gives it to the store or removes it."""

    path: Path
    sha256: str
    size_bytes: int

    def discard(self) -> None:
        """Remove it. Safe to repeat, also after the store took it over."""
        self.path.unlink(missing_ok=True)


class Spooling:
    """A file that is being written; ends with `finish` or `discard`."""

    def __init__(self, path: Path) -> None:
        self.size_bytes = 0
        self._path = path
        self._hash = hashlib.sha256()
        self._file = path.open("xb")

    def write(self, data: bytes) -> None:
        """Append. Raises `FileStoreFull` where the disk is."""
        with full_disk_told():
            self._file.write(data)
        self._hash.update(data)
        self.size_bytes += len(data)

    def finish(self) -> Spooled:
        """Close the file; it is not synced yet, since the store syncs many at once."""
        with full_disk_told():
            self._file.close()
        return Spooled(self._path, self._hash.hexdigest(), self.size_bytes)

    def discard(self) -> None:
        """Remove what was written. Safe to repeat."""
        with suppress(OSError):  # what cannot be written out any more is not wanted
            self._file.close()
        self._path.unlink(missing_ok=True)


class Spool:
    """A folder of files on their way; many processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self) -> Spooling:
        """Begin a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return Spooling(self.folder / f"{secrets.token_hex(16)}.spool")

    def sweep(self, older_than_s: float) -> int:
        """Remove what processes left that were killed, and return how many files that were."""
        before, swept = time.time() - older_than_s, 0
        for path in self.folder.glob("*.spool"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Turn the system's word that there is no room into `FileStoreFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise FileStoreFull from error
        raise
