"""Whatever bytes come in, a report comes out: with figures or with an error, never an exception."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.report import Report
from pipeline.stages import read_report
from tests.making import LAYOUTS, Layout, consistent_truth, render

from .fuzz import troubles
from .spoiling import PIECES, spoiled

layouts: st.SearchStrategy[Layout] = st.sampled_from([*LAYOUTS, "html"])


def check(data: bytes) -> Report:
    report = read_report(data, "anything")
    assert troubles(report) == ()
    return report


@given(st.binary(max_size=2000))
@example(b"\xff\xfe")
@example(b"<html>")
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_report(data: bytes) -> None:
    check(data)


@given(st.text(max_size=1000))
@settings(max_examples=40, deadline=None)
def test_any_text_below_a_heading_gives_a_report(words: str) -> None:
    text = "一、总体情况\n" + "说明" * 150 + words + "\n三、收到和处理政府信息公开申请情况\n" + words
    check(text.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(PIECES), max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_heap_of_table_pieces_gives_a_report(pieces: list[str]) -> None:
    heap = "".join(pieces)
    text = "一、总体情况\n" + "说明" * 150 + heap + "\n二、主动公开政府信息情况\n" + heap
    text += "\n三、收到和处理政府信息公开申请情况\n" + heap + "\n四、政府信息公开行政复议、行政诉讼情况\n" + heap
    check(text.encode("utf-8", "surrogatepass"))


@given(st.integers(min_value=0, max_value=2**32), layouts, st.sampled_from([1, 5, 50]))
@settings(max_examples=60, deadline=None)
def test_a_report_spoiled_in_any_way_gives_a_report(seed: int, layout: Layout, times: int) -> None:
    text = render(consistent_truth(seed % 100, most=random.Random(seed).choice([1, 5, 40])), layout).decode()
    check(spoiled(text, random.Random(seed), times).encode("utf-8", "surrogatepass"))
