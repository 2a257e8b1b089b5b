"""For each rule of the catalogue one report that breaks it, one that just does not, one of which it cannot be told."""

import re

import pytest

from pipeline.checks import RULES
from pipeline.stages import read_report
from tests.corpus.rules import KINDS, RULE_CASES, RuleCase
from tests.corpus.rules.base import CONSISTENT, Draft
from tests.corpus.rules.lacking import LACKING, NEVER_FAIL
from tests.making import broken_identities

PRINTED = [pytest.param(case, layout, id=f"{case.name}, {layout}") for case in RULE_CASES for layout in case.layouts]


@pytest.mark.parametrize(("case", "layout"), PRINTED)
def test_a_report_of_a_rule_has_the_findings_that_it_names_and_no_others(case: RuleCase, layout: str) -> None:
    report = read_report(case.printed(layout), case.name)
    assert report.error is None
    assert {(each.rule, each.verdict) for each in report.findings} == case.finds


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_has_all_three_reports_or_a_reason(rule: str) -> None:
    told = {case.kind for case in RULE_CASES if case.rule == rule}
    lacking = {kind for other, kind in LACKING if other == rule}
    assert told | lacking == set(KINDS)
    assert not told & lacking


@pytest.mark.parametrize("case", RULE_CASES, ids=lambda case: case.name)
def test_what_a_report_of_a_rule_names_is_what_its_kind_means(case: RuleCase) -> None:
    assert case.rule in {rule.id for rule in RULES}
    verdicts = {verdict for rule, verdict in case.finds if rule == case.rule}
    if case.kind == "broken":
        assert verdicts == {"uncertain" if case.rule in NEVER_FAIL else "fail"}
    elif case.kind == "kept":
        assert case.finds == frozenset()
    else:
        assert verdicts <= {"uncertain"}


def test_most_reports_of_rules_are_printed_in_more_than_one_layout() -> None:
    assert [case.name for case in RULE_CASES if len(case.layouts) < 2 and case.rule != "P-003"] == []


def test_every_case_is_a_report_of_its_own_and_differs_from_the_consistent_one() -> None:
    plain = Draft(CONSISTENT).printed("html_plain")
    assert [case.name for case in RULE_CASES if case.printed("html_plain") == plain] == []
    assert broken_identities(CONSISTENT) == set()
    assert len({case.name for case in RULE_CASES}) == len(RULE_CASES)


@pytest.mark.parametrize("reason", [*LACKING.values(), *NEVER_FAIL.values()])
def test_a_reason_says_something(reason: str) -> None:
    assert re.search(r"\w+ \w+ \w+", reason)
