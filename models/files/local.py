"""A store in a folder."""

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from .base import CHUNK_BYTES, checked
from .errors import FileCorrupt, FileMissing
from .spool import Spool, Spooled, disk_told

_SYNCS_AT_ONCE = 8


class LocalFiles:
    """A FileStore in a folder, `root/ab/cd/<sha256>`; many processes and hosts may share the folder.

    A put that is killed leaves at most a file in `root/.spool`, which nothing reads.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spool = Spool(root / ".spool")

    def put(self, data: bytes) -> str:
        """As `keep`, with bytes."""
        spooled = self.spool.filled([data])
        try:
            self.keep([spooled])
        finally:
            spooled.discard()
        return spooled.sha256

    def keep(self, spooled: Sequence[Spooled]) -> None:
        """Syncs the files, renames them, and syncs each folder once; what is there already and whole stays."""
        with disk_told():
            targets = {self._path(each.sha256): each for each in spooled}
            new = {target: each for target, each in targets.items() if not _holds(target, each)}
            _sync_all([each.path for each in new.values()])
            for target, each in new.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                each.path.replace(target)
            # Also for a file that was there: its writer may not have come to this line yet.
            _sync_all({folder for target in targets for folder in self._folders_of(target)})
            for each in spooled:
                each.discard()

    def get(self, sha256: str) -> bytes:
        """Reads the whole file and hashes it."""
        with self._open(sha256) as file, disk_told():
            data = file.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileCorrupt(sha256)
        return data

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Opens the file before it returns."""
        return _pieces(self._open(sha256))

    def has(self, sha256: str) -> bool:
        """Looks for the name only."""
        path = self._path(sha256)
        with disk_told():
            return path.is_file()

    def check(self) -> None:
        """Writes a byte and removes it."""
        spooling = self.spool.new()
        try:
            spooling.write(b"\n")
            spooling.finish()
        finally:
            spooling.discard()

    def _folders_of(self, target: Path) -> set[Path]:
        """The folders in which a new file may have made an entry."""
        above = self.root.absolute().parent
        ours = {above} if os.access(above, os.R_OK) else set()  # one that is closed to us was not made by us
        return ours | {target.parent, target.parent.parent, self.root}

    def _open(self, sha256: str) -> BinaryIO:
        path = self._path(sha256)
        with disk_told():
            try:
                return path.open("rb")
            except FileNotFoundError:
                raise FileMissing(sha256) from None

    def _path(self, sha256: str) -> Path:
        checked(sha256)
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file, disk_told():
        while piece := file.read(CHUNK_BYTES):
            yield piece


def _holds(path: Path, spooled: Spooled) -> bool:
    """Whether the file is there, whole and undamaged; one that cannot be read is not."""
    try:
        return path.stat().st_size == spooled.size_bytes and _hash(path) == spooled.sha256
    except OSError:
        return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_all(paths: Collection[Path]) -> None:
    """Sync many at the same time: a busy disk writes them together, several times as fast; a few need no threads."""
    if len(paths) <= _SYNCS_AT_ONCE:
        for path in paths:
            _sync(path)
        return
    with ThreadPoolExecutor(_SYNCS_AT_ONCE) as threads:
        for _ in threads.map(_sync, paths):
            pass


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
