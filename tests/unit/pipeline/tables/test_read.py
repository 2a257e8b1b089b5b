import re

import pytest

from tests.making import Layout
from tests.properties.damage import named_cells
from tests.unit.pipeline.made import SMALL, figure, read, small, verdicts

NEW = "一、本年新收政府信息公开申请数量 | 9 | 1 | 0 | 0 | 0 | 0 | 10 |"


@pytest.mark.parametrize("layout", ["pipes", "pipes_open", "tabs", "closing_pipes", "flat", "html"])
def test_every_figure_of_each_layout_is_read(layout: Layout) -> None:
    report = read(small(layout=layout))
    assert report.form == "2021"
    assert {place: figure(report, place) for place in named_cells(SMALL)} == named_cells(SMALL)


def test_a_row_reduced_to_person_and_total_has_its_total_alone() -> None:
    text = small(layout="pipes_open")
    assert NEW in text
    report = read(text.replace(NEW, "一、本年新收政府信息公开申请数量 | 10 | 10 |"))
    row = report.tables["requests"]["new_received"]
    assert row == {**dict.fromkeys(row, None), "total": 10}
    assert figure(report, "requests.carried_over_in.total") == 2
    assert verdicts(text.replace(NEW, "一、本年新收政府信息公开申请数量 | 10 | 10 |"), "F-009") == ["uncertain"]


def test_a_table_3_without_header_is_read_by_its_labels() -> None:
    text = small(layout="pipes_open")
    start, end = text.index("(本列数据") if "(本列数据" in text else text.index("（本列数据"), text.index(NEW)
    assert figure(read(text[:start] + text[end:]), "requests.granted.total") == 7


def test_tables_that_were_images_are_missing_and_not_zero() -> None:
    text = re.sub(r"^\|.*\n", "", small("全年公开工作有序推进。" * 20), flags=re.MULTILINE)
    report = read(text)
    assert report.error is None
    assert {doubt.kind for doubt in report.doubts} == {"missing"}
    assert len(report.doubts) == 200


def test_a_row_that_stands_twice_with_other_values_is_unknown() -> None:
    text = small(layout="pipes_open")
    report = read(text.replace(NEW, f"{NEW}\n{NEW.replace('| 9 |', '| 8 |')}"))
    assert set(report.tables["requests"]["new_received"].values()) == {None}


def test_a_row_repeated_with_the_same_values_is_read_once() -> None:
    report = read(small(layout="pipes_open").replace(NEW, f"{NEW}\n{NEW}"))
    assert figure(report, "requests.new_received.total") == 10


def test_tables_whose_values_are_gone_are_an_error_of_reading() -> None:
    report = read(re.sub(r"\| \d+ (?=\|)", "", small()))
    assert report.error is not None
    assert (report.error.code, report.error.stage) == ("table.unreadable", "parse_tables")


def test_table_4_is_read_only_below_its_own_header() -> None:
    text = small(layout="pipes_open").replace("复议后起诉", "其他起诉")
    assert set(read(text).tables["litigation"]["reconsideration"].values()) == {None}
