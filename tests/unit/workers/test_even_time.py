"""When leases can be judged: not right after a jump of the clock, and not right after a time of not looking."""

from datetime import UTC, datetime, timedelta

import pytest

from workers import even_time
from workers.even_time import EvenTime

LEASE_S = 15.0
START = datetime(2026, 1, 30, tzinfo=UTC)


class Watch:
    """A watch that is set by hand."""

    def __init__(self) -> None:
        self.s = 1000.0

    def monotonic(self) -> float:
        return self.s


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(even_time, "time", watch)
    return watch


def judged(watch: Watch, rounds: list[tuple[float, float]]) -> list[bool]:
    """What each round answers; rounds are given by the seconds on the watch and on the clock since the one before."""
    time, clock = EvenTime(LEASE_S), START
    answers = []
    for watch_s, clock_s in rounds:
        watch.s += watch_s
        clock += timedelta(seconds=clock_s)
        answers.append(time.has_passed(clock))
    return answers


def test_even_rounds_are_trusted_from_the_first(watch: Watch) -> None:
    assert judged(watch, [(0, 0), (2, 2), (2, 2.5), (7, 6)]) == [True] * 4


@pytest.mark.parametrize("jump_s", [3600.0, -3600.0])
def test_after_a_jump_of_the_clock_a_whole_lease_must_pass(watch: Watch, jump_s: float) -> None:
    assert judged(watch, [(0, 0), (2, 2 + jump_s), (7, 7), (7, 7), (2, 2)]) == [True, False, False, False, True]


def test_after_a_time_in_which_we_could_not_look_too(watch: Watch) -> None:
    assert judged(watch, [(0, 0), (60, 60), (7, 7), (7, 7), (2, 2)]) == [True, False, False, False, True]
