"""Archives with bytes changed, cut out or put in: nothing but errors of ours comes, and no more bytes than may."""

import gzip
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.archives import kind_of

from .reading import limits, outcome
from .tars import header, plain, record, tarred
from .test_round_trip import packed
from .zips import STORED, Entry, zipped

FILES = [("市局/a.txt", b"one" * 999), ("b.docx", bytes(range(256)) * 9), ("c.txt", b""), ("d" * 120, b"4" * 70_000)]
_BOMB = Entry(b"bomb", bytes(8 * 2**20))
WHOLE = [
    *(packed(FILES, writer) for writer in ("zip", "zip, stored", "tar", "tar of GNU", "tar.gz", "tar.bz2", "tar.xz")),
    zipped(Entry(b"a", b"1", STORED), _BOMB, wide=True),
    plain("pax", record("path", "x" * 200) + record("size", "3"), b"x") + header("a") + tarred(FILES),
    gzip.compress(tarred(FILES[:2])) + gzip.compress(tarred(FILES[2:])),
]
LIMITS = limits(file_bytes=100_000, entries=20, total_bytes=300_000)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 5))):
        # Headers stand at both ends; most of what is between is contents.
        near = draw(st.integers(0, min(600, len(data) - 1)))
        at = draw(st.sampled_from([near, len(data) - 1 - near]) | st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["change", "change", "cut out", "put in", "cut off"])):
            case "change":
                data[at] = draw(st.integers(0, 255))
            case "cut out":
                del data[at : at + draw(st.integers(1, 40))]
            case "put in":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
            case _:
                del data[max(at, 1) :]
        data = data or bytearray(b"P")
    return bytes(data)


@settings(max_examples=600, deadline=None)
@given(data=damaged())
def test_damage_of_any_kind_gives_errors_of_ours_and_no_more_than_may_be(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive")
        path.write_bytes(data)
        kind_of(path)
        found = outcome(path, LIMITS)
    assert found.most_bytes <= LIMITS.file_bytes
    assert sum(len(data) for _, data in found.files) <= LIMITS.total_bytes
    assert len(found.files) + len(found.refused) <= LIMITS.entries


@settings(max_examples=300, deadline=None)
@given(head=st.sampled_from([b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b""]), rest=st.binary())
def test_bytes_that_only_begin_like_an_archive_give_errors_of_ours(head: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive")
        path.write_bytes(head + rest)
        kind_of(path)
        found = outcome(path, LIMITS)
    assert found.error is not None or head + rest == b"" or found.files == []
