"""A file of this machine as the client knows it: found, then either held (with its hash) or refused (with a reason)."""

from dataclasses import dataclass
from pathlib import Path

from config.settings import LimitSettings
from intake.archives import kind_of
from intake.names import clean_name
from intake.source import hash_file
from pipeline.errors import FileChanged, FileUnreadable, ReportError
from pipeline.messages import Message

_MAY_PASS = (FileUnreadable.code, FileChanged.code)


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that was found; `name` is what the server is told, and no two files of one survey share it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """A file that can be sent, as it was when it was hashed. An archive is taken in entry by entry."""

    path: Path
    name: str
    sha256: str
    size_bytes: int
    is_archive: bool


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that is not sent, and why."""

    path: Path
    name: str
    code: str
    message: Message

    @property
    def may_pass(self) -> bool:
        """Whether the reason is of this moment: then the file is not accounted for, and another run may take it."""
        return self.code in _MAY_PASS


def look_at(file: LocalFile, limits: LimitSettings) -> Held | RefusedFile:
    """Hash a file, in flat memory; whatever is wrong with it is told and stops no other."""
    try:
        clean_name(file.name)
        hashed = hash_file(file.path, _limit_bytes(file.path, limits))
        is_archive = kind_of(file.path) is not None
    except ReportError as error:
        return refused(file, error)
    except OSError as error:
        return refused(file, FileUnreadable(reason=error.strerror or type(error).__name__))
    return Held(file.path, file.name, hashed.sha256, hashed.size_bytes, is_archive)


def _limit_bytes(path: Path, limits: LimitSettings) -> int:
    """How large this file may be: an archive as large as a request, since its entries are what counts."""
    if not path.is_file() or path.stat().st_size <= limits.file_bytes:
        return limits.file_bytes
    return limits.body_bytes if kind_of(path) is not None else limits.file_bytes


def refused(file: LocalFile | Held, error: ReportError) -> RefusedFile:
    """The file as one that is not sent."""
    return RefusedFile(file.path, file.name, error.code, error.message)
