"""ZIP archives that are damaged, lie or attack: each bad entry is refused with its code, and the others go on."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from .reading import limits, opened
from .zips import DEFLATED, ENCRYPTED, STORED, Entry, deflated, end, field, wide_end, zipped

GOOD = Entry(b"good.txt", b"good")
MB = 2**20
ZEROS = bytes(15 * MB)

NAMES = {
    "climbing": b"../a.txt",
    "climbing from within": b"a/../../b.txt",
    "climbing with backslashes": b"a\\..\\..\\b.txt",
    "from the root": b"/etc/passwd",
    "from the root with a backslash": b"\\\\server\\share\\a.txt",
    "a drive": b"C:\\a.txt",
    "a drive's folder": b"c:a.txt",
    "NUL": b"a.txt\0.exe",
    "a line feed": b"a\nb.txt",
    "an escape": b"\x1b[2Ja.txt",
    "empty": b"",
    "only dots": b"././.",
    "too long": "报告".encode() * 200,
    "much too long": b"a/" * 30_000,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: bytes) -> None:
    found = opened(tmp_path, zipped(Entry(name, b"x"), GOOD))
    assert [code for _, code in found.refused] == ["file.name"]
    assert found.files == [("good.txt", b"good")]
    assert found.error is None


ENTRIES = {
    "a link": (Entry(b"bad", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "archive.link"),
    "a device": (Entry(b"bad", b"x", mode=stat.S_IFCHR | 0o666), "archive.special"),
    "a pipe": (Entry(b"bad", b"x", mode=stat.S_IFIFO | 0o666), "archive.special"),
    "a password": (Entry(b"bad", b"x", flags=ENCRYPTED), "archive.encrypted"),
    "a password of AES": (Entry(b"bad", b"x", 99, flags=ENCRYPTED), "archive.encrypted"),
    "deflate64": (Entry(b"bad", b"x", 9), "archive.compression"),
    "bzip2": (Entry(b"bad", b"x", 12), "archive.compression"),
    "lzma": (Entry(b"bad", b"x", 14), "archive.compression"),
    "a wrong checksum": (Entry(b"bad", b"x", crc=1), "archive.damaged"),
    "a wrong checksum, stored": (Entry(b"bad", b"x", STORED, crc=1), "archive.damaged"),
    "more than declared": (Entry(b"bad", b"x" * 999, unpacked=10), "archive.damaged"),
    "less than declared": (Entry(b"bad", b"x" * 999, unpacked=1000), "archive.damaged"),
    "a stream that is cut off": (Entry(b"bad", b"x" * 999, body=deflated(b"x" * 999)[:-3]), "archive.damaged"),
    "a stream that is none": (Entry(b"bad", b"x", body=b"\xff" * 99), "archive.damaged"),
    "no stream": (Entry(b"bad", b"x", body=b""), "archive.damaged"),
    "another name in place": (Entry(b"bad", b"x", local_name=b"worse"), "archive.damaged"),
    "a place within the directory": (Entry(b"bad", b"x", offset=120), "archive.damaged"),
    "a place outside": (Entry(b"bad", b"x", offset=0xFFFF_FFFE), "archive.damaged"),
    "a ZIP64 place outside": (
        Entry(b"bad", b"x", offset=0xFFFF_FFFF, extra=field(1, b"\xff" * 8)),
        "archive.damaged",
    ),
    "no ZIP64 field": (Entry(b"bad", b"x", packed=0xFFFF_FFFF), "archive.damaged"),
    "a short ZIP64 field": (Entry(b"bad", b"x", unpacked=0xFFFF_FFFF, extra=field(1, b"\1")), "file.too_large"),
    "too large": (Entry(b"bad", bytes(range(256)) * 90_000), "file.too_large"),
    "a bomb": (Entry(b"bad", ZEROS), "archive.bomb"),
    "a bomb that says that it is small": (Entry(b"bad", ZEROS, unpacked=9), "archive.damaged"),
    "a bomb that says that it was large": (Entry(b"bad", ZEROS, packed=MB), "archive.damaged"),
}


@pytest.mark.parametrize(("entry", "code"), ENTRIES.values(), ids=ENTRIES)
def test_a_bad_entry_is_refused_and_its_neighbour_is_not(tmp_path: Path, entry: Entry, code: str) -> None:
    found = opened(tmp_path, zipped(GOOD, entry))
    assert found.refused == [("bad", code)]
    assert found.files == [("good.txt", b"good")]
    assert found.error is None


def test_texts_of_blanks_pack_well_and_are_no_bombs(tmp_path: Path) -> None:
    blanks = b" " * (3 * MB)
    assert len(blanks) > 200 * len(deflated(blanks))
    assert opened(tmp_path, zipped(Entry(b"a.txt", blanks))).files == [("a.txt", blanks)]


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    kernel = Entry(b"a", b"x" * 100)
    found = opened(tmp_path, zipped(kernel, Entry(b"a", b"x" * 100, offset=0), GOOD))
    assert found.refused == [("a", "archive.damaged")] * 2
    assert found.files == [("good.txt", b"good")]


def test_a_bomb_whose_entries_quote_the_headers_between_them_is_refused(tmp_path: Path) -> None:
    inner = Entry(b"b", b"x" * 9, STORED)
    quoting = Entry(b"a", inner.local(), STORED)
    directory = quoting.central(0) + inner.central(31)
    found = opened(tmp_path, quoting.local() + directory + end(2, len(directory), len(quoting.local())))
    assert found.refused == [("a", "archive.damaged"), ("b", "archive.damaged")]
    assert found.files == []


def test_an_entry_that_holds_many_others_is_found_out(tmp_path: Path) -> None:
    inner = [Entry(b"%d" % n, b"x", STORED) for n in range(3)]
    outer = Entry(b"outer", b"".join(each.local() for each in inner), STORED)
    at = len(outer.local()) - len(outer.data)
    directory = outer.central(0) + b"".join(e.central(at + n * len(e.local())) for n, e in enumerate(inner))
    found = opened(tmp_path, outer.local() + directory + end(4, len(directory), len(outer.local())))
    assert sorted(name for name, _ in found.refused) == ["0", "1", "2", "outer"]


def test_an_archive_that_unpacks_to_too_much_stops_and_names_what_is_left(tmp_path: Path) -> None:
    data = zipped(*(Entry(b"%d" % n, bytes(3 * MB)) for n in range(8)))
    found = opened(tmp_path, data)  # each is small enough, all are not
    assert [name for name, _ in found.files] == ["0", "1", "2", "3", "4"]
    assert found.refused == [(str(n), "archive.bomb") for n in (5, 6, 7)]


def test_the_bytes_of_all_entries_are_limited_also_when_they_pack_badly(tmp_path: Path) -> None:
    found = opened(
        tmp_path, zipped(*(Entry(b"%d" % n, b"x" * 999, STORED) for n in range(3))), limits(total_bytes=2000)
    )
    assert [name for name, _ in found.files] == ["0", "1"]
    assert found.refused == [("2", "archive.bomb")]


def test_too_many_entries_are_refused_before_the_first(tmp_path: Path) -> None:
    entries = [Entry(b"%d" % n, b"x") for n in range(4)] + [Entry(b"folder/"), Entry(b"Thumbs.db", b"x")]
    assert len(opened(tmp_path, zipped(*entries), limits(entries=4)).files) == 4
    found = opened(tmp_path, zipped(*entries), limits(entries=3))
    assert (found.error, found.files) == ("archive.too_many", [])


def test_entries_of_documents_within_are_not_counted(tmp_path: Path) -> None:
    inner = zipped(*(Entry(b"%d" % n, b"x") for n in range(20)))
    found = opened(tmp_path, zipped(Entry(b"a.docx", inner, STORED)), limits(entries=1))
    assert found.files == [("a.docx", inner)]


WHOLE = zipped(GOOD, Entry(b"b.txt", b"x" * 99))
ARCHIVES = {
    "cut off": WHOLE[:-1],
    "half": WHOLE[: len(WHOLE) // 2],
    "its beginning": WHOLE[:4],
    "data before it": b"PK\3\4 something else" + WHOLE,
    "two, one behind the other": WHOLE + zipped(GOOD),
    "data behind it": WHOLE + b"something else",
    "too few declared": zipped(GOOD, GOOD, count=1),
    "too many declared": zipped(GOOD, count=2),
    "a part of a split one": zipped(GOOD, disk=1),
    "a directory that is none": GOOD.local() + b"x" * 99 + end(1, 99, len(GOOD.local())),
    "a directory beyond the file": GOOD.local() + GOOD.central(0) + end(1, 0xFFFF_FFF0, 7),
    "a directory that is cut off": GOOD.local() + GOOD.central(0)[:50] + end(1, 50, len(GOOD.local())),
    "an entry that reaches out of it": GOOD.local() + GOOD.central(0)[:-2] + end(1, 52, len(GOOD.local())),
    "a ZIP64 end elsewhere": GOOD.local() + GOOD.central(0) + wide_end(1, 54, len(GOOD.local()), at=3),
    "a ZIP64 end outside": GOOD.local() + GOOD.central(0) + wide_end(1, 54, len(GOOD.local()), at=2**63),
    "a ZIP64 directory of all bytes": GOOD.local() + GOOD.central(0) + wide_end(2**63, 2**63, 2**63, at=0),
    "a comment that is not there": zipped(GOOD)[:-2] + b"\xff\xff",
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_damaged_archive_is_refused_as_a_whole(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, ARCHIVES[name])
    if name == "a comment that is not there":  # every entry is
        assert [each for each, _ in found.files] == ["good.txt"]
    else:
        assert (found.error, found.files, found.refused) == ("archive.damaged", [], [])


def test_a_password_of_a_real_program_is_told(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", b"1")
    locked = bytearray(data.getvalue())
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        locked[locked.index(signature) + at] |= ENCRYPTED
    assert opened(tmp_path, bytes(locked)).refused == [("a.txt", "archive.encrypted")]


def test_the_same_entry_deflated_in_pieces_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, zipped(Entry(b"a", b"y" * 200_000, DEFLATED))).files == [("a", b"y" * 200_000)]
