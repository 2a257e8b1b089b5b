"""What is expected of a made case: its findings follow from its figures, as the catalogue of rules says."""

from collections.abc import Mapping

import pytest

from tests.making import Cell, consistent_truth
from tests.making.rendered import figures_of
from tests.making_cases.base import Case
from tests.making_cases.bodies import BODIES, report_of
from tests.making_cases.findings import Finding, Said, Value, findings_of

TRUTH = consistent_truth(7)
RECEIVED, ANSWERED = (TRUTH.requests[row]["total"] for row in ("new_received", "total"))
ROW = "requests.granted"


def found(changed: Mapping[str, Value], said: Said | None = None) -> list[Finding]:
    cells: dict[str, Cell] = {**figures_of(TRUTH), **changed}
    values = {place: cell for place, cell in cells.items() if not isinstance(cell, str)}
    kinds = {place: "blank" for place, value in values.items() if value is None}
    return findings_of(values, kinds, said or Said())


def number(place: str) -> int:
    cell = figures_of(TRUTH)[place]
    assert isinstance(cell, int)
    return cell


def test_a_consistent_report_has_no_findings() -> None:
    assert isinstance(RECEIVED, int)
    assert isinstance(ANSWERED, int)
    assert found({}, Said(RECEIVED, ANSWERED)) == []


def test_a_wrong_sum_fails_and_one_that_a_blank_decides_is_uncertain() -> None:
    total = number(f"{ROW}.total")
    assert ("T3-003", "fail", "granted") in found({f"{ROW}.total": total + 1})
    blank = found({f"{ROW}.other": None})
    assert blank[0] == ("F-010", "fail", None)
    assert {finding for finding in blank if finding[0] == "T3-003"} == {("T3-003", "uncertain", "granted")}


def test_a_known_part_that_exceeds_its_whole_fails_whatever_is_blank() -> None:
    parts = found({f"{ROW}.total": 0, f"{ROW}.other": None, f"{ROW}.natural_person": 5})
    assert ("T3-003", "fail", "granted") in parts


def test_a_row_that_is_blank_throughout_is_not_assessed() -> None:
    row = {place: None for place in figures_of(TRUTH) if place.startswith(f"{ROW}.")}
    assert "granted" not in [scope for rule, _, scope in found(row) if rule == "T3-003"]


@pytest.mark.parametrize(("received", "findings"), [(9_999, [("X-001", "fail", "total")]), (None, [])])
def test_prose_is_held_against_the_table(received: int | None, findings: list[Finding]) -> None:
    assert found({}, Said(received)) == findings


def test_a_body_without_the_power_to_make_rules_has_none() -> None:
    for body in BODIES.values():
        regulations = report_of(body, 3, 2023).proactive["regulations"]
        assert body.may_make_rules or set(regulations.values()) == {0}


def test_a_case_expects_what_its_truth_says_and_what_its_flaws_break() -> None:
    case = Case(name="x", lines=(), way="text:pipes_closed", cells={"requests.total.other": 10_000})
    expected = case.expected()
    assert expected["agency"] == "澄沅市人民政府"
    assert [each for each in expected["findings"] if each[0] == "T3-002"] == [["T3-002", "fail", "other"]]  # type: ignore[attr-defined]
