"""The statistical period, and the year where no title names it."""

import datetime as dt

import pytest

from pipeline.outline import Period

from .about import UNNAMED, outline

WHOLE = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    "sentence",
    [
        "统计期限为2023年1月1日至2023年12月31日。",
        "本报告中所列数据自2023年1月1日起至2023年12月31日止。",
        "数据的统计期限自20231月1日起至202312月31日止。",
        "统计期限为２０２３年１月１日至２０２３年１２月３１日。",
        "统计期限自二〇二三年一月一日起至二〇二三年十二月三十一日止。",
        "统计期限为2023年1月1日至12月31日。",
        "统计期限为 2023 年 1 月 1 日 — 12 月 31 日。",
        "所列数据为2023年度数据,统计期限从1月1日至12月31日。",
        "统计数据时间:2023.1.1-2023.12.31。",
        "数据自2023年1月1日起，至2023年12月31日止。",
        "统计期限为2023年1月1日到2023年12月31日(同年内)。",
    ],
)
def test_the_statistical_period_is_read(sentence: str) -> None:
    found = outline(f"政府信息公开工作\n{sentence}")
    assert (found.period, found.year) == (WHOLE, 2023)


@pytest.mark.parametrize(
    "sentence",
    [
        "截至2023年12月31日,公开信息12条。",
        "2023年3月5日至3月20日开展宣传活动。",
        "统计期限为2023年2月30日至2023年12月31日。",
        "统计期限为2023年12月31日至2023年1月1日。",
        "统计期限为2022年1月1日至2022年12月31日。统计期限为2023年1月1日至2023年12月31日。",
        "统计期限为1月1日至12月31日。",
        "2023年比2022年多,统计期限为1月1日至12月31日。",
    ],
)
def test_a_period_that_is_not_given_or_given_twice_is_unknown(sentence: str) -> None:
    assert outline(f"{UNNAMED}\n{sentence}").period is None


def test_a_period_of_part_of_a_year_counts_where_figures_are_named() -> None:
    assert outline(f"{UNNAMED}\n统计期限为2023年3月1日至2023年12月31日。").period == Period(
        dt.date(2023, 3, 1), dt.date(2023, 12, 31)
    )


def test_the_title_names_the_year_before_the_period_does() -> None:
    assert outline(f"{UNNAMED}\n统计期限为2022年1月1日至2022年12月31日。").year == 2023


@pytest.mark.parametrize(
    ("section_1", "year"),
    [
        ("处理决定数量(指2020年办 件量),上一年项目数量(指2019年事项数)。2019年公开,2019年办理。", 2020),
        ("2023年,我局公开信息。2023年度培训两次,比2022年增加。2024年我局将继续努力。", 2023),
        ("2023年公开信息12条,2022年公开信息10条。", None),
        ("公开信息12条。", None),
        ("依据2019年修订的条例公开信息。", None),
        ("现公布2023年政府信息公开年度报告。2022年12条,2022年13条,2021年14条。", 2023),
    ],
)
def test_without_title_and_period_headers_or_a_clear_majority_name_the_year(section_1: str, year: int | None) -> None:
    assert outline("各位读者:", section_1=section_1).year == year


def test_a_title_with_two_years_names_the_one_outside_its_brackets() -> None:
    assert outline("青箬市水务局2023年政府信息公开工作年度报告(2024年发布)").year == 2023


def test_a_period_may_mix_the_ways_to_write_a_date() -> None:
    assert outline(f"{UNNAMED}\n统计期限:2023年1月1日-2023/12/31。").period == WHOLE
