"""Titles in all the ways in which reports write them."""

import pytest

from pipeline.metadata.titles import lines_above

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
        "青箬市水务局2023年政府信息公开工作总结及年度报告",
        "青箬市水务局2023年政府信息公开工作年度报告发布",
        "【年度报告】青箬市水务局2023年政府信息公开工作年度报告",
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


@pytest.mark.parametrize(
    "lines",
    [
        ["青箬市", "水务局2023年政府信息公开工作年度报告"],
        ["青箬", "市水务局2023年政府信息公开工作年度报告"],
        ["青箬市水", "务局2023年政府信息公开工作年度报告"],
        ["青箬市", "水务局", "2023年政府信息公开工作年度报告"],
    ],
)
def test_a_name_that_a_line_end_parts_is_whole(lines: list[str]) -> None:
    found = outline("\n".join(lines))
    assert (found.title, found.agency) == ("青箬市水务局2023年政府信息公开工作年度报告", "青箬市水务局")


@pytest.mark.parametrize("above", ["互动交流", "请输入关键字", "2024年1月30日 星期二", "青箬市水务局", "告"])
@pytest.mark.parametrize(
    "title", ["青箬市水务局\n2023年政府信息公开工作年度报告", "青箬市水务局2023年\n政府信息公开工作年度报告"]
)
def test_the_line_above_a_title_of_two_lines_is_no_part_of_it(above: str, title: str) -> None:
    found = outline(f"{above}\n{title}")
    assert (found.title, found.agency) == ("青箬市水务局2023年政府信息公开工作年度报告", "青箬市水务局")


@pytest.mark.parametrize("above", ["互动交流", "切换城市", "欢迎您"])
def test_a_menu_above_an_office_without_its_area_is_no_part_of_its_name(above: str) -> None:
    assert outline(f"{above}\n水务局2023年政府信息公开工作年度报告").agency == "水务局"


def test_a_university_needs_no_area_from_the_line_above() -> None:
    assert outline("青箬市人民政府\n鹭洲大学2023年政府信息公开工作年度报告").agency == "鹭洲大学"


def test_of_titles_for_several_years_that_of_the_year_of_which_the_report_speaks_is_meant() -> None:
    others = "青箬市水务局2021年政府信息公开工作年度报告\n青箬市水务局2022年政府信息公开工作年度报告"
    title = "青箬市水务局2023年政府信息公开工作年度报告"
    found = outline(f"{others}\n{title}", section_1="2023年,我局公开信息十二条。2023年培训两次。")
    assert (found.title, found.year) == (title, 2023)


def test_titles_for_other_years_alone_are_not_the_reports() -> None:
    others = "2021年政府信息公开工作年度报告\n2022年政府信息公开工作年度报告"
    found = outline(f"{others}\n政府信息公开工作年度报告\n统计期限为2023年1月1日至2023年12月31日。")
    assert (found.title, found.year) == (None, 2023)


def test_the_year_of_a_day_above_a_title_is_not_the_titles() -> None:
    found = outline("来源:青箬市水务局\n2024-01-09 16:20\n政府信息公开工作年度报告", section_1="2023年公开信息十二条。")
    assert (found.title, found.year) == (None, 2023)


@pytest.mark.parametrize("mark", ["# ", "### ", "#", "title: "])
def test_marks_of_markdown_are_no_part_of_a_title(mark: str) -> None:
    text = f"{mark}澄沅市水利局2023年政府信息公开工作年度报告\n"
    assert lines_above(text) == ["澄沅市水利局2023年政府信息公开工作年度报告"]
