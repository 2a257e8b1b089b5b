"""The day of publication."""

import datetime as dt

import pytest

from .about import outline

TITLE = "青箬市水务局2023年政府信息公开工作年度报告"
DAY = dt.date(2024, 1, 30)


@pytest.mark.parametrize(
    "line",
    [
        "生成日期 | 2024-01-30 |",
        "| 发布日期 | 2024年1月30日 |",
        "发布日期:2024年1月30日",
        "发 布 日 期：2024.1.30",
        "发布时间：2024/1/30 10:22  浏览次数：12",
        "【发布时间】\n2024-01-30",
        "发布日期 |\n2024-01-30 |",
        "[2024-01-30]",
        "（2024年1月30日）",
        "2024-01-30 10:22:01",
        "2024-01-30    来源:青箬市水务局",
        "时间:2024-1-30 来源:青箬市水务局 作者:",
        "成文日期：2024-01-11 发布日期：2024-01-30",
        "更新时间：2024-02-11\n发布时间：2024-01-30",
        "发布日期：2024-02-30\n生成日期：2024-01-30",
        "成文日期：二〇二四年一月三十日",
        "发布时间：２０２４年１月３０日",
        "创建时间：2024-01-30",
        "2024-01-30 09:15 【字体：大 中 小】",
        "2024年1月30日 浏览次数：12",
    ],
)
def test_the_day_of_publication_is_read_where_the_page_names_it(line: str) -> None:
    assert outline(f"{TITLE}\n{line}").published_on == DAY


@pytest.mark.parametrize(
    "tail", ["青箬市水务局\n2024年1月30日\n", "二〇二四年一月三十日\n", "青箬市水务局2024年1月30日"]
)
def test_the_day_of_the_signature_counts_where_nothing_else_is_said(tail: str) -> None:
    assert outline(TITLE, tail).published_on == DAY
    assert outline(f"{TITLE}\n发布日期:2024年2月1日", tail).published_on == dt.date(2024, 2, 1)


@pytest.mark.parametrize(
    "tail", ["青箬市水务局\n2023年12月30日\n", "2024年1月\n", "2024年13月30日\n", "会议于2024年1月30日召开。"]
)
def test_a_signature_within_the_year_or_without_a_day_says_nothing(tail: str) -> None:
    assert outline(TITLE, tail).published_on is None


@pytest.mark.parametrize(
    "line",
    [
        "有效日期:2024-01-30止",
        "发布日期:2024-02-30",
        "发布时间:2022-01-30",
        "自2024年1月30日起",
        "时间:2023年1月1日至2023年12月31日",
    ],
)
def test_other_days_are_none_of_publication(line: str) -> None:
    assert outline(f"{TITLE}\n{line}").published_on is None
