"""F-016, F-017, T2-002, T4-002, T4-003: what breaks each, what just does not, and where it cannot be told."""

from datetime import date

import pytest

from tests.making import Cell
from tests.unit.pipeline.made import found, made, small, verdicts

FEES = "proactive_disclosure.fees.amount_10k_cny"
RULES = "proactive_disclosure.regulations.in_force"


@pytest.mark.parametrize(
    ("fees", "verdict"),
    [(1_139_889, ["fail"]), (100_000, ["uncertain"]), (96_171, []), ("1139889元", []), ("/", []), (0, [])],
)
def test_a_fee_that_is_hardly_in_units_of_10000_is_told(fees: Cell, verdict: list[str]) -> None:
    assert verdicts(small(cells={FEES: fees}), "F-016") == verdict


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"natural_person": 2, "commercial": 0, "total": 20}, ["fail"]),
        ({"natural_person": 1, "commercial": 2, "total": 12}, ["fail"]),
        ({"natural_person": 20, "commercial": 0, "total": 20}, []),
        ({"natural_person": 2, "commercial": 0, "total": 19}, []),
        ({"natural_person": 2, "commercial": 0, "total": "/"}, []),
        ({"natural_person": "/", "commercial": 0, "total": 20}, []),
        ({"natural_person": 1, "commercial": 1, "research": 1, "total": 12}, []),
    ],
)
def test_a_number_cut_in_two_is_told_where_only_that_fits(cells: dict[str, Cell], verdict: list[str]) -> None:
    row: dict[str, Cell] = {f"requests.granted.{key}": value for key, value in cells.items()}
    assert verdicts(small(cells=row), "F-017") == verdict


AGENCIES = [
    ("青箬市水务局", ["fail"]),
    ("云岫县人民政府", ["fail"]),
    ("望泽镇人民政府", ["fail"]),
    ("云岫县人民政府办公室", ["fail"]),
    ("青箬市人民政府", []),
    ("青箬市人民政府办公室", []),
    ("青箬经济开发区管理委员会", []),
]


@pytest.mark.parametrize(("agency", "verdict"), AGENCIES)
def test_rules_are_made_by_provinces_and_cities_alone(agency: str, verdict: list[str]) -> None:
    title = f"{agency}2023年政府信息公开工作年度报告"
    assert verdicts(made(agency=agency, title=title, cells={RULES: 3}), "T2-002") == verdict


def test_rules_of_an_agency_that_the_title_does_not_name_are_uncertain() -> None:
    text = made(title="2023年政府信息公开工作年度报告", published_on=date(2024, 1, 9), cells={RULES: 3})
    assert verdicts(text, "T2-002") == ["uncertain"]


@pytest.mark.parametrize("cell", [0, "/", None])
def test_no_rules_or_none_that_can_be_read_are_not_told(cell: Cell) -> None:
    assert found(small(cells={RULES: cell}), "T2-002") == []


REVIEWS: dict[str, Cell] = {
    f"litigation.reconsideration.{key}": 0 for key in ("upheld", "corrected", "other", "pending", "total")
}
SUITS: dict[str, Cell] = {
    f"litigation.litigation_after_reconsideration.{key}": value for key, value in (("upheld", 1), ("total", 1))
}


def test_suits_after_no_reconsideration_lack_last_years_figure() -> None:
    assert verdicts(small(cells=REVIEWS | SUITS), "T4-002") == ["uncertain"]
    assert found(small(cells=SUITS), "T4-002") == []
    assert found(small(cells=REVIEWS | SUITS | {"litigation.reconsideration.total": "/"}), "T4-002") == []


def test_disputes_without_applications_lack_last_years_figures() -> None:
    none: dict[str, Cell] = {
        f"requests.{row}.{column}": 0
        for row in ("new_received", "carried_over_in", "granted", "not_processed.petition", "total", "carried_over_out")
        for column in ("natural_person", "commercial", "total")
    }
    assert verdicts(small(cells=none), "T4-003") == ["uncertain"]
    assert found(small(), "T4-003") == []
    assert found(small(cells=none | {"requests.carried_over_in.total": "/"}), "T4-003") == []
