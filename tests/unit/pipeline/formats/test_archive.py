import io
import struct
import warnings
import zipfile

import pytest

from pipeline.errors import FormatDamaged, FormatEncrypted, FormatTooComplex, FormatUnknown
from pipeline.formats import read_document
from pipeline.formats.archive import MOST_ENTRIES, MOST_PART_BYTES, Archive

PARTS = {"word/document.xml": b"<document/>" * 40, "word/other.xml": b"other" * 40}
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def archive(parts: dict[str, bytes] = PARTS, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as made:
        warnings.simplefilter("ignore")
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def patched(data: bytes, header: bytes, offset: int, layout: str, number: int) -> bytes:
    """`data` with a field of its first header of that kind exchanged."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, data.index(header) + offset, number)
    return bytes(changed)


def opened(data: bytes) -> Archive:
    return Archive(data, "DOCX")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_are_read_by_name_in_any_case(method: int) -> None:
    assert opened(archive(method=method)).read("Word/Document.XML") == PARTS["word/document.xml"]
    assert "word/none.xml" not in opened(archive())


def test_a_zip_with_its_sizes_in_zip64_fields_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, made.open("a.xml", "w", force_zip64=True) as part:
        part.write(b"content")
    assert opened(out.getvalue()).read("a.xml") == b"content"


def test_bytes_before_the_zip_and_a_comment_after_it_do_no_harm() -> None:
    out = io.BytesIO(b"before" * 10)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("a.xml", b"content")
        made.comment = b"comment"
    assert opened(out.getvalue()).read("a.xml") == b"content"


def test_a_part_that_unpacks_beyond_the_bound_is_refused_whatever_size_it_declares() -> None:
    bomb = archive({"a.xml": b"\x00" * (MOST_PART_BYTES + 1)})
    for data in (bomb, patched(bomb, CENTRAL, 24, "<L", 100)):
        with pytest.raises(FormatTooComplex):
            opened(data).read("a.xml")


def test_the_bound_holds_for_all_parts_together() -> None:
    parts = {f"{index}.xml": b"\x00" * (MOST_PART_BYTES - 1) for index in range(2)}
    opening = opened(archive(parts))
    opening.read("0.xml")
    with pytest.raises(FormatTooComplex):
        opening.read("1.xml")


def test_a_part_that_is_not_what_the_directory_says_is_damaged() -> None:
    good = archive()
    wrong = {
        "checksum": patched(good, CENTRAL, 16, "<L", 1),
        "size": patched(good, CENTRAL, 24, "<L", 7),
        "name": patched(good, LOCAL, 30, "<B", ord("x")),
        "place": patched(good, CENTRAL, 42, "<L", 2**31),
        "method": patched(good, CENTRAL, 10, "<H", 99),
        "packed size": patched(good, CENTRAL, 20, "<L", 3),
    }
    for data in wrong.values():
        with pytest.raises(FormatDamaged):
            opened(data).read("word/document.xml")


def test_a_cut_off_zip_is_damaged_wherever_it_was_cut() -> None:
    good = archive()
    for end in range(1, len(good) - 1, 7):
        with pytest.raises(FormatDamaged):
            opened(good[:end]).read("word/document.xml")


def test_entries_that_overlap_are_refused() -> None:
    good = archive()
    second = good.index(CENTRAL, good.index(CENTRAL) + 1)
    overlapping = bytearray(good)
    struct.pack_into("<L", overlapping, second + 42, 0)
    with pytest.raises(FormatDamaged):
        opened(bytes(overlapping))


def test_a_part_that_stands_twice_is_refused_and_its_neighbours_are_not() -> None:
    data = archive({"a.xml": b"one", "A.xml": b"two", "b.xml": b"three"})
    assert opened(data).read("b.xml") == b"three"
    with pytest.raises(FormatDamaged):
        opened(data).read("a.xml")


def test_an_encrypted_part_says_so() -> None:
    with pytest.raises(FormatEncrypted):
        opened(patched(archive(), CENTRAL, 8, "<H", 1)).read("word/document.xml")


def test_more_entries_than_any_report_has_are_refused() -> None:
    data = archive({str(index): b"" for index in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED)
    with pytest.raises(FormatTooComplex):
        opened(data)


@pytest.mark.parametrize("lie", [0, 1, 2**32, 2**63, 2**64 - 1])
def test_a_zip64_directory_that_lies_is_damaged(lie: int) -> None:
    good = archive()
    end = good.rindex(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, lie, lie)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    with pytest.raises(FormatDamaged):
        opened(good[:end] + record + locator + good[end:]).read("word/document.xml")


def test_zips_in_zips_are_not_opened() -> None:
    inner = archive({"word/document.xml": b"x" * 1000})
    for depth in range(3):
        inner = archive({f"{depth}-{index}.zip": inner for index in range(10)})
    with pytest.raises(FormatUnknown) as caught:
        read_document(inner)
    assert caught.value.fields["seen"] == "ZIP"


def test_a_name_that_climbs_is_only_a_name() -> None:
    assert opened(archive({"../../etc/a.xml": b"a"})).read("../../etc/a.xml") == b"a"
