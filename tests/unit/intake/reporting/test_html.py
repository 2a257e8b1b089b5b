"""The HTML page stands alone, is made of real tables, and takes nothing of a report for markup."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from intake.reporting import POLICY, describe_report
from intake.reporting.html import as_html

from .pages import HOSTILE, hostile, one_error


def parsed(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


@pytest.mark.parametrize(("lang", "expected"), [("zh", "zh-CN"), ("en", "en")])
def test_it_says_its_language_and_fetches_nothing(lang: str, expected: str) -> None:
    text = as_html(describe_report(one_error(), lang))
    page = parsed(text)
    (html,) = page.css("html")
    assert html.attributes["lang"] == expected
    (policy,) = page.css("meta[http-equiv=Content-Security-Policy]")
    assert policy.attributes["content"] == POLICY
    assert "default-src 'none'" in POLICY
    assert page.css("script, link, img, iframe, object, embed, form, [style], [src], [href]") == []
    assert not re.search(r"url\(|@import|https?:", text)


def test_each_table_has_a_caption_and_heads_that_say_what_they_head() -> None:
    page = parsed(as_html(describe_report(one_error(), "zh")))
    grids = page.css("table.grid")
    assert [len(grid.css("caption")) for grid in grids] == [1, 1, 1]
    (requests,) = page.css("table.requests")
    assert len(requests.css("thead th[scope=col]")) == 8
    assert len(requests.css("tbody th[scope=row]")) == 25
    assert [head.attributes["rowspan"] for head in requests.css("th[scope=rowgroup]")] == ["8", "3", "5", "3"]
    assert len(requests.css("td")) == 175


def test_a_mark_is_a_sign_and_a_number_not_a_colour_alone() -> None:
    page = parsed(as_html(describe_report(one_error(), "zh")))
    (wrong,) = page.css("td.wrong")
    assert wrong.text() == "8✗①→ 9"
    for marked in page.css("td.part, td.wrong"):
        assert re.search("[①-⑳]", marked.text())
    assert {each.text() for each in page.css("article .number")} >= {"①"}


def test_hostile_text_is_shown_and_inert() -> None:
    page = parsed(as_html(describe_report(hostile(), "zh")))
    assert page.css("script, img, b > b, [onerror]") == []
    (title,) = page.css("h1")
    assert HOSTILE in title.text()
    assert HOSTILE in "".join(each.text() for each in page.css("blockquote"))
    assert "\u202e" not in page.css("body")[0].text()
