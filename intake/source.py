"""Reads the files that a person hands in: each gives its bytes or one error of ours, and none stops the others."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import FileChanged, FileEmpty, FileNotRegular, FileTooLarge, FileUnreadable

_TRIES = 3
_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file below a folder; `name` is its path in it, printable as text whatever bytes the file system holds."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Hashed:
    """What a file was when it was read."""

    sha256: str
    size_bytes: int


def printable(path: Path) -> str:
    """Return a path as text, whatever bytes the file system holds: what is no UTF-8 is shown escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def source_files(folder: Path, but: Path | None = None) -> Iterator[SourceFile]:
    """Yield every file below `folder`, in the order of names, except below `but`; folders that are links are not entered.

    A folder that cannot be opened is yielded itself, so that it is rejected and not passed over.
    """
    unreadable: list[Path] = []
    for directory, folders, files in os.walk(
        folder, onerror=lambda e: unreadable.append(Path(os.fsdecode(e.filename)))
    ):
        folders[:] = sorted(each for each in folders if Path(directory, each) != but)
        for name in sorted(files):
            yield _source(folder, Path(directory, name))
        while unreadable:
            yield _source(folder, unreadable.pop())
    while unreadable:
        yield _source(folder, unreadable.pop())


def _source(folder: Path, path: Path) -> SourceFile:
    relative = path.relative_to(folder) if path != folder else Path(path.name)
    return SourceFile(path, printable(relative))


def read_file(path: Path, limit_bytes: int) -> bytes:
    """Return the bytes of a file.

    Raises `FileEmpty`, `FileTooLarge` (without reading it), `FileNotRegular` (a pipe would never end),
    `FileUnreadable`, or `FileChanged` when it still changes at the third try.
    """
    for _ in range(_TRIES):
        pieces: list[bytes] = []
        if _read_once(path, limit_bytes, pieces.append):
            return b"".join(pieces)
    raise FileChanged


def hash_file(path: Path, limit_bytes: int) -> Hashed:
    """Return the hash and size of a file, in flat memory. Raises as `read_file` does."""
    for _ in range(_TRIES):
        digest = hashlib.sha256()
        size_bytes = _read_once(path, limit_bytes, digest.update)
        if size_bytes:
            return Hashed(digest.hexdigest(), size_bytes)
    raise FileChanged


def _read_once(path: Path, limit_bytes: int, take: Callable[[bytes], object]) -> int:
    """Give the bytes to `take`, piece by piece, and return how many; 0 if the file was another one after than before."""
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink() and not path.exists():
            raise FileUnreadable(reason="broken link") from error
        if _is_special(path):
            raise FileNotRegular from error
        raise FileUnreadable(reason=error.strerror or type(error).__name__) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileNotRegular
        if before.st_size > limit_bytes:
            raise FileTooLarge(size_bytes=before.st_size, limit_bytes=limit_bytes)
        size_bytes = _pieces(descriptor, limit_bytes, take)
        after = os.fstat(descriptor)
    except OSError as error:
        raise FileUnreadable(reason=error.strerror or type(error).__name__) from error
    finally:
        os.close(descriptor)
    if size_bytes > limit_bytes:
        raise FileTooLarge(size_bytes=after.st_size, limit_bytes=limit_bytes)
    same = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and size_bytes == after.st_size
    if same and not size_bytes:
        raise FileEmpty
    return size_bytes if same else 0


def _pieces(descriptor: int, limit_bytes: int, take: Callable[[bytes], object]) -> int:
    """Read to the end, or to just beyond the limit; return how many bytes that were."""
    size_bytes = 0
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        while size_bytes <= limit_bytes and (piece := file.read(min(_PIECE_BYTES, limit_bytes + 1 - size_bytes))):
            take(piece)
            size_bytes += len(piece)
    return size_bytes


def _is_special(path: Path) -> bool:
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False
