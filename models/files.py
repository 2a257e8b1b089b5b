"""The store of submitted bytes, addressed by their SHA-256; it knows nothing of reports or of the database."""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

SHA256 = re.compile(r"[0-9a-f]{64}")


class FileStoreError(Exception):
    """Bytes could not be given back; `sha256` says which."""

    def __init__(self, sha256: str, message: str) -> None:
        super().__init__(message)
        self.sha256 = sha256


class FileMissing(FileStoreError):  # noqa: N818 - named for what happened
    """No file with this content is in the store."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256, f"no file with SHA-256 {sha256} is in the store; restore it or submit the file again")


class FileCorrupt(FileStoreError):  # noqa: N818 - named for what happened
    """The file is there, but its bytes are no longer the ones that were put."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            sha256, f"the file with SHA-256 {sha256} is damaged; check the disk and submit the file again to mend it"
        )


class FileStore(Protocol):
    """Keeps bytes for ever; all names are SHA-256 in 64 lower-case hex digits, anything else is a ValueError."""

    def put(self, data: bytes) -> str:
        """Keeps `data` and gives its SHA-256; once it returns, a loss of power does not lose them. Safe to repeat."""

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their name. Raises FileMissing or FileCorrupt."""

    def has(self, sha256: str) -> bool:
        """Whether a file of that name is there; its content is not checked."""


class LocalFiles:
    """A FileStore in a folder, `root/ab/cd/<sha256>`; many processes and hosts may share the folder.

    A put that is killed leaves at most a file `.<sha256>.<random>.tmp` beside the others, which nothing reads.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """Writes beside the final name, syncs, renames and syncs the folders; what is there already stays."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._path(sha256)
        if not _holds(target, data):
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, data)
        # Also for a file that was there: its writer may not have come to this line yet.
        for folder in (target.parent, target.parent.parent, self.root):
            _sync_folder(folder)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Reads the whole file and hashes it."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise FileMissing(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileCorrupt(sha256)
        return data

    def has(self, sha256: str) -> bool:
        """Looks for the name only."""
        return self._path(sha256).is_file()

    def _path(self, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256; give 64 lower-case hex digits")
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
