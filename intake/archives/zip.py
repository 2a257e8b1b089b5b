"""ZIP archives, by the standard library's reader, with what it does not ask: names of Chinese Windows, overlaps, bombs."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from intake.names import clean_name
from pipeline.errors import ArchiveDamaged, ArchiveEncrypted, ArchiveLink, ArchiveSpecial, ArchiveTooMany, ReportError

from .members import ArchiveLimits, Budget, Member, RefusedMember, decoded, is_litter

_CHUNK = 64 * 1024
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_DIRECTORY_ENTRY = b"PK\x01\x02"
_UNICODE_PATH = 0x7075
_LOCAL_HEADER_BYTES = 30
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield the entries in the order of the directory."""
    if _directory_entries(path, limits.entries) > limits.entries:
        raise ArchiveTooMany(limit=limits.entries)
    try:
        archive = zipfile.ZipFile(path)
    except _FAULTS as error:
        raise ArchiveDamaged(reason=_reason(error)) from error
    with archive:
        budget = Budget(limits, path.stat().st_size)
        entries = archive.infolist()
        overlapping = _overlapping(entries)
        for info in entries:
            name = _name(info)
            if info.is_dir() or is_litter(name):
                continue
            budget.enter()
            yield _member(archive, info, name, budget, overlaps=info.header_offset in overlapping)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget, *, overlaps: bool
) -> Member | RefusedMember:
    try:
        cleaned = clean_name(name)
        error = _refusal(info, overlaps=overlaps)
    except ReportError as refused:
        return RefusedMember(name, refused)
    return RefusedMember(cleaned, error) if error else Member(cleaned, partial(_chunks, archive, info, budget))


def _refusal(info: zipfile.ZipInfo, *, overlaps: bool) -> ReportError | None:
    mode = info.external_attr >> 16
    if overlaps:
        return ArchiveDamaged(reason="重叠 overlaps another entry")
    if info.flag_bits & _ENCRYPTED:
        return ArchiveEncrypted()
    if stat.S_ISLNK(mode):
        return ArchiveLink()
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return ArchiveSpecial()
    return None


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    size = 0
    try:
        with archive.open(info) as file:
            while data := file.read(_CHUNK):
                size += len(data)
                budget.spend(len(data))
                budget.spend_on(size, info.compress_size)
                yield data
    except _FAULTS as error:
        raise ArchiveDamaged(reason=_reason(error)) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name: its Unicode path where that is of this name, UTF-8 where it says so, else what it looks like."""
    if info.flag_bits & _UTF_8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    return _unicode_path(info.extra, raw) or decoded(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[int]:
    """Where entries begin that share bytes with another: a small archive can so unpack to a huge one."""
    found: set[int] = set()
    end, last = -1, -1
    for info in sorted(entries, key=lambda each: each.header_offset):
        if info.header_offset < end:
            found |= {last, info.header_offset}
        last = info.header_offset
        end = max(end, last + _LOCAL_HEADER_BYTES + info.compress_size)
    return found


def _directory_entries(path: Path, most: int) -> int:
    """At least as many entries as the directory has, counted without building it: it could fill the memory."""
    count, tail = 0, b""
    with path.open("rb") as file:
        while data := file.read(1024 * 1024):
            count += (tail + data).count(_DIRECTORY_ENTRY)
            tail = data[-len(_DIRECTORY_ENTRY) + 1 :]
            if count > most:
                break
    return count


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
