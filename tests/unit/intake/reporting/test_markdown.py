"""Markdown is valid whatever a report holds: tables keep their columns, and nothing becomes markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from intake.reporting import describe_report
from intake.reporting.markdown import as_markdown, escaped

from .pages import hostile, one_error

_CELLS = re.compile(r"(?<!\\)\|")


def tables(text: str) -> list[list[list[str]]]:
    """The pipe tables of a text, as rows of cells, read as GitHub reads them."""
    found: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")
            if not inside:
                found.append([])
            found[-1].append([cell.strip() for cell in _CELLS.split(line)[1:-1]])
        inside = line.startswith("|")
    return found


def test_the_three_tables_have_all_their_rows_and_columns() -> None:
    for report in (one_error(), hostile()):
        shapes = [
            (len(table), {len(row) for row in table}) for table in tables(as_markdown(describe_report(report, "zh")))
        ]
        assert shapes == [(8, {6}), (27, {8}), (5, {6})]


def test_a_broken_cell_is_bold_and_has_the_number_of_its_issue() -> None:
    text = as_markdown(describe_report(one_error(), "zh"))
    (total,) = [row for row in tables(text)[1] if row[0].endswith("总计")]
    assert total[1] == "**8**✗① → 9"
    assert "### ① 错误 T3\\-001" in text


def test_hostile_text_is_neither_markup_nor_a_link() -> None:
    text = as_markdown(describe_report(hostile(), "zh"))
    for markup in ("<script", "<img", "<b>", "](javascript", "`见`", "*附件*", "\u202e"):
        assert not re.search(rf"(?<!\\){re.escape(markup)}", text), markup
    assert "附件" in text


@given(st.text())
def test_any_text_stands_on_one_line_with_every_sign_escaped(text: str) -> None:
    line = escaped(text)
    assert len(line.splitlines()) <= 1
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<>`*_\[\]]", line)
