"""Files on their way into the store: written piece by piece, hashed while they are written, never held in memory."""

import errno
import hashlib
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import FileStoreFull, FileStoreUnavailable

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
        with disk_told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb")

    def write(self, data: bytes) -> None:
        """Append. Raises `FileStoreFull` where the disk is."""
        with disk_told():
            self._file.write(data)
        self._hash.update(data)
        self.size_bytes += len(data)

    def finish(self) -> Spooled:
        """Close the file; it is not synced yet, since the store syncs many at once. What fails here is discarded."""
        try:
            with disk_told():
                self._file.close()
        except BaseException:
            self.discard()
            raise
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
        return Spooling(self.folder / f"{secrets.token_hex(16)}.spool")

    def filled(self, pieces: Iterable[bytes]) -> Spooled:
        """Return a file of all the pieces; when one of them raises, nothing is left of it."""
        spooling = self.new()
        try:
            for piece in pieces:
                spooling.write(piece)
            return spooling.finish()
        except BaseException:
            spooling.discard()
            raise

    def free_bytes(self) -> int:
        """What the disk has left, or that of the folder above where ours is not there yet."""
        with disk_told():
            there = next(each for each in (self.folder, *self.folder.absolute().parents) if each.exists())
            return shutil.disk_usage(there).free

    def sweep(self, older_than_s: float) -> int:
        """Remove what processes left that were killed, where we may, and return how many files that were."""
        before, swept = time.time() - older_than_s, 0
        for path in self.folder.glob("*.spool"):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept


@contextmanager
def disk_told() -> Iterator[None]:
    """Turn what the system says of a disk into errors of the store."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise FileStoreFull from error
        raise FileStoreUnavailable(error.strerror or type(error).__name__) from error
