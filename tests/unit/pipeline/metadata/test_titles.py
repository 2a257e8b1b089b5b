"""Titles in all the ways in which reports write them."""

import pytest

from .about import outline


@pytest.mark.parametrize(
    "title",
    [
        "青箬市水务局关于2023年度政府信息公开工作情况的报告",
        "青箬市水务局关于印发2023年政府信息公开工作年度报告的通知",
        "关于印发《青箬市水务局2023年政府信息公开工作年度报告》的通知",
        "青箬市水务局政府信息公开工作年度报告(2023年度)",
        "青箬市水务局政府信息公开工作年度报告（2023年）",
        "青箬市水务局政府信息公开工作2023年度报告",
        "青箬市水务局二〇二三年政府信息公开工作年度报告",
        "青箬市水务局二○二三年度政府信息公开年报",
        "青箬市水务局2023年政府信息公开工作年度年度报告",
        "青箬市水务局青箬市水务局2023年政府信息公开工作年度报告",
        "青箬市水务局 2023 年政府信息公开 工作年度报告",
        "青箬市水务局２０２３年政府信息公开工作年度报告",
        "2023年度青箬市水务局政府信息公开工作总结报告",
        "2023年政府信息公开工作年度报告(青箬市水务局)",
        "青箬市水务局2023年部门信息公开年度报告(2024年1月15日)",
    ],
)
def test_a_title_names_agency_and_year_however_it_is_written(title: str) -> None:
    found = outline(title)
    assert (found.title, found.agency, found.year) == (title, "青箬市水务局", 2023)


@pytest.mark.parametrize(
    "lines",
    [
        ["青箬市水务局", "2023年政府信息公开工作年度报告"],
        ["青箬市水务局2023年", "政府信息公开工作年度报告"],
        ["青箬市水务局", "2023年政府信息公开工作", "年度报告"],
        ["青箬市水务局", "2023年", "政府信息公开工作年度报告"],
        ["青箬市水务局2023年政府信息公开工作", "", "年度报告"],
    ],
)
def test_a_title_may_stand_on_two_or_three_lines(lines: list[str]) -> None:
    found = outline("\n".join(lines))
    assert (found.agency, found.year) == ("青箬市水务局", 2023)
    assert found.title is not None
    assert found.title.endswith("年度报告")


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("青箬市人民政府2023年政府信息公开工作年度报告", "青箬市人民政府"),
        ("青箬市人民政府政府信息公开工作年度报告(2023年)", "青箬市人民政府"),
        ("青箬市人民政府信息公开工作2023年度报告", "青箬市人民政府"),
        ("2023年鹭洲区政府信息公开年度报告", "鹭洲区"),
        ("鹭洲区政府2023年政府信息公开年度报告", "鹭洲区政府"),
        ("青箬经济开发区2023年度政府信息公开年度报告", "青箬经济开发区"),
    ],
)
def test_a_government_in_a_title_keeps_its_own_name(title: str, agency: str) -> None:
    assert outline(title).agency == agency


def test_the_words_we_and_ours_name_no_agency() -> None:
    found = outline("我局2023年政府信息公开工作年度报告")
    assert (found.agency, found.year) == (None, 2023)


@pytest.mark.parametrize(
    "above",
    [
        "当前位置：首页 > 政务公开 > 鹭洲区民政局2023年政府信息公开年报",
        "您的位置: 首页 政务公开 鹭洲区民政局2023年政府信息公开年报",
        "首页\n>\n政务公开\n>\n鹭洲区民政局",
        "首页 › 鹭洲区民政局\n政府信息公开年报",
        "2023年政府信息公开年报",
    ],
)
def test_neither_a_trail_of_links_nor_a_menu_is_the_title(above: str) -> None:
    title = "青箬市水务局2023年政府信息公开工作年度报告"
    found = outline(f"{above}\n{title}")
    assert (found.title, found.agency, found.year) == (title, "青箬市水务局", 2023)


def test_of_several_titles_that_of_the_statistical_period_is_meant() -> None:
    found = outline(
        "青箬市水务局2022年政府信息公开工作年度报告\n青箬市水务局2023年政府信息公开工作年度报告\n"
        "统计期限为2023年1月1日至2023年12月31日。"
    )
    assert (found.title, found.year) == ("青箬市水务局2023年政府信息公开工作年度报告", 2023)


def test_a_title_in_a_cell_of_the_metadata_table_is_one() -> None:
    found = outline("索引号 | 000 | 名称 | 青箬市水务局2023年政府信息公开工作年度报告 |")
    assert (found.title, found.agency) == ("青箬市水务局2023年政府信息公开工作年度报告", "青箬市水务局")


def test_the_label_before_a_title_is_no_part_of_it() -> None:
    assert (
        outline("标 题：青箬市水务局2023年政府信息公开工作年度报告").title
        == "青箬市水务局2023年政府信息公开工作年度报告"
    )


@pytest.mark.parametrize(
    "name", ["政务公开工作年度报告", "政府信息公开工作总结", "信息公开年报", "政府信息公开情况报告"]
)
def test_a_report_may_go_by_other_names(name: str) -> None:
    found = outline(f"青箬市水务局2023年{name}")
    assert (found.agency, found.year) == ("青箬市水务局", 2023)


def test_a_title_within_angle_brackets_is_no_trail_of_links() -> None:
    assert outline("关于印发<青箬市水务局2023年政府信息公开工作年度报告>的通知").agency == "青箬市水务局"


@pytest.mark.parametrize(
    "behind", ["发布时间：2024-01-30", "【字体：大 中 小】", "2024-01-30 10:22", "来源: 青箬市水务局", "打印"]
)
def test_what_the_page_puts_behind_a_title_is_no_part_of_it(behind: str) -> None:
    title = "青箬市水务局2023年政府信息公开工作年度报告"
    assert outline(f"{title}  {behind}").title == title


def test_a_report_without_any_title_has_none() -> None:
    assert outline("目录").title is None
