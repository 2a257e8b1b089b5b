"""Rates and times left on the screen of `nianbao top`, from two moments."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from rich.console import Console

from intake.queries.metrics import Numbers
from intake.queries.under_way import BatchUnderWay
from intake.top.drawing import screen
from intake.top.moment import Change, History, Moment
from models.tables import ReportState

NOON = datetime(2024, 1, 30, 12, tzinfo=UTC)


def moment(clock_s: float, done: int, sums: Mapping[str, Mapping[str, int]], label: str = "江苏") -> Moment:
    numbers = Numbers(NOON, {}, {}, {}, 1, 0, sums)
    states = {ReportState.DONE: done, ReportState.QUEUED: 100 - done}
    return Moment(clock_s, numbers, [BatchUnderWay(1, label, states)], [], None)


def shown(change: Change, width: int = 120) -> str:
    console = Console(width=width, height=60)
    with console.capture() as captured:
        console.print(screen(change))
    return captured.get()


def test_rates_are_what_was_added_in_the_time_between() -> None:
    before = moment(10, 20, {"stage_reports": {"normalize": 5}, "stage_ms": {"normalize": 1000}})
    after = moment(14, 40, {"stage_reports": {"normalize": 25}, "stage_ms": {"normalize": 1500}})
    change = Change(before, after)
    assert change.per_s(change.grown("stage_reports", "normalize")) == 5
    assert change.mean_ms("normalize") == 25
    assert change.mean_ms("parse_tables") is None
    assert change.batch_per_s(after.batches[0]) == 5
    assert "12 s" in shown(change)  # 60 are left


def test_the_first_moment_has_no_rate_and_no_time_left() -> None:
    only = moment(10, 20, {"stage_reports": {"normalize": 5}, "stage_ms": {"normalize": 1000}})
    change = History().add(only)
    assert change.per_s(1) == 0
    assert change.mean_ms("normalize") == 200
    assert change.batch_per_s(only.batches[0]) == 0
    assert "20/100" in shown(change)


def test_rates_are_of_the_last_seconds_however_long_it_runs() -> None:
    history = History()
    for second in range(60):
        change = history.add(moment(second, min(second, 50), {}))
    assert (change.then.clock_s, change.now.clock_s) == (49, 59)
    slow = History()
    for clock_s in (0, 100, 200):
        change = slow.add(moment(clock_s, 0, {}))
    assert (change.then.clock_s, change.now.clock_s) == (100, 200)


@pytest.mark.parametrize("width", [20, 40, 80, 250])
def test_it_fits_any_width_and_obeys_nothing_that_a_label_says(width: int) -> None:
    only = moment(0, 1, {}, label="[red]\x1b[2J\n年报")
    text = shown(Change(only, only), width)
    assert "\x1b[2J" not in text
    assert width < 80 or "[red]" in text
