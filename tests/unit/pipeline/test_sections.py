from dataclasses import replace

import pytest

from pipeline.errors import NotAReport
from tests.making import render

from .made import SMALL, small
from .sections.about import body, numbers, outline


def test_table_rows_numbered_like_sections_are_not_sections() -> None:
    text = small()
    assert "四、结转下年度继续办理" in text
    assert numbers(text) == [1, 2, 3, 4, 5, 6]
    assert "四、结转下年度继续办理" in body(text, 3)


def test_a_table_of_contents_is_not_where_the_sections_stand() -> None:
    titles = [section.heading for section in outline(small()).sections]
    text = "目录\n" + "\n".join(titles) + "\n" + small()
    assert body(text, 1) == body(small(), 1)
    assert outline(text).repeated == ()


def test_a_heading_with_a_text_of_its_own_again_is_a_repetition() -> None:
    again = "\n六、其他需要报告的事项\n" + "这里又写了一遍需要报告的其他内容,与前面所写的并不相同,而且相当长。\n"
    assert [section.number for section in outline(small(section_6=again[15:] * 2) + again).repeated] == [6]


def test_a_missing_heading_leaves_a_gap_between_its_neighbours() -> None:
    text = small().replace("四、政府信息公开行政复议、行政诉讼情况\n", "")
    found = outline(text)
    assert [section.number for section in found.sections] == [1, 2, 3, 5, 6]
    assert "结果维持" in found.region(4).of(text)


def test_a_sub_heading_of_section_1_does_not_take_the_place_of_section_2() -> None:
    text = small(
        "(一)主动公开政府信息情况。\n(一)主动公开政府信息情况\n全年公开信息十二条,都在网站发布。\n(二)依申请公开"
    )
    assert "(二)依申请公开" in body(text, 1)
    assert "行政许可" in body(text, 2)


def test_titles_count_without_numerals_and_in_known_variants() -> None:
    text = (
        small().replace("一、总体情况", "工作基本情况").replace("五、存在的主要问题及改进情况", "五 存在问题及改进情况")
    )
    assert numbers(text) == [1, 2, 3, 4, 5, 6]


def test_a_title_with_its_text_on_one_line_is_a_section() -> None:
    text = small().replace("六、其他需要报告的事项\n", "六、其他需要报告的事项:")
    assert body(text, 6) == "本年度未收取信息处理费。"


@pytest.mark.parametrize(
    "tail", ["青箬市水务局\n2024年1月12日\n", "责任编辑:张三\n版权所有\n", "二〇二四年一月十二日\n"]
)
def test_signature_and_footer_are_no_part_of_section_6(tail: str) -> None:
    assert body(small() + tail, 6).startswith("本年度未收取信息处理费。")
    assert "张三" not in body(small() + tail, 6)
    assert "2024" not in body(small() + tail, 6)


def test_a_text_without_a_section_is_no_report() -> None:
    with pytest.raises(NotAReport):
        outline("通知公告。" * 100)
    with pytest.raises(NotAReport):
        outline("一、总体情况\n很短")


def test_a_sentence_that_names_all_titles_is_no_heading() -> None:
    preamble = "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。"
    text = render(replace(SMALL, preamble=preamble), "tabs").decode()
    assert numbers(text) == [1, 2, 3, 4, 5, 6]
    assert body(text, 1).startswith("全年围绕")


def test_thousands_of_headings_are_read_in_time_and_reported_once() -> None:
    filler = "一、总体情况\n" + "这里写了相当长的一段文字,用来说明本年度各项工作总体上的情况如何如何。\n"
    found = outline(small() + filler * 20_000)
    assert {section.number for section in found.sections} == {1, 2, 3, 4, 5, 6}
