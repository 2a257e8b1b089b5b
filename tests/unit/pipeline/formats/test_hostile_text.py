"""Texts and web pages of shapes that no person makes: read through all stages, each ends soon in a report or our error.

The limit is generous, and what takes the square of its size would still be far beyond it.
"""

from collections.abc import Callable

import pytest

from pipeline.errors import FormatTooComplex
from pipeline.formats import html
from pipeline.stages import read_report

_SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
_PROSE = "本机关认真贯彻落实政府信息公开条例，依法做好主动公开和依申请公开工作。" * 4
_MANY = 1_000_000


def text(between: str, encoding: str = "utf-8") -> bytes:
    """A report with this in its third section, where tables are looked for."""
    lines = [line for title in _SECTIONS[:3] for line in (title, _PROSE)]
    return "\n".join([*lines, between, _SECTIONS[3], _PROSE]).encode(encoding, "surrogatepass")


def page(between: str) -> bytes:
    paragraphs = text("\0").decode().split("\0")
    return (
        f"<html><meta charset=utf-8><body>{'<br>'.join(paragraphs[0].split(chr(10)))}{between}{paragraphs[1]}".encode()
    )


TEXTS: dict[str, Callable[[], bytes]] = {
    "one line of 20 MB": lambda: text("政府信息公开" * (_MANY + 100_000)),
    "one number of a million digits": lambda: text("1" * _MANY),
    "one line of numbers": lambda: text("收到申请3件，" * 50_000),
    "empty lines": lambda: text("\n" * _MANY),
    "blank lines": lambda: text("\u3000\n" * _MANY),
    "pipes": lambda: text("|" * _MANY),
    "lines of one pipe": lambda: text("|\n" * 100_000),
    "tabs": lambda: text("\t" * _MANY),
    "values between tabs": lambda: text("0\t" * 100_000),
    "a value in each line": lambda: text("0\n\n\n" * 100_000),
    "labels without values": lambda: text("规章\n" * 2000),
    "labels in one row": lambda: text("规章 | 0 | " * 5000),
    "headings": lambda: text("三、收到和处理政府信息公开申请情况\n" * 20_000),
    "brackets": lambda: text("（" * 100_000 + "(" * 100_000),
    "NULs": lambda: text("\0" * 1000),
    "a NUL behind each character": lambda: text(_PROSE * 100).replace(b"\xef", b"\0\xef"),
    "halves of surrogate pairs": lambda: text("\ud800" * 1000),
    "halves of surrogate pairs in UTF-16": lambda: text("\ud800政\udfff" * 50_000, "utf-16"),
    "unmarked UTF-16 cut in a character": lambda: text("\ud800政" * 50_000, "utf-16-le")[:-1],
    "carriage returns": lambda: text("\r" * _MANY),
    "pinyin brackets": lambda: text("(shù" * 200_000),
}
PAGES: dict[str, Callable[[], bytes]] = {
    "wide spans": lambda: page("<table>" + "<tr><td colspan=100000>0<td rowspan=65535>1" * 10_000),
    "spans to the end": lambda: page("<table>" + ("<tr>" + "<td rowspan=0>1" * 3) * 10_000),
    "tables in tables": lambda: page("<table><tr><td>" * 10_000 + "1"),
    "blocks in blocks": lambda: page("<div>" * 100_000 + "1"),
    "paragraphs without end": lambda: page("<p>" * _MANY),
    "words without end": lambda: page("<span>" * _MANY),
    "styles without end": lambda: page("<p><b>文" * 100_000),
    "styles all different": lambda: page("".join(f"<p><font size={number}>文" for number in range(20_000))),
    "an attribute of 5 MB": lambda: page(f"<p title='{'x' * 5_000_000}'>文</p>"),
    "attributes": lambda: page("<p " + " ".join(f"a{number}" for number in range(100_000)) + ">文</p>"),
    "cells": lambda: page("<table><tr>" + "<td>" * _MANY),
    "cells with values": lambda: page("<table>" + "<tr><td>规章<td>1" * 20_000),
    "rows of no cells": lambda: page("<table>" + "<tr>" * _MANY),
    "tables": lambda: page("<table><tr><td>规章<td>1</table>" * 10_000),
    "ends of nothing": lambda: page("</table></p></td>" * 100_000),
    "entities": lambda: page("&nbsp;&#12288;&#xd800;&#0;&#99999999999;&lt&amp;lt;&CounterClockwiseContourIntegral;" * 20_000),
    "comments": lambda: page("<!--" * 300_000),
    "angles": lambda: page("<" * _MANY),
    "hidden blocks": lambda: page("<p hidden>旧</p>" * 100_000),
}  # fmt: skip
SHAPES = {**TEXTS, **PAGES}


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_shape_ends_soon_in_a_report_or_an_error_of_ours(shape: str) -> None:
    report = read_report(SHAPES[shape](), shape)
    assert report.error is None or not report.error.code.startswith("internal.")
    assert not [finding for finding in report.findings if finding.rule == "P-001"]


@pytest.mark.parametrize(
    "shape", ["blocks in blocks", "words without end", "styles all different", "attributes", "cells"]
)
def test_what_would_cost_too_much_is_refused_before_it_is_parsed(shape: str) -> None:
    with pytest.raises(FormatTooComplex):
        html.read(SHAPES[shape]())


@pytest.mark.parametrize(
    "markup",
    [
        "<p><font size=3>文字" * 3000,
        "".join(f"<font color={number}>" for number in range(100)) + "<p>文字</p>" * 3000,
        "<o:p/>" * 5000 + "<p>文字</p>" * 3000,
        "<p>文字<br>" * 30_000,
        "<table><tr><td><div>" * 300 + "<p>文字</p>" * 3000,
        f"<img src='data:image/png;base64,{'A' * 3_000_000}'>",
    ],
    ids=["one style never closed", "styles never closed", "Word's empty elements", "paragraphs", "nested", "a picture"],
)
def test_what_careless_programs_write_is_read(markup: str) -> None:
    assert "一、总体情况" in html.read(page(markup)).text
