"""A call that is made twice at the same moment makes what it makes once, on both databases."""

import threading

import pytest
from sqlalchemy import text

from intake.idempotency import OtherCallError, RepeatedCall, made_once
from intake.keys import create_key
from models.tables import KeyRole, Lane

from .conftest import System


def call(system: System, key: str, route: str = "POST /v1/batches") -> RepeatedCall:
    return RepeatedCall(1, key, route)


def test_two_at_the_same_moment_open_one_batch(system: System) -> None:
    create_key(system.resources.engine, "k", KeyRole.SUBMIT, created_by="test")
    for n in range(20):
        both = threading.Barrier(2)
        seen: list[int] = []

        def ask(both: threading.Barrier = both, seen: list[int] = seen, n: int = n) -> None:
            both.wait()
            seen.append(system.intake.open_batch("b", None, Lane.BULK, resume=False, once=call(system, str(n))))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 2
        assert seen[0] == seen[1]
    assert system.rows("SELECT count(*) FROM batch") == [(20,)]


def test_a_key_that_belongs_to_another_call_is_told(system: System) -> None:
    engine = system.resources.engine
    create_key(engine, "k", KeyRole.SUBMIT, created_by="test")
    batch = system.intake.open_batch("b", None, Lane.BULK, resume=False, once=call(system, "1"))
    assert made_once(engine, call(system, "1"), "batch_id", lambda _: 99) == batch
    with pytest.raises(OtherCallError):
        made_once(engine, call(system, "1", "POST /v1/reports"), "batch_id", lambda _: 99)


def test_what_cannot_be_made_is_told_and_noted_nowhere(system: System) -> None:
    engine = system.resources.engine
    create_key(engine, "k", KeyRole.SUBMIT, created_by="test")

    def refused(session: object) -> int:
        session.execute(text("INSERT INTO batch (id) VALUES (NULL)"))  # type: ignore[attr-defined]
        return 1

    with pytest.raises(Exception, match=r"NOT NULL|null value"):
        made_once(engine, call(system, "1"), "batch_id", refused)
    assert system.rows("SELECT count(*) FROM idempotency_key") == [(0,)]
