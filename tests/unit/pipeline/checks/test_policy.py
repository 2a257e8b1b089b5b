"""What a rules file may change of the catalogue, what it may not, and what that does to findings."""

from datetime import date

import pytest

from pipeline.checks import RULES, UNCHANGED, Finding, Policy, PolicyError, policy_of, rules_version
from pipeline.stages import read_report
from tests.making import Cell
from tests.unit.pipeline.made import made, small

PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
WRONG_COLUMN: dict[str, Cell] = {"requests.granted.natural_person": 5}
BLANK: dict[str, Cell] = {"litigation.reconsideration.total": ""}


def policy(*lines: str) -> Policy:
    return policy_of("\n".join(["[rules]", *lines]), RULES)


def findings(text: str, under: Policy = UNCHANGED) -> tuple[Finding, ...]:
    report = read_report(text.encode(), "made", policy=under)
    assert report.error is None
    return report.findings


def told(text: str) -> list[tuple[str, str]]:
    """What is wrong with a rules file, in both languages."""
    with pytest.raises(PolicyError) as refused:
        policy_of(text, RULES)
    return [(each.zh, each.en) for each in refused.value.problems]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "[rules]\n", '[rules]\nF-010 = "warning"\nT3-001 = "error"\nF-023 = "warning"\n']
)
def test_what_says_nothing_new_is_the_catalogue_as_it_is(text: str) -> None:
    assert policy_of(text, RULES) == UNCHANGED
    assert rules_version(policy_of(text, RULES)) == rules_version()


def test_a_changed_severity_is_that_of_the_rules_findings_and_of_no_others() -> None:
    text = small(cells={**WRONG_COLUMN, **BLANK})
    before, after = findings(text), findings(text, policy('T3-002 = "info"'))
    assert {each.severity for each in after if each.rule == "T3-002"} == {"info"}
    assert [(each.rule, each.message) for each in after] == [(each.rule, each.message) for each in before]
    others = [[each for each in found if each.rule != "T3-002"] for found in (before, after)]
    assert others[0] == others[1]


@pytest.mark.parametrize(
    ("chosen", "late", "early"),
    [("warning", "warning", "error"), ("info", "info", "warning"), ("error", "error", "error")],
)
def test_a_breach_that_is_graver_than_most_stays_as_much_graver(chosen: str, late: str, early: str) -> None:
    for day, severity in ((date(2024, 3, 9), late), (date(2023, 12, 20), early)):
        text = made(published_on=day, preamble=PERIOD)
        (found,) = [each for each in findings(text, policy(f'F-023 = "{chosen}"')) if each.rule == "F-023"]
        assert found.severity == severity


def test_a_rule_that_is_off_finds_nothing_and_the_others_what_they_did() -> None:
    text = small(cells=BLANK)
    assert "F-010" in {each.rule for each in findings(text)}
    without = findings(text, policy('F-010 = "off"'))
    assert without == tuple(each for each in findings(text) if each.rule != "F-010")


def test_a_rule_that_is_off_does_not_run_and_so_cannot_fail_to() -> None:
    off = policy_of("[rules]\n" + "\n".join(f'{each.id} = "off"' for each in RULES), RULES)
    assert findings(small(cells=WRONG_COLUMN), off) == ()


def test_hints_and_groups_tell_of_identities_that_are_shown() -> None:
    text = small(cells=WRONG_COLUMN)
    both = findings(text)
    assert {each.group for each in both} == {1}
    assert all("2 条勾稽关系" in each.hint.message.zh for each in both if each.hint)
    (alone,) = findings(text, policy('T3-003 = "off"'))
    assert (alone.rule, alone.group) == ("T3-002", None)
    assert alone.hint is not None
    assert "2 条" not in alone.hint.message.zh


def test_the_version_is_that_of_the_catalogue_with_what_is_changed() -> None:
    versions = [
        rules_version(policy(*lines))
        for lines in (
            [],
            ['F-010 = "info"'],
            ['F-010 = "off"'],
            ['F-011 = "info"'],
            ['F-010 = "info"', 'F-011 = "off"'],
        )
    ]
    assert len(set(versions)) == len(versions)
    assert all(version.startswith(f"{versions[0]}-") for version in versions[1:])
    assert rules_version(policy('F-011 = "off"', "", "# why", "F-010='info'")) == versions[-1]


def test_a_report_says_under_which_rules_it_was_checked_also_where_it_failed() -> None:
    under = policy('F-010 = "off"')
    for text in (small(), "并非年报"):
        assert read_report(text.encode(), "made", policy=under).rules_version == rules_version(under)


def test_everything_that_is_wrong_is_told_at_once_with_its_line_and_what_may_stand_there() -> None:
    text = '# F-999 was here\n[rules]\nF-999 = "off"\nf-010 = "info"\nF-011 = "grave"\nF-012 = 3\n\n[Rules]\nx = 1\n'
    problems = told(text)
    assert [en.partition(":")[0] for _, en in problems] == ["line 8", "line 3", "line 4", "line 5", "line 6"]
    assert "第 3 行" in problems[1][0]
    assert all("nianbao rules list" in zh and "nianbao rules list" in en for zh, en in problems[1:3])
    assert "F-010" in problems[2][1]
    assert all("error, warning, info, off" in en for _, en in problems[3:])


def test_a_rule_with_a_value_that_is_no_word_is_refused() -> None:
    for value in ("[]", "{}", "true", "['info']", "1979-05-27"):
        ((_, en),) = told(f"[rules]\nF-010 = {value}\n")
        assert en.startswith("line 2: 'F-010' is ")


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    for text in ("[rules]\nF-010 = info\n", '[rules]\nF-010 = "info"\nF-010 = "off"\n', "[rules"):
        ((zh, en),) = told(text)
        assert "(at " in en
        assert "TOML" in zh


def test_rules_that_are_no_table_are_refused() -> None:
    for value in ('["F-010"]', '"F-010"', "3"):
        ((_, en),) = told(f"rules = {value}\n")
        assert "[rules]" in en
