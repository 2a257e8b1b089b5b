"""A store in a folder."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from .base import CHUNK_BYTES, SHA256
from .errors import FileCorrupt, FileMissing
from .spool import Spool, Spooled, full_disk_told


class LocalFiles:
    """A FileStore in a folder, `root/ab/cd/<sha256>`; many processes and hosts may share the folder.

    A put that is killed leaves at most a file in `root/.spool`, which nothing reads.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spool = Spool(root / ".spool")

    def put(self, data: bytes) -> str:
        """As `keep`, with bytes."""
        spooling = self.spool.new()
        try:
            spooling.write(data)
            spooled = spooling.finish()
            self.keep([spooled])
        except BaseException:
            spooling.discard()
            raise
        return spooled.sha256

    def keep(self, spooled: Sequence[Spooled]) -> None:
        """Syncs each file, renames it, and syncs each folder once; what is there already and whole stays."""
        with full_disk_told():
            folders: set[Path] = set()
            for each in spooled:
                target = self._path(each.sha256)
                if not _holds(target, each):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _sync(each.path)
                    each.path.replace(target)
                # Also for a file that was there: its writer may not have come to this line yet.
                folders |= {target.parent, target.parent.parent, self.root}
            for folder in folders:
                _sync(folder)
        for each in spooled:
            each.discard()

    def get(self, sha256: str) -> bytes:
        """Reads the whole file and hashes it."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise FileMissing(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileCorrupt(sha256)
        return data

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Opens the file before it returns."""
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise FileMissing(sha256) from None

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece

        return pieces()

    def has(self, sha256: str) -> bool:
        """Looks for the name only."""
        return self._path(sha256).is_file()

    def check(self) -> None:
        """Writes an empty file and removes it."""
        self.spool.new().discard()

    def free_bytes(self) -> int | None:
        """What the disk has left for us, or for the folder above where ours is not there yet."""
        there = next(each for each in chain([self.root], self.root.absolute().parents) if each.exists())
        return shutil.disk_usage(there).free

    def _path(self, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256; give 64 lower-case hex digits")
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _holds(path: Path, spooled: Spooled) -> bool:
    """Whether the file is there, whole and undamaged."""
    try:
        return path.stat().st_size == spooled.size_bytes and _hash(path) == spooled.sha256
    except FileNotFoundError:
        return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
