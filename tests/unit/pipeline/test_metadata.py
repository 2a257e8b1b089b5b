import datetime as dt

import pytest

from .made import SMALL
from .metadata.about import outline


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("青箬市水务局2023年政府信息公开工作年度报告", "青箬市水务局", 2023),
        ("2023年青箬市水务局政府信息公开工作年度报告", "青箬市水务局", 2023),
        ("青箬市水务局2023年信息公开年报", "青箬市水务局", 2023),
        ("青箬市水务局2023信息公开年报", "青箬市水务局", 2023),
        ("青箬市水务局关于2023年度政府信息公开工作的年度报告", "青箬市水务局", 2023),
        ("青箬市水务局2023年政府信息公开工作年度报告(定稿)", "青箬市水务局", 2023),
    ],
)
def test_a_title_names_agency_and_year_in_any_order(title: str, agency: str, year: int) -> None:
    found = outline(title)
    assert (found.title, found.agency, found.year) == (title, agency, year)


def test_a_title_may_stand_on_two_lines() -> None:
    found = outline("青箬市水务局\n2023年政府信息公开工作年度报告")
    assert (found.agency, found.year) == ("青箬市水务局", 2023)


def test_what_stands_above_a_title_is_an_agency_only_if_it_looks_like_one() -> None:
    found = outline("欢迎访问本网站\n2023年政府信息公开工作年度报告")
    assert (found.agency, found.year) == (None, 2023)


def test_a_breadcrumb_is_no_title() -> None:
    found = outline("首页 > 政务公开 > 2021年政府信息公开年报\n青箬市水务局2023年政府信息公开工作年度报告")
    assert (found.title, found.year) == ("青箬市水务局2023年政府信息公开工作年度报告", 2023)


def test_without_a_title_the_statistical_period_names_the_year() -> None:
    found = outline("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。")
    assert (found.title, found.agency, found.year) == (None, None, 2022)


def test_where_nothing_names_a_year_it_is_unknown() -> None:
    assert outline("各位读者:").year is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间:2024-01-30 来源:水务局", dt.date(2024, 1, 30)),
        ("发布日期：2024年1月9日", dt.date(2024, 1, 9)),
        ("成文日期|2024/2/1", dt.date(2024, 2, 1)),
        ("发布时间:2024-13-45", None),
        ("发布时间:2019-01-30", None),
        ("会议于2024-01-30召开", None),
    ],
)
def test_the_date_of_publication_is_read_where_it_is_named(line: str, date: dt.date | None) -> None:
    assert outline(f"{SMALL.title}\n{line}").published_on == date
