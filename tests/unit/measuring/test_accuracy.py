"""The tally: what counts as right, unknown, wrong and a false alarm."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline.figures import Value
from tests.corpus.case import Expected
from tests.measuring.accuracy import lines, status_of
from tests.measuring.tally import Tally, tally_of, tally_of_rules


def row(**cells: Value | None) -> dict[str, dict[str, dict[str, Value | None]]]:
    return {"requests": {"granted": cells}}


REPORT = Expected(
    title="云岫县水务局2023年政府信息公开工作年度报告",
    agency="云岫县水务局",
    level="department",
    region="云岫县",
    year=2023,
    period=(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    sections=[(1, "overview"), (2, "proactive_disclosure")],
    figures=row(natural_person=3, commercial=None, research=7, total=Decimal("10.5")),
    findings=[("F-010", "fail", None), ("T3-003", "uncertain", "granted")],
)


def test_a_report_read_as_expected_is_all_right() -> None:
    assert tally_of(REPORT, REPORT) == Tally(
        files=1, right=4, sections_right=2, sections=2, metadata_right=7, metadata=7
    )


@pytest.mark.parametrize(
    ("cells", "right", "unknown", "wrong"),
    [
        ({"research": None}, 3, 1, 0),
        ({"research": 8}, 3, 0, 1),
        ({"commercial": 0}, 3, 0, 1),
        ({"commercial": 0, "natural_person": None}, 2, 1, 1),
        ({"new_column": 5}, 4, 0, 1),
        ({"new_column": None}, 4, 0, 0),
        ({"total": Decimal("10.50")}, 4, 0, 0),
    ],
)
def test_a_figure_is_right_unknown_or_wrong(
    cells: dict[str, Value | None], right: int, unknown: int, wrong: int
) -> None:
    read = replace(REPORT, figures=row(**{**REPORT.figures["requests"]["granted"], **cells}))
    tally = tally_of(REPORT, read)
    assert (tally.right, tally.unknown, tally.wrong) == (right, unknown, wrong)


def test_only_a_failing_finding_that_is_not_expected_is_a_false_alarm() -> None:
    def alarms(*findings: tuple[str, str, str | None]) -> int:
        return tally_of(REPORT, replace(REPORT, findings=list(findings))).false_alarms

    assert alarms() == 0
    assert alarms(("F-010", "fail", None)) == 0
    assert alarms(("F-010", "fail", None), ("F-010", "fail", None)) == 1
    assert alarms(("T3-001", "uncertain", "total")) == 0
    assert alarms(("T3-003", "fail", "granted"), ("X-001", "fail", "total")) == 2


def test_a_failing_finding_that_is_expected_and_not_there_is_missed() -> None:
    assert tally_of(REPORT, replace(REPORT, findings=[])).missed == 1
    assert tally_of(REPORT, replace(REPORT, findings=[("F-010", "fail", None)])).missed == 0


def test_the_alarms_of_a_report_of_a_rule_are_counted_by_rule_and_verdict() -> None:
    expected = {("T3-002", "fail"), ("T3-003", "uncertain")}
    assert tally_of_rules(expected, expected, refused=False) == Tally(files=1)
    assert tally_of_rules(expected, {("T3-002", "uncertain")}, refused=False) == Tally(files=1, missed=1)
    assert tally_of_rules(expected, expected | {("T3-003", "fail")}, refused=False) == Tally(files=1, false_alarms=1)
    assert tally_of_rules(expected, set(), refused=True) == Tally(files=1, missed=1, refused=1)


def test_a_lost_report_has_all_its_figures_unknown_and_none_wrong() -> None:
    tally = tally_of(REPORT, Expected(error="table.unreadable"))
    assert (tally.right, tally.unknown, tally.wrong, tally.refused) == (1, 3, 0, 1)
    assert (tally.sections_right, tally.sections, tally.metadata_right) == (0, 2, 1)


def test_what_is_read_from_a_file_that_is_no_report_is_wrong() -> None:
    refused = Expected(error="document.not_a_report")
    assert tally_of(refused, refused) == Tally(files=1)
    tally = tally_of(refused, REPORT)
    assert (tally.wrong, tally.false_alarms, tally.metadata_right, tally.metadata) == (3, 1, 0, 6)
    assert tally_of(refused, Expected(error="format.damaged")).refused == 1


def test_sections_and_metadata_are_counted_one_by_one() -> None:
    read = replace(REPORT, year=2022, published_on=dt.date(2024, 1, 9), sections=[(1, "overview"), (3, "requests")])
    tally = tally_of(REPORT, read)
    assert (tally.sections_right, tally.sections) == (1, 3)
    assert (tally.metadata_right, tally.metadata) == (5, 7)


def test_the_last_line_sums_up_and_the_status_tells_wrong_figures_and_false_alarms() -> None:
    tallies = {("text", "flat"): Tally(files=1, right=5, unknown=2), ("pdf", "all"): Tally(files=2, right=4)}
    assert list(lines(tallies))[-1] == "accuracy: right=9 unknown=2 wrong=0 false_alarms=0 missed=0"
    assert status_of(tallies) == 0
    for bad in (Tally(wrong=1), Tally(false_alarms=1), Tally(missed=1)):
        assert status_of({**tallies, ("html", "nested"): bad}) == 1
