"""Of several reconcilers one acts; another goes on when it falls silent, by its own watch."""

from tests.waiting import eventually
from workers.turns import Turn

from .conftest import System

LONG_S, SHORT_S = 3600.0, 0.3


def test_one_of_two_has_the_turn_and_keeps_it(system: System) -> None:
    first, second = (Turn(system.resources.engine, LONG_S) for _ in range(2))
    assert [first.is_ours(), second.is_ours(), first.is_ours(), second.is_ours()] == [True, False, True, False]
    second.give_up()
    assert not second.is_ours()
    first.give_up()
    assert second.is_ours()
    assert not first.is_ours()


def test_who_falls_silent_loses_the_turn_and_who_goes_on_does_not(system: System) -> None:
    first, second = (Turn(system.resources.engine, SHORT_S) for _ in range(2))
    assert first.is_ours()
    assert not second.is_ours()
    eventually(second.is_ours, "that the silence is noticed", within_s=20)
    assert not first.is_ours()


def test_two_processes_reconcile_and_one_acts_until_it_is_killed(system: System) -> None:
    with system.reconciling() as first, system.reconciling() as second:
        eventually(lambda: system.rows("SELECT 1 FROM note WHERE name = 'reconciler'"), "a turn", within_s=30)
        holder = "SELECT value FROM note WHERE name = 'reconciler'"
        ((before,),) = system.rows(holder)
        acting = first if f"/{first.pid}/" in str(before) else second
        acting.kill()
        acting.wait()
        eventually(lambda: system.rows(holder) != [(before,)], "the other's turn", within_s=30)
