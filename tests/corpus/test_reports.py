"""Each file of `reports/` is a whole report in an agency's own words: it must have the findings it names, and no other."""

from pathlib import Path

import pytest

from pipeline.stages import read_report
from tests.making_reports import Told, told_in

REPORTS = [
    told_in(path.stem, path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "reports").glob("*.txt"))
]


@pytest.mark.parametrize("told", REPORTS, ids=lambda told: told.name)
def test_a_report_in_an_agencys_own_words_has_these_findings_and_no_other(told: Told) -> None:
    report = read_report(told.text.encode(), f"{told.name}.txt")
    assert report.error is None
    assert sorted((each.rule, each.verdict) for each in report.findings) == list(told.findings)


def test_most_reports_are_right_so_that_false_alarms_show() -> None:
    right = [told for told in REPORTS if not told.findings]
    assert len(right) * 2 >= len(REPORTS) >= 40
