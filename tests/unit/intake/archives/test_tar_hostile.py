"""TAR archives that are damaged, lie or attack: each bad entry is refused with its code, and what is lost is told."""

import gzip
import lzma
import tarfile
import zlib
from pathlib import Path

import pytest

from .reading import limits, opened
from .tars import END, filled, header, plain, record, summed, tarred

MB = 2**20
GOOD = plain("good.txt", b"good")


def sparse(name: str, maps: int = 0) -> bytes:
    """A sparse file of old GNU, whose map goes on in so many blocks."""
    block = bytearray(header(name, 3, b"S"))
    block[482] = maps > 0
    more = b"".join(bytes(504) + bytes([left > 0]) + bytes(7) for left in reversed(range(maps)))
    return summed(block) + more + filled(b"123")


NAMES = {
    "climbing": b"../a.txt",
    "climbing from within": b"a/../../b.txt",
    "from the root": b"/etc/passwd",
    "a drive": b"C:\\a.txt",
    "climbing with backslashes": b"..\\a.txt",
    "a line feed": b"a\nb.txt",
    "empty": b"",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: bytes) -> None:
    found = opened(tmp_path, plain(name, b"x") + GOOD + END)
    assert [code for _, code in found.refused] == ["file.name"]
    assert (found.files, found.error) == ([("good.txt", b"good")], None)


def test_a_long_name_may_be_too_long_and_hold_what_no_name_may(tmp_path: Path) -> None:
    long = plain("././@LongLink", b"a" * 60_000, b"L") + plain("short", b"x")
    nul = plain("pax", record("path", b"a\0b"), b"x") + plain("short", b"x")
    found = opened(tmp_path, long + nul + GOOD + END)
    assert [code for _, code in found.refused] == ["file.name"] * 2
    assert found.files == [("good.txt", b"good")]


ENTRIES = {
    "a link": (plain("bad", b"", b"2"), "archive.link"),
    "a hard link": (plain("bad", b"", b"1"), "archive.link"),
    "a character device": (plain("bad", b"", b"3"), "archive.special"),
    "a block device": (plain("bad", b"", b"4"), "archive.special"),
    "a pipe": (plain("bad", b"", b"6"), "archive.special"),
    "a link that declares data": (header("bad", 999, b"2"), "archive.link"),
    "a kind that nobody knows": (plain("bad", b"x" * 999, b"Q"), "archive.special"),
    "a part of a file": (plain("bad", b"x", b"M"), "archive.special"),
    "a sparse file": (sparse("bad"), "archive.special"),
    "a sparse file with a long map": (sparse("bad", maps=300), "archive.special"),
    "a sparse file of PAX": (
        plain("pax", record("GNU.sparse.major", "1") + record("GNU.sparse.name", "bad"), b"x") + plain("odd", b"1"),
        "archive.special",
    ),
    "too large": (plain("bad", bytes(20 * MB + 1)), "file.too_large"),
}


@pytest.mark.parametrize(("entry", "code"), ENTRIES.values(), ids=ENTRIES)
def test_a_bad_entry_is_refused_and_its_neighbours_are_not(tmp_path: Path, entry: bytes, code: str) -> None:
    found = opened(tmp_path, plain("first.txt", b"1") + entry + GOOD + END)
    assert found.refused == [("bad", code)]
    assert found.files == [("first.txt", b"1"), ("good.txt", b"good")]
    assert found.error is None


WHOLE = GOOD + plain("b.txt", b"x" * 2000) + END
ENDED = gzip.compress(WHOLE)
ARCHIVES = {
    "no mark at the end": GOOD,
    "cut off between two entries": WHOLE[: len(GOOD)],
    "cut off in a header": WHOLE[: len(GOOD) + 99],
    "cut off behind a header": WHOLE[: len(GOOD) + 512],
    "a header with a wrong checksum": GOOD + b"!" + plain("b")[1:] + END,
    "something behind its end": GOOD + END + b"x" * 512,
    "something short behind its end": GOOD + END + b"x",
    "a size below zero": GOOD + header("b", -512) + END,
    "a size that is no number": GOOD + plain("pax", record("size", "many"), b"x") + plain("b") + END,
    "a size of a thousand digits": GOOD + plain("pax", record("size", "9" * 1000), b"x") + plain("b") + END,
    "a PAX record that is none": GOOD + plain("pax", b"path=x\n", b"x") + plain("b") + END,
    "a PAX record of no length": GOOD + plain("pax", b"0 a=b\n", b"x") + plain("b") + END,
    "a PAX record that ends elsewhere": GOOD + plain("pax", b"99 path=x\n", b"x") + plain("b") + END,
    "a PAX header of 2 MB": GOOD + plain("pax", record("path", b"a" * 2 * MB), b"x") + plain("b") + END,
    "a long name of 2 MB": GOOD + plain("long", b"a" * 2 * MB, b"L") + plain("b") + END,
    "a PAX header longer than the file": GOOD + header("pax", MB - 1, b"x") + END,
    "all the headers and no entry": GOOD + plain("long", b"abc", b"L") * 5000,
    "a map without end": GOOD + sparse("b", maps=20)[:5000],
    "gzip, cut off": ENDED[:-9],
    "gzip, its checksum cut off": ENDED[:-3],
    "gzip, a wrong checksum": ENDED[:-8] + b"\0\0\0\0" + ENDED[-4:],
    "gzip, a wrong length": ENDED[:-4] + b"\0\0\0\0",
    "gzip, and something else behind": ENDED + b"x" * 99,
    "gzip, and another cut off": ENDED + ENDED[:30],
    "xz, cut off": lzma.compress(WHOLE)[:-9],
    "xz for a machine with much memory": lzma.compress(WHOLE, preset=9),
}
_NOTHING_BEFORE = ("gzip, a wrong", "xz for")


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_damaged_archive_says_so_and_gives_what_came_before(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, ARCHIVES[name])
    assert found.error == "archive.damaged"
    # A checksum stands behind what it is of, here in the same piece; and with xz too little comes, or nothing.
    assert found.files[:1] == ([] if name.startswith(_NOTHING_BEFORE) else [("good.txt", b"good")])


def test_an_entry_that_is_cut_off_is_told_beside_the_archive(tmp_path: Path) -> None:
    found = opened(tmp_path, GOOD + plain("b.txt", b"x" * 2000)[:-600])
    assert found.refused == [("b.txt", "archive.damaged")]
    assert found.error == "archive.damaged"


def repeated(head: bytes, megabytes: int) -> bytes:
    """Gzip of `head` and then so many MB of zeros."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = [engine.compress(head)]
    packed.extend(engine.compress(bytes(MB)) for _ in range(megabytes))
    return b"".join(packed) + engine.flush()


BOMBS = {
    "a bomb in an entry that is too large": header("b", 60 * MB),
    "a bomb in what is said of all": header("b", 60 * MB, b"g"),
    "a bomb behind the end": END,
    "a bomb of litter": header("Thumbs.db", 60 * MB),
    "a bomb in a link's name": header("b", 60 * MB, b"K"),
}


@pytest.mark.parametrize("head", BOMBS.values(), ids=BOMBS)
def test_a_bomb_ends_the_archive(tmp_path: Path, head: bytes) -> None:
    found = opened(tmp_path, repeated(GOOD + head, 60))
    assert found.error == "archive.bomb"
    assert found.files == [("good.txt", b"good")]


def test_a_bomb_of_files_is_stopped_while_one_is_read(tmp_path: Path) -> None:
    found = opened(tmp_path, gzip.compress(b"".join(plain(str(n), bytes(6 * MB)) for n in range(9)) + END))
    assert [name for name, _ in found.files] == ["0", "1"]
    assert found.refused == [("2", "archive.bomb")]
    assert found.error == "archive.bomb"


def test_the_bytes_of_all_entries_are_limited(tmp_path: Path) -> None:
    data = b"".join(plain(str(n), b"x" * 60_000) for n in range(9)) + END
    found = opened(tmp_path, data, limits(total_bytes=200_000))
    assert found.error == "archive.bomb"
    assert found.files == [(str(n), b"x" * 60_000) for n in range(len(found.files))]


def test_too_many_entries_end_the_archive(tmp_path: Path) -> None:
    data = tarred({str(n): b"x" for n in range(9)})
    assert len(opened(tmp_path, data, limits(entries=9)).files) == 9
    found = opened(tmp_path, data, limits(entries=4))
    assert (found.error, len(found.files)) == ("archive.too_many", 4)


def test_headers_that_tell_of_the_next_are_forgotten_with_it(tmp_path: Path) -> None:
    named = plain("pax", record("path", "b.txt") + record("size", "1"), b"x") + plain("short", b"1")
    found = opened(tmp_path, named + GOOD + END)
    assert found.files == [("b.txt", b"1"), ("good.txt", b"good")]


def test_a_chain_of_thousands_of_headers_is_followed(tmp_path: Path) -> None:
    chain = plain("long", b"a\0", b"L") * 2000 + plain("pax", record("path", "b.txt"), b"x") * 2000
    assert opened(tmp_path, chain + GOOD + END).files == [("b.txt", b"good")]


def test_an_entry_of_any_type_leaves_its_neighbour_alone(tmp_path: Path) -> None:
    about_the_next = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME}
    for type_ in {bytes([n]) for n in range(256)} - about_the_next:
        found = opened(tmp_path, plain("x", b"", type_) + GOOD + END)
        assert (found.error, found.files[-1]) == (None, ("good.txt", b"good"))


def test_folders_without_end_are_too_many(tmp_path: Path) -> None:
    assert opened(tmp_path, plain("f", b"", b"5") * 1001 + GOOD + END).error == "archive.too_many"
