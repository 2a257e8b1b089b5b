"""ZIP archives as programs write them: every file comes whole, under the name that its writer meant."""

import io
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest

from .reading import limits, opened
from .zips import STORED, UTF_8, Entry, field, zipped

CHINESE = "市局/年度报告.docx"


def unicode_path(of: bytes, name: str) -> bytes:
    return field(0x7075, b"\1" + zlib.crc32(of).to_bytes(4, "little") + name.encode())


NAMES = {
    "UTF-8 that says so": (Entry(CHINESE.encode(), b"1", flags=UTF_8), CHINESE),
    "UTF-8 that says nothing": (Entry(CHINESE.encode(), b"1"), CHINESE),
    "Chinese Windows": (Entry(CHINESE.encode("gbk"), b"1"), CHINESE),
    "characters beyond GBK": (Entry("㑇㐂𠀀.txt".encode("gb18030"), b"1"), "㑇㐂𠀀.txt"),
    "a name of GBK that says it is UTF-8": (Entry(CHINESE.encode("gbk"), b"1", flags=UTF_8), CHINESE),
    "the first PC": (Entry(b"r\x82sum\x82\xff.txt", b"1"), "résumé\u00a0.txt"),
    "a Unicode path": (Entry(b"?.docx", b"1", extra=unicode_path(b"?.docx", CHINESE)), CHINESE),
    "a Unicode path behind other fields": (
        Entry(b"?", b"1", extra=field(0x5455, b"12345") + unicode_path(b"?", CHINESE)),
        CHINESE,
    ),
    "a Unicode path of another name": (Entry(b"b.txt", b"1", extra=unicode_path(b"a.txt", CHINESE)), "b.txt"),
    "a Unicode path that is none": (Entry(b"b.txt", b"1", extra=field(0x7075, b"\1")), "b.txt"),
    "a field that is cut off": (Entry(b"b.txt", b"1", extra=b"\x75\x70\xff\xff\1\2\3"), "b.txt"),
    "backslashes": (Entry("市局\\a.txt".encode("gbk"), b"1"), "市局/a.txt"),
    "a second byte that looks like a backslash": (Entry("乗".encode("gbk"), b"1"), "乗"),
    "dots and doubled slashes": (Entry(b"./a//./b.txt", b"1"), "a/b.txt"),
    "decomposed letters": (Entry(unicodedata.normalize("NFD", "é.txt").encode(), b"1"), "é.txt"),
    "a file that is called like a folder": (Entry(b"a/b/", b"1"), "a/b"),
}


@pytest.mark.parametrize(("entry", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_read_as_it_was_meant(tmp_path: Path, entry: Entry, name: str) -> None:
    found = opened(tmp_path, zipped(entry))
    assert found.files == [(name, b"1")]
    assert found.error is None


def test_files_come_whole_in_their_order_also_twice_under_one_name(tmp_path: Path) -> None:
    listed = [
        Entry(b"b.txt", b"2" * 200_000),
        Entry(b"a.txt", bytes(range(256)) * 999, STORED),
        Entry(b"a.txt", b"other"),
        Entry(b"empty.txt", b""),
        Entry(b"empty-stored.txt", b"", STORED),
    ]
    found = opened(tmp_path, zipped(*listed, comment="备注".encode()))
    assert found.files == [(each.name.decode(), each.data) for each in listed]
    assert (found.refused, found.error) == ([], None)


def test_only_folders_and_what_operating_systems_leave_are_passed_over(tmp_path: Path) -> None:
    litter = [b"__MACOSX/._a.txt", b"x/.DS_Store", b"Thumbs.db", b"THUMBS.DB", b"x/desktop.ini", b"x\\Desktop.ini"]
    folders = [Entry(b"x/"), Entry(b"y\\"), Entry(b"z", mode=0o040755)]
    kept = [b"~$a.docx", b"._a.txt", b".hidden", b"Thumbs.db.txt", b"MACOSX/a"]
    found = opened(tmp_path, zipped(*folders, *(Entry(name, b"1") for name in litter + kept)))
    assert [name.encode() for name, _ in found.files] == kept
    assert (found.refused, found.error) == ([], None)


def test_an_empty_file_whose_gbk_name_ends_like_a_folder_is_not_lost(tmp_path: Path) -> None:
    assert opened(tmp_path, zipped(Entry("乗".encode("gbk")))).files == [("乗", b"")]


def test_sizes_may_stand_in_zip64_fields(tmp_path: Path) -> None:
    data = b"1" * 999
    wide = field(1, b"".join(n.to_bytes(8, "little") for n in (999, 999, 0)))
    elsewhere = 0xFFFF_FFFF
    entry = Entry(b"a.txt", data, STORED, extra=wide, unpacked=elsewhere, packed=elsewhere, offset=elsewhere)
    assert opened(tmp_path, zipped(entry, wide=True)).files == [("a.txt", data)]


def test_what_the_standard_library_writes_to_a_pipe_is_read(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CHINESE, b"1" * 999)
        with archive.open("b.txt", "w", force_zip64=True) as file:
            file.write(b"2" * 999)
    assert opened(tmp_path, pipe.data).files == [(CHINESE, b"1" * 999), ("b.txt", b"2" * 999)]


def test_more_entries_than_the_end_can_count_are_all_there(tmp_path: Path) -> None:
    listed = (Entry(b"%d" % number, b"", STORED) for number in range(65_540))
    found = opened(tmp_path, zipped(*listed, count=4), limits(entries=70_000))
    assert (len(found.files), found.error) == (65_540, None)


def test_padding_behind_the_end_does_no_harm(tmp_path: Path) -> None:
    assert opened(tmp_path, zipped(Entry(b"a", b"1")) + b"\r\n\0\0").files == [("a", b"1")]
