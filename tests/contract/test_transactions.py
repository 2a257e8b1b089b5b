"""Transactions commit or vanish whole, wait for one another, and never cross a fork."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, col

from models.database import UnknownDatabaseError, create_engine_for, dispose, read, write
from models.tables import Batch, Report
from tests.contract.examples import add_batch, add_report

DEADLINE_S = 30


def batches(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(Batch)).scalar_one())


def count_batches(engine: Engine) -> int:
    with read(engine) as session:
        return batches(session)


def add_one(engine: Engine, report_id: int) -> None:
    """Reads the attempts and writes them back with one more, holding the row meanwhile."""
    with write(engine) as session:
        report = session.get_one(Report, report_id, with_for_update=True)
        report.attempt += 1


def test_a_block_that_raises_leaves_nothing(engine: Engine) -> None:
    def add_and_fail() -> None:
        with write(engine) as session:
            add_batch(session)
            raise KeyError

    with pytest.raises(KeyError):
        add_and_fail()
    assert count_batches(engine) == 0


def test_what_was_written_can_be_used_after_the_block(engine: Engine) -> None:
    with write(engine) as session:
        batch = session.get_one(Batch, add_batch(session))
    assert batch.label == "试点"


def test_a_reading_transaction_refuses_to_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), read(engine) as session:
        add_batch(session)
    with write(engine) as session:
        add_batch(session)
    assert count_batches(engine) == 1


def test_a_reader_sees_one_moment_and_hinders_no_writer(engine: Engine) -> None:
    with read(engine) as session:
        assert batches(session) == 0
        with write(engine) as other:
            add_batch(other)
        assert batches(session) == 0
    assert count_batches(engine) == 1


def test_writers_wait_for_one_another_and_lose_no_update(engine: Engine) -> None:
    with write(engine) as session:
        report_id = add_report(session)
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(add_one, engine, report_id) for _ in range(40)]:
            done.result(DEADLINE_S)
    with read(engine) as session:
        assert session.get_one(Report, report_id).attempt == 40


def test_a_second_sqlite_writer_waits_until_the_first_commits(sqlite_engine: Engine) -> None:
    started = threading.Event()

    def second() -> int:
        started.set()
        with write(sqlite_engine) as session:
            return batches(session)

    with ThreadPoolExecutor(1) as threads:
        with write(sqlite_engine) as session:
            add_batch(session)
            waiting = threads.submit(second)
            assert started.wait(DEADLINE_S)
            assert not waiting.done()
        assert waiting.result(DEADLINE_S) == 1


def test_a_sqlite_writer_gives_up_after_its_timeout(sqlite_engine: Engine) -> None:
    impatient = create_engine_for(str(sqlite_engine.url), busy_timeout_s=0.05)
    with write(sqlite_engine) as session:
        add_batch(session)
        with pytest.raises(OperationalError, match="locked"), write(impatient) as other:
            add_batch(other)
    dispose(impatient)


def test_many_may_open_a_new_sqlite_file_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def journal_mode(url: str) -> object:
        engine = create_engine_for(url)
        together.wait(DEADLINE_S)
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        dispose(engine)
        return mode

    with ThreadPoolExecutor(8) as threads:
        for number in range(20):
            url = f"sqlite:///{tmp_path}/{number}.db"
            assert set(threads.map(journal_mode, [url] * 8)) == {"wal"}


def test_sqlite_is_durable_and_holds_foreign_keys(sqlite_engine: Engine) -> None:
    full = 2
    with sqlite_engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert values == {"journal_mode": "wal", "synchronous": full}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


def test_an_engine_that_came_through_a_fork_opens_its_own_connection(engine: Engine) -> None:
    ours = connection_in_use(engine)
    child = multiprocessing.get_context("fork").Process(target=write_in_child, args=(engine, ours))
    child.start()
    child.join(DEADLINE_S)
    assert child.exitcode == 0
    with write(engine) as session:
        add_batch(session)
    assert count_batches(engine) == 2
    assert connection_in_use(engine) == ours


def connection_in_use(engine: Engine) -> int:
    """Tells the driver's connections apart: a fork keeps addresses, and the parent's is never freed in the child."""
    with engine.connect() as connection:
        return id(connection.connection.dbapi_connection)


def write_in_child(engine: Engine, of_parent: int) -> None:
    assert connection_in_use(engine) != of_parent
    with write(engine) as session:
        add_batch(session)


def test_a_disposed_engine_can_be_used_again(engine: Engine) -> None:
    assert count_batches(engine) == 0
    dispose(engine)
    assert count_batches(engine) == 0


def test_a_conditional_update_tells_how_many_it_claimed(engine: Engine) -> None:
    with write(engine) as session:
        ids = [add_report(session) for _ in range(3)]
        claim = update(Report).where(col(Report.id).in_(ids[:2]), col(Report.attempt) == 0).values(attempt=1)
        claimed: Any = session.execute(claim.returning(col(Report.id))).scalars().all()
        again: Any = session.execute(claim.returning(col(Report.id))).scalars().all()
    assert (sorted(claimed), again) == (ids[:2], [])


def test_an_unknown_database_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnknownDatabaseError, match="use sqlite:///… or postgresql://…"):
        create_engine_for("mysql://localhost/nianbao")
