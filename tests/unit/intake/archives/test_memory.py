"""Hostile archives are read in flat memory: in a process of its own, which may take 20 MB more than it began with."""

import gzip
import lzma
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from .tars import END, header, plain, record, summed
from .zips import Entry, end, zipped

MB = 2**20
READ = """
import resource, sys
from pathlib import Path
from intake.archives import ArchiveLimits, Member, kind_of, members
from pipeline.errors import ReportError

path, most = Path(sys.argv[1]), int(sys.argv[2])
in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (in_use + most, in_use + most))
kind = kind_of(path)
limits = ArchiveLimits(20 * 2**20, 50_000, 2**31, 10**6, 1)
count, code = 0, None
try:
    for member in members(path, limits):
        count += 1
        if isinstance(member, Member):
            try:
                for piece in member.chunks():
                    pass
            except ReportError:
                pass
except ReportError as error:
    code = error.code
print(kind, count, code)
"""


def gzipped(pieces: Iterable[bytes]) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([engine.compress(piece) for piece in pieces]) + engine.flush()


def globals_of_pax() -> Iterable[bytes]:
    return (plain("g", record(f"x{n}", b"v" * 60_000), b"g") for n in range(1000))


def map_of_a_sparse_file() -> Iterable[bytes]:
    block = bytearray(header("b", 3, b"S"))
    block[482] = 1
    yield summed(block)
    yield from [(bytes(504) + b"\1" + bytes(7)) * 2048] * 64


def large_directory() -> bytes:
    """Entries with the longest names, fields and comments, all at one place."""
    entry = Entry(b"n" * 60_000, b"", extra=b"\0" * 60_000).central(0)
    return b"PK\3\4" + entry * 400 + end(400, len(entry) * 400, 4)


def many_folders() -> bytes:
    entry = Entry(b"f/").central(0)
    return b"PK\3\4" + entry * 400_000 + end(400_000 % 65_536, len(entry) * 400_000, 4)


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a file of 128 MB": (lambda: gzipped([header("a", 128 * MB), *[bytes(MB)] * 128, END]), "tar 1 None"),
    "19 MB in zip": (lambda: zipped(*(Entry(b"%d" % n, bytes(19 * MB)) for n in range(4))), "zip 4 None"),
    "what is said of all entries": (lambda: gzipped(globals_of_pax()), "tar 0 archive.damaged"),
    "the map of a sparse file": (lambda: gzipped(map_of_a_sparse_file()), "tar 0 archive.damaged"),
    "a chain of long names": (
        lambda: gzipped(plain("l", b"a" * 60_000, b"L") for _ in range(1000)),
        "tar 0 archive.damaged",
    ),
    "a name in gzip of 32 MB": (lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 32 * MB, "None 0 archive.damaged"),
    "thousands of empty streams": (lambda: gzip.compress(b"") * 100_000, "None 0 archive.damaged"),
    "a directory of long entries": (large_directory, "zip 400 None"),
    "a directory of folders": (many_folders, "zip 0 archive.too_many"),
    "50,000 entries": (lambda: zipped(*(Entry(b"%d" % n, b"x") for n in range(50_000))), "zip 50000 None"),
    "xz as it is made": (
        lambda: lzma.compress(header("a", 16 * MB) + bytes(16 * MB) + END),
        "tar 1 None",
    ),
    "xz that asks for 1.5 GB": (
        lambda: lzma.compress(
            header("a") + END, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1536 * MB, "preset": 0}]
        ),
        "None 0 archive.damaged",
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on address space is Linux's")
@pytest.mark.parametrize(("make", "expected"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_is_read_in_flat_memory(tmp_path: Path, make: Callable[[], bytes], expected: str) -> None:
    path = tmp_path / "archive"
    path.write_bytes(make())
    command = [sys.executable, "-c", READ, str(path), str(20 * MB)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (ended.stdout.strip(), ended.stderr) == (expected, "")
