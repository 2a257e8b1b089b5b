import pytest

from pipeline.document import Span
from pipeline.form import FORM_2021
from pipeline.tables.align import Lead
from pipeline.tables.labels import book_of
from pipeline.tables.layouts import text_stream
from pipeline.tables.rows_in_lines import rows_of
from pipeline.tables.widths import widths_of

TABLE = FORM_2021.table("requests")
IN_PLACE = "| | | 自然人 | 法人或其他组织 | | | | | 总计 |"
AT_THE_END = "| 自然人 | 法人或其他组织 | 总计 | |||||||"
FULL = "3 | 1 | 0 | 0 | 0 | 0 | 4"
BLANK = " | 1 | | | | | 4"
NO_TOTAL = " | 1 | | | | | "


def lead(*lines: str) -> Lead:
    text = "\n".join(lines)
    rows = rows_of(text_stream(text, Span(0, len(text))), book_of(TABLE))
    return widths_of(rows, {row.key: len(row.columns) for row in TABLE.rows}).leads[3]


def rows(values: str, *, before: str = "", after: str = "") -> list[str]:
    labels = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
    return [f"| {label} | {before}{values} |{after}" for label in labels]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (rows(FULL), Lead(0, shown=True)),
        (rows(FULL, before="| | "), Lead(2, shown=True)),
        ([IN_PLACE, *rows(NO_TOTAL, before="| | ")], Lead(2, shown=False)),
        ([AT_THE_END, *rows(BLANK, after=" | |")], Lead(0, shown=True)),
        (rows(BLANK, after=" | |"), Lead()),
    ],
)
def test_rows_show_what_their_labels_leave_behind_or_the_header_tells_it(lines: list[str], expected: Lead) -> None:
    assert lead(*lines) == expected
