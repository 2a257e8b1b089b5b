import pytest

from pipeline.checks import Operand
from pipeline.checks.bounds import Side, judge_at_most, judge_equal
from tests.unit.pipeline.made import found, small


def side(*values: int | None) -> Side:
    return Side(Operand("requests", "granted", "total", value) for value in values)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ((3,), (1, 2), None),
        ((3,), (1, 1), "fail"),
        ((3,), (4, None), "fail"),
        ((3,), (2, None), "uncertain"),
        ((3,), (3, None), "uncertain"),
        ((None,), (1, 2), None),
        ((3,), (None, None), None),
        ((2, None), (1,), "fail"),
        ((2, None), (3, None), "uncertain"),
    ],
)
def test_equality_is_judged_by_what_is_known(
    left: tuple[int | None, ...], right: tuple[int | None, ...], verdict: str | None
) -> None:
    assert judge_equal(side(*left), side(*right)) == verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [((3,), (1, 2), None), ((4,), (1, 2), "fail"), ((4,), (3, None), "uncertain"), ((None,), (3,), None)],
)
def test_at_most_is_judged_by_what_is_known(
    left: tuple[int | None, ...], right: tuple[int | None, ...], verdict: str | None
) -> None:
    assert judge_at_most(side(*left), side(*right)) == verdict


def hints(cells: dict[str, int], rule: str) -> list[str | None]:
    return [each.hint.kind if each.hint else None for each in found(small(cells=dict(cells)), rule)]


def test_opposite_differences_of_two_columns_hint_at_a_shifted_value() -> None:
    cells = {"requests.granted.commercial": 0, "requests.granted.research": 1}
    assert hints(cells, "T3-002") == ["shifted_column", "shifted_column"]


def test_a_difference_that_is_one_operand_hints_at_it() -> None:
    assert hints({"litigation.reconsideration.total": 2}, "T4-001") == ["difference_equals_operand"]


def test_one_wrong_digit_is_hinted_at() -> None:
    cells = {"litigation.reconsideration.upheld": 95, "litigation.reconsideration.total": 111}
    cells |= {"litigation.reconsideration.corrected": 5}
    assert hints(cells, "T4-001") == ["one_digit"]


def test_a_hint_that_fits_several_cells_names_them_and_points_at_none() -> None:
    cells = {"litigation.reconsideration.upheld": 1, "litigation.reconsideration.total": 1}
    (finding,) = found(small(cells=dict(cells)), "T4-001")
    assert finding.hint is not None
    assert (finding.hint.kind, finding.hint.operand, finding.group) == ("corrections", None, None)
    told = {(each.cells[0].column, each.values[0]) for each in finding.hint.corrections}
    assert told == {("upheld", 0), ("pending", 0), ("total", 2)}
