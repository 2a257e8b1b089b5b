"""Sums grow by what is added, whoever adds at the same time, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from models.counters import add, totals
from models.database import read, write

LABELS = ("check_consistency", "detect_sections", "normalize", "parse_tables")


def test_a_sum_is_made_by_the_first_addition_and_grows_by_each_after_it(engine: Engine) -> None:
    for amount in (3, 4):
        with write(engine) as session:
            add(session, {("stage_reports", "normalize"): amount, ("acts", "lost"): 0}, slot=1)
    with read(engine) as session:
        assert totals(session) == {"stage_reports": {"normalize": 7}}


def test_slots_and_labels_are_kept_apart_and_added_up(engine: Engine) -> None:
    with write(engine) as session:
        add(session, {("stage_ms", "normalize"): 10**12, ("stage_ms", "parse_tables"): 1}, slot=1)
        add(session, {("stage_ms", "normalize"): 5, ("stage_reports", "normalize"): 2}, slot=2)
    with read(engine) as session:
        assert totals(session) == {
            "stage_ms": {"normalize": 10**12 + 5, "parse_tables": 1},
            "stage_reports": {"normalize": 2},
        }


def test_what_is_rolled_back_is_not_counted(engine: Engine) -> None:
    try:
        with write(engine) as session:
            add(session, {("acts", "lost"): 1}, slot=0)
            raise InterruptedError
    except InterruptedError:
        pass
    with read(engine) as session:
        assert totals(session) == {}


def test_many_that_add_at_once_in_whatever_order_lose_nothing_and_do_not_lock_each_other_out(engine: Engine) -> None:
    def adding(number: int) -> None:
        labels = LABELS if number % 2 else LABELS[::-1]
        for _ in range(10):
            with write(engine) as session:
                add(session, {(name, label): 1 for label in labels for name in ("stage_reports", "acts")}, slot=7)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(adding, range(4)))
    with read(engine) as session:
        assert totals(session) == {name: dict.fromkeys(LABELS, 40) for name in ("stage_reports", "acts")}
