"""TAR archives as programs write them, plain and compressed: every file comes whole."""

import bz2
import gzip
import io
import lzma
import tarfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.archives import Member, members

from .reading import LIMITS, opened
from .tars import END, filled, header, plain, record, summed, tarred

CHINESE = "市局/年度报告.docx"
LONG = "/".join(["很长的文件夹名称"] * 12) + "/a.txt"
FILES = [(CHINESE, b"1" * 999), ("empty.txt", b""), ("block.txt", b"2" * 512), (LONG, b"3" * 200_000), ("e.txt", b"4")]
FORMATS = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT}


@pytest.mark.parametrize("packing", ["", "gz", "bz2", "xz"])
@pytest.mark.parametrize("format", FORMATS)
def test_files_come_whole_in_their_order(tmp_path: Path, format: str, packing: str) -> None:  # noqa: A002
    found = opened(tmp_path, tarred(FILES, FORMATS[format], packing=packing))
    assert found.files == FILES
    assert (found.refused, found.error) == ([], None)


def test_an_old_archive_without_a_mark_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, tarred({"a.txt": b"1"}, version_7=True)).files == [("a.txt", b"1")]


def test_a_name_in_two_parts_is_put_together(tmp_path: Path) -> None:
    name = "/".join(["folder"] * 30) + "/a.txt"
    assert opened(tmp_path, tarred({name: b"1"}, tarfile.USTAR_FORMAT)).files == [(name, b"1")]


def test_the_times_that_gnu_keeps_in_the_prefix_are_no_part_of_a_name(tmp_path: Path) -> None:
    block = bytearray(header("a.txt", 1))
    block[257:265] = b"ustar  \0"
    block[345:357] = b"14000000000\0"
    assert opened(tmp_path, summed(block) + filled(b"1") + END).files == [("a.txt", b"1")]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (CHINESE.encode("gbk"), CHINESE),
        (unicodedata.normalize("NFD", "é.txt").encode(), "é.txt"),
        (b"./a//b.txt", "a/b.txt"),
    ],
)
def test_a_name_is_read_as_it_was_meant(tmp_path: Path, raw: bytes, name: str) -> None:
    assert opened(tmp_path, plain(raw, b"1") + END).files == [(name, b"1")]
    pax = plain("pax", record("path", raw), b"x") + plain("short", b"1")
    assert opened(tmp_path, pax + END).files == [(name, b"1")]


def test_a_pax_header_may_say_the_size_and_much_else(tmp_path: Path) -> None:
    said = record("mtime", "1.5") + record("size", "3") + record("SCHILY.xattr.x", b"\0=\n" * 30_000)
    data = plain("pax", said, b"x") + header("a.txt", 0) + filled(b"123") + plain("b.txt", b"1") + END
    assert opened(tmp_path, data).files == [("a.txt", b"123"), ("b.txt", b"1")]


def test_what_is_said_of_all_entries_does_not_name_one(tmp_path: Path) -> None:
    data = plain("g", record("comment", "0123"), b"g") + plain("a.txt", b"1") + END
    assert opened(tmp_path, data).files == [("a.txt", b"1")]


def test_folders_and_what_operating_systems_leave_are_passed_over(tmp_path: Path) -> None:
    litter = b"".join(plain(name, b"x") for name in ("__MACOSX/a", "a/.DS_Store", "Thumbs.db"))
    found = opened(tmp_path, plain("a/", b"", b"5") + litter + plain("a/b.txt", b"1") + END)
    assert (found.files, found.refused, found.error) == ([("a/b.txt", b"1")], [], None)


def test_the_same_name_twice_is_two_files(tmp_path: Path) -> None:
    assert opened(tmp_path, tarred([("a", b"1"), ("a", b"2")])).files == [("a", b"1"), ("a", b"2")]


def test_archives_that_follow_each_other_are_one(tmp_path: Path) -> None:
    one, two = tarred({"a": b"1"}), tarred({"b": b"2"})
    expected = [("a", b"1"), ("b", b"2")]
    assert opened(tmp_path, one + two).files == expected
    assert opened(tmp_path, gzip.compress(one) + gzip.compress(two)).files == expected


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_compressed_in_streams_is_one(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    data = tarred(FILES)
    streams = b"".join(compress(data[at : at + 700]) for at in range(0, len(data), 700))
    assert opened(tmp_path, streams).files == FILES


def test_zeros_behind_a_compressed_archive_do_no_harm(tmp_path: Path) -> None:
    found = opened(tmp_path, gzip.compress(tarred(FILES)) + bytes(100_000))
    assert (found.files, found.error) == (FILES, None)


def test_members_that_nobody_reads_are_passed_by(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(tarred(FILES, packing="gz"))
    assert [each.name for each in members(path, LIMITS)] == [name for name, _ in FILES]


def test_a_member_is_not_read_after_the_next_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(tarred(FILES))
    first, *_ = members(path, LIMITS)
    assert isinstance(first, Member)
    with pytest.raises(RuntimeError, match="before the next"):
        list(first.chunks())


def test_what_tarfile_writes_to_a_pipe_is_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w|gz") as archive:
        info = tarfile.TarInfo(CHINESE)
        info.size = 3
        archive.addfile(info, io.BytesIO(b"123"))
    assert opened(tmp_path, target.getvalue()).files == [(CHINESE, b"123")]
