"""Whole reports in each encoding, declared rightly, wrongly or not at all; cut, damaged, and no text at all."""

import contextlib
import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.errors import EncodingUnknown
from pipeline.formats.encoding import Decoded, decoded, unmarked_utf16
from tests.making import LAYOUTS, Layout, consistent_truth, render

SIMPLIFIED_SCRIPT = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32",
}
TRADITIONAL_SCRIPT = {"big5hkscs": "big5", "cp950": "big5", "gb18030": "gb18030", "utf-8": "utf-8"}
DECLARED = [None, "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "x-no-such"]

seeds = st.integers(0, 200)
unhurried = settings(deadline=None, max_examples=40)  # making a report takes longer than reading it
to_traditional = OpenCC("s2t").convert
layouts = st.sampled_from([*LAYOUTS, "html"])


@lru_cache(maxsize=64)
def report(seed: int = 0, layout: Layout = "pipes") -> str:
    return render(consistent_truth(seed), layout).decode()


def traditional(text: str, encoding: str) -> str:
    return str(to_traditional(text)).encode(encoding, "ignore").decode(encoding)


@unhurried
@given(seeds, layouts, st.sampled_from([*SIMPLIFIED_SCRIPT]), st.sampled_from(DECLARED))
def test_a_report_reads_the_same_in_each_encoding_whatever_is_declared(
    seed: int, layout: Layout, encoding: str, declared: str | None
) -> None:
    text = report(seed, layout)
    assert decoded(text.encode(encoding), declared) == Decoded(text, SIMPLIFIED_SCRIPT[encoding], doubtful=False)


@unhurried
@given(seeds, layouts, st.sampled_from([*TRADITIONAL_SCRIPT]), st.sampled_from(DECLARED))
def test_a_traditional_report_is_big5_only_where_that_is_how_it_reads(
    seed: int, layout: Layout, encoding: str, declared: str | None
) -> None:
    text = traditional(report(seed, layout), encoding)
    assert decoded(text.encode(encoding), declared) == Decoded(text, TRADITIONAL_SCRIPT[encoding], doubtful=False)


@unhurried
@given(seeds, st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "big5"]), st.integers(1, 400))
def test_a_character_cut_at_the_end_is_dropped_and_the_rest_read(seed: int, encoding: str, cut: int) -> None:
    text = traditional(report(seed), encoding) if encoding == "big5" else report(seed)
    read = decoded(text.encode(encoding)[:-cut])
    assert text.startswith(read.text)
    assert len(text) - len(read.text) <= cut
    assert not read.doubtful


@given(st.binary(max_size=2000) | st.binary(max_size=50).map(lambda some: some * 40), st.sampled_from(DECLARED))
def test_any_bytes_give_clean_text_or_the_one_error(data: bytes, declared: str | None) -> None:
    try:
        text = decoded(data, declared).text
    except EncodingUnknown:
        return
    assert "\0" not in text
    text.encode()  # no half of a character


@unhurried
@given(seeds, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.data())
def test_one_broken_byte_is_never_read_as_if_nothing_were(seed: int, encoding: str, data: st.DataObject) -> None:
    whole = report(seed).encode(encoding)
    at = data.draw(st.integers(4, len(whole) - 4))
    read = decoded(whole[:at] + b"\xff" + whole[at + 1 :])
    # In UTF-16 any two bytes are a character, so there the change may stay unseen.
    assert encoding == "utf-16" or read.doubtful == ("\ufffd" in read.text)
    assert encoding != "utf-8" or read.doubtful


def test_a_few_broken_bytes_in_a_long_text_leave_the_rest_readable_and_doubtful() -> None:
    text = report() * 10
    data = bytearray(text.encode())
    data[len(data) // 2] = 0xFF
    read = decoded(bytes(data))
    assert (read.encoding, read.doubtful) == ("utf-8", True)
    assert 1 <= read.text.count("\ufffd") <= 3


def test_bytes_that_are_broken_all_over_are_not_read() -> None:
    data = bytearray(report().encode())
    data[10::50] = b"\xff" * len(data[10::50])
    with pytest.raises(EncodingUnknown):
        decoded(bytes(data))


@pytest.mark.parametrize("scar", ["\ufffd", "锟斤拷"])
def test_what_another_program_lost_makes_a_valid_file_doubtful(scar: str) -> None:
    assert decoded(f"{report()}{scar}".encode()).doubtful


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_a_report_that_was_encoded_twice_is_doubtful_at_least(wrong: str) -> None:
    garbled = report().encode().decode(wrong, "replace").encode()
    with contextlib.suppress(EncodingUnknown):
        assert decoded(garbled).doubtful


def test_utf16_without_a_mark_is_told_from_binary_and_from_plain_text() -> None:
    assert unmarked_utf16(report().encode("utf-16-le")) == "utf-16-le"
    assert unmarked_utf16(report().encode("utf-16-be")) == "utf-16-be"
    for data in (report().encode(), bytes(range(256)) * 40, b"", b"\0" * 4000, b"MZ\x90\0\3\0\0\0" * 500):
        assert unmarked_utf16(data) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_twenty_megabytes_are_read_in_seconds(encoding: str) -> None:
    data = report().encode(encoding)
    data *= 20_000_000 // len(data)
    started = time.process_time()
    assert decoded(data).encoding == encoding
    assert time.process_time() - started < 6


@pytest.mark.parametrize("hostile", [b"\xff", b"\x81\x30", b"\x00\xd8", b"\xe4\xb8", bytes(range(128, 256))])
def test_megabytes_of_no_text_are_refused_in_seconds(hostile: bytes) -> None:
    started = time.process_time()
    with pytest.raises(EncodingUnknown):
        decoded(hostile * (20_000_000 // len(hostile)))
    assert time.process_time() - started < 6
