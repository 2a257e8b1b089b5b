import pytest

from pipeline.document import Span
from pipeline.form import FORM_2021
from pipeline.tables.align import Lead
from pipeline.tables.labels import book_of
from pipeline.tables.layouts import text_stream
from pipeline.tables.rows import Rows
from pipeline.tables.rows_in_lines import rows_of
from pipeline.tables.widths import widths_of

TABLE = FORM_2021.table("requests")
IN_PLACE = "| | | 自然人 | 法人或其他组织 | | | | | 总计 |"
AT_THE_END = "| 自然人 | 法人或其他组织 | 总计 | |||||||"
FULL = "3 | 1 | 0 | 0 | 0 | 0 | 4"
BLANK = " | 1 | | | | | 4"
NO_TOTAL = " | 1 | | | | | "


def rows_in(text: str) -> Rows:
    return rows_of(text_stream(text, Span(0, len(text))), book_of(TABLE))


def lead(*lines: str) -> Lead:
    return widths_of(rows_in("\n".join(lines)), {row.key: len(row.columns) for row in TABLE.rows}).leads[3]


def whole(*lines: str) -> list[bool]:
    found = rows_in("\n".join(lines))
    widths = widths_of(found, {row.key: len(row.columns) for row in TABLE.rows})
    return [widths.is_whole(row, len(row.label.row.columns)) for row in found.labelled]


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


NARROW = (
    "2.重复申请",
    "3.要求提供公开出版物",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "3.其他",
)


def tabbed(first: str, values: str) -> list[str]:
    """A row whose label spans columns, one with `values` whose label does, and many whose labels do not."""
    cells = FULL.replace(" | ", "\t")
    return [first, f"\t（二）部分公开\t{values}", *(f"\t\t{label}\t{cells}" for label in NARROW)]


def test_the_last_row_is_not_whole_where_padding_takes_the_place_of_lost_cells() -> None:
    others, last = [f"| {label} | {FULL} | ||" for label in NARROW], "| 四、结转下年度继续办理 |"
    assert whole(*others, f"{last} {FULL} | ||")[-1]
    assert whole(*others, f"{last} {FULL} |")[-1], "its end was trimmed"
    assert not whole(*others, f"{last} 3 | 1 | 0 | 0 | 4 | ||")[-1]


@pytest.mark.parametrize(
    "first",
    [
        "三、本年度办理结果\t（一）予以公开\t3\t1\t0\t0\t0\t0\t4\t",
        "一、本年新收政府信息公开申请数量\t\t3\t1\t0\t0\t0\t0\t4\t",
    ],
)
def test_a_row_is_not_whole_where_the_blank_of_its_span_takes_the_place_of_a_lost_cell(first: str) -> None:
    assert whole(*tabbed(first, "3\t1\t0\t0\t0\t0\t4\t"))[1]
    assert not whole(*tabbed(first, "3\t1\t0\t0\t0\t/\t"))[1]


def test_a_blank_total_is_the_rows_own_where_no_label_leaves_blanks() -> None:
    assert whole(*tabbed("一、本年新收政府信息公开申请数量\t3\t1\t0\t0\t0\t0\t4", "3\t1\t0\t0\t0\t0\t"))[1]


def test_rows_that_lost_cells_do_not_show_that_their_label_leaves_no_blanks() -> None:
    lost = [f"{label}\t\t3\t1\t0\t0\t4\t" for label in ("一、本年新收政府信息公开申请数量", "四、结转下年度继续办理")]
    assert lead(*lost) == Lead(0, shown=True)
    assert lead(*lost, "二、上年结转政府信息公开申请数量\t\t0\t0\t0\t2\t3\t5\t") == Lead()
