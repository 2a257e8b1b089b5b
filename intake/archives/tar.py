"""TAR archives, plain or gzipped, as a stream; a damaged header is an error here and never the end of the archive."""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Self, cast

from intake.names import clean_name
from pipeline.errors import ArchiveDamaged, ArchiveLink, ArchiveSpecial, ReportError

from .members import ArchiveLimits, Budget, Member, RefusedMember, decoded, is_litter

_CHUNK = 64 * 1024
_LONGEST_HEADER = 64 * 1024  # of PAX and long names, which the library reads into memory
_LONG_HEADERS = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)
_FAULTS = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError)


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield the entries in their order."""
    budget = Budget(limits, path.stat().st_size)
    try:
        with _opened(path) as unpacked:
            stream = _Counted(unpacked, budget)
            with tarfile.open(
                fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
            ) as archive:
                yield from _entries(archive, budget)
            stream.drain()
    except _FAULTS as error:
        raise ArchiveDamaged(reason=str(error) or type(error).__name__) from error


def _entries(archive: tarfile.TarFile, budget: Budget) -> Iterator[Member | RefusedMember]:
    while (info := archive.next()) is not None:
        archive.members.clear()  # type: ignore[attr-defined]  # the library would keep every header
        name = _name(info)
        if not info.isdir() and not is_litter(name):
            budget.enter()
            yield _member(archive, info, name, budget)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, budget: Budget) -> Member | RefusedMember:
    try:
        cleaned = clean_name(name)
    except ReportError as refused:
        return RefusedMember(name, refused)
    if info.islnk() or info.issym():
        return RefusedMember(cleaned, ArchiveLink())
    if not info.isreg() or info.issparse():
        return RefusedMember(cleaned, ArchiveSpecial())
    return Member(cleaned, partial(_chunks, archive, info, budget))


def _chunks(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> Iterator[bytes]:
    file = archive.extractfile(info)
    if file is None:
        raise ArchiveSpecial
    size = 0
    try:
        while data := file.read(_CHUNK):
            size += len(data)
            budget.spend_on(size, None)
            yield data
    except _FAULTS as error:
        raise ArchiveDamaged(reason=str(error) or type(error).__name__) from error


def _name(info: tarfile.TarInfo) -> str:
    return decoded(info.name.encode("utf-8", "surrogateescape"))


def _opened(path: Path) -> IO[bytes]:
    file = path.open("rb")
    if file.read(2) != b"\x1f\x8b":
        file.seek(0)
        return file
    file.close()
    return cast("IO[bytes]", gzip.open(path))


class _Header(tarfile.TarInfo):
    """A header whose damage is told: the library takes a header that it cannot read for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise  # the mark at the end
        except tarfile.HeaderError as error:
            raise ArchiveDamaged(reason=str(error)) from error
        if header.type in _LONG_HEADERS and header.size > _LONGEST_HEADER:
            raise ArchiveDamaged(reason="头部过大 a header is too large")
        return header


class _Counted(io.RawIOBase):
    """Counts what is unpacked, also of entries that nobody reads."""

    def __init__(self, source: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._source = source
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._budget.spend(len(data))
        return data

    def drain(self) -> None:
        """Read what stands behind the archive's end, so that a checksum of the whole is compared."""
        while self.read(_CHUNK):
            pass
