"""F-022, F-023: what breaks each, what just does not, and where it cannot be told."""

from datetime import date

import pytest

from tests.unit.pipeline.made import found, made, small, verdicts

PERIOD = "本报告的统计期限为{0}年1月1日至{0}年12月31日。"
CITY = "青箬市人民政府"
CITY_TITLE = f"{CITY}2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("preamble", "count"),
    [
        (PERIOD.format(2022), 1),
        (PERIOD.format(2023), 0),
        ("现将2022年度政府信息公开工作年度报告公布如下。", 1),
        ("现将2023年度政府信息公开工作年度报告公布如下。", 0),
        ("根据《关于编制2022年政府信息公开工作年度报告的通知》要求,编制本报告。", 0),
        ("按照关于做好编制2022年政府信息公开工作年度报告的通知要求,编制本报告。", 0),
        ("本报告的统计期限为2022年12月1日至2023年11月30日。", 0),
    ],
)
def test_a_preamble_of_another_year_than_the_title_is_told(preamble: str, count: int) -> None:
    assert verdicts(made(preamble=preamble), "F-022") == ["fail"] * count


@pytest.mark.parametrize(
    ("section_1", "count"),
    [
        ("2022年,我局加强公开工作,完善申请办理制度,维护网站栏目。", 1),
        ("2023年,我局加强公开工作,较2022年有所进步。", 0),
        ("2022年,我局起步较晚;2023年,我局加强公开工作。", 0),
        ("2019年以来,我局加强公开工作。", 0),
        ("2022年12月,我局调整了领导小组。", 0),
    ],
)
def test_a_section_1_that_opens_with_another_year_and_names_no_other_is_told(section_1: str, count: int) -> None:
    assert verdicts(small(section_1), "F-022") == ["fail"] * count


@pytest.mark.parametrize(
    ("section_6", "count"),
    [
        ("2022年度,我局未收取信息处理费。", 1),
        ("2023年度,我局未收取信息处理费。", 0),
        ("2020年国务院办公厅印发的办法规定了信息处理费,我局未收取。", 0),
        ("按照2021年1月1日起施行的办法,未收取信息处理费。", 0),
    ],
)
def test_fees_of_another_year_are_told(section_6: str, count: int) -> None:
    assert verdicts(small(section_6=section_6), "F-022") == ["fail"] * count


def test_without_a_year_in_the_title_nothing_disagrees() -> None:
    title = "青箬市水务局政府信息公开工作年度报告"
    assert found(made(title=title, preamble=PERIOD.format(2022)), "F-022") == []


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2024, 1, 31), []),
        (date(2024, 2, 1), ["fail"]),
        (date(2024, 8, 1), ["fail"]),
        (date(2024, 8, 20), ["uncertain"]),
    ],
)
def test_an_office_publishes_by_the_end_of_january(day: date, verdict: list[str]) -> None:
    assert verdicts(made(published_on=day), "F-023") == verdict


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 3, 31), []), (date(2024, 4, 1), ["uncertain"]), (date(2024, 4, 2), ["fail"])])  # fmt: skip
def test_a_government_publishes_by_the_end_of_march_or_the_next_working_day(day: date, verdict: list[str]) -> None:
    assert verdicts(made(published_on=day, agency=CITY, title=CITY_TITLE), "F-023") == verdict


def test_a_day_that_no_label_calls_publication_or_a_signature_contradicts_is_uncertain() -> None:
    late = made(published_on=date(2024, 2, 20))
    assert verdicts(late.replace("发布时间", "更新时间"), "F-023") == ["uncertain"]
    assert verdicts(late + "\n青箬市水务局\n2024年1月20日\n", "F-023") == ["uncertain"]


def test_an_agency_that_the_title_does_not_name_leaves_the_deadline_uncertain() -> None:
    late = made(published_on=date(2024, 2, 20), title="2023年政府信息公开工作年度报告")
    assert verdicts(late, "F-023") == ["uncertain"]


def test_a_signature_after_the_deadline_is_late() -> None:
    assert verdicts(small() + "\n青箬市水务局\n2024年2月20日\n", "F-023") == ["fail"]


def test_a_body_whose_rank_is_not_known_and_a_report_without_a_day_are_not_told() -> None:
    zone = "青箬经济开发区管理委员会"
    text = made(published_on=date(2024, 6, 1), agency=zone, title=f"{zone}2023年政府信息公开工作年度报告")
    assert found(text, "F-023") == []
    assert found(small(), "F-023") == []


def test_a_report_published_before_its_year_ended_is_an_error_where_its_period_is_known() -> None:
    early = date(2023, 12, 20)
    (finding,) = found(made(published_on=early, preamble=PERIOD.format(2023)), "F-023")
    assert (finding.severity, finding.verdict) == ("error", "fail")
    assert found(made(published_on=early), "F-023") == []
