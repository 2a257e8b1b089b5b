"""In any layout, with any quirks, a figure is read right or is unknown, and is right wherever the file still says it.

Thousands of examples, each failure made plain: `python -m tests.properties.hunt --examples 5000`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.making import Expected, Recipe, Rendered, printed

from .hunt import Hunt, plainest
from .judging import judge
from .reports import rendered_reports

# The same examples in every run: what is new is hunted for by `make hunt`, not met by chance in somebody's change.
_SETTINGS = settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_PLACE = "requests.granted.research"


@given(rendered_reports())
@_SETTINGS
def test_no_figure_of_any_file_is_wrong_and_a_consistent_report_never_fails(file: Rendered) -> None:
    verdict = judge(file)
    assert [str(miss) for kind in ("crash", "wrong", "alarm") for miss in verdict.of(kind)][:5] == []


@given(rendered_reports())
@_SETTINGS
def test_all_that_a_file_still_tells_is_read(file: Rendered) -> None:
    assert [str(miss) for miss in judge(file).misses][:5] == []


@pytest.mark.parametrize(
    "expected",
    [Expected("number", 999), Expected("blank", None), Expected("number", 999, destroyed=True)],
    ids=["another number", "a blank", "another number that cannot be told"],
)
def test_a_number_that_is_not_the_promised_one_is_wrong(expected: Expected) -> None:
    file = printed(Recipe(1, "pipes_closed"))
    assert judge(file).misses == []
    changed = replace(file, expected={**file.expected, _PLACE: expected})
    assert [(miss.kind, miss.place) for miss in judge(changed).misses] == [("wrong", _PLACE)]


def test_an_unknown_figure_is_a_miss_only_where_the_file_still_tells_it() -> None:
    file = printed(Recipe(1, "pipes_closed", sparsity="only_totals"))
    place = next(place for place, expected in file.expected.items() if expected.kind == "blank")
    told = replace(file, expected={**file.expected, place: Expected("number", 5)})
    assert [miss.kind for miss in judge(told).misses] == ["unknown"]
    lost = replace(file, expected={**file.expected, place: Expected("number", 5, destroyed=True)})
    assert judge(lost).misses == []


def test_the_hunt_tells_failures_alike_once_and_as_plainly_as_it_can(capsys: pytest.CaptureFixture[str]) -> None:
    recipe = Recipe(1, "flat", "2019", sparsity="zeros_blank", quirks=("signature", "footer"), encoding="gb18030")
    assert plainest(recipe, "wrong") == recipe  # nothing is wrong, so nothing plainer fails
    hunt = Hunt(("wrong",), make_plainer=True)
    hunt.try_recipe(7, recipe)
    hunt.tell(5)
    assert hunt.failures == {}
    assert "flat" in capsys.readouterr().out
