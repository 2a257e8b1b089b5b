"""The audit log cannot be changed, and a change made all the same is found."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from models.audit import Broken, verify
from models.database import read, write
from models.tables import NO_HASH
from tests.contract.examples import add_report, note

COPY = (
    "INSERT INTO audit_log (report_id, seq, at, actor, action, detail, prev_hash, hash) "
    "SELECT report_id, :seq, at, actor, action, detail, prev_hash, hash FROM audit_log WHERE seq = 3"
)


@pytest.fixture
def report_id(engine: Engine) -> int:
    """A report with four entries, in two transactions, between two others with one each."""
    with write(engine) as session:
        note(session, add_report(session), "submitted")
        report_id = add_report(session)
        note(
            session, report_id, "submitted", "claimed", detail={"文件": "报告.txt", "n": [1, None, True], "big": 2**53}
        )
        note(session, add_report(session), "submitted")
    with write(engine) as session:
        note(session, report_id, "done", "requeued", detail={"nested": {"b": 1, "a": "é\u2028"}})
    return report_id


def tamper(engine: Engine, *statements: str, **values: int | str) -> None:
    """Runs the statements, with `:name` for values, past triggers and foreign keys, as somebody with the database's own tools would."""
    if engine.dialect.name == "postgresql":
        past = (
            "ALTER TABLE audit_log DISABLE TRIGGER USER",
            "ALTER TABLE audit_log DROP CONSTRAINT IF EXISTS fk_audit_log_report_id_report",
        )
        with engine.begin() as connection:
            for statement in (*past, *statements):
                connection.execute(text(statement), values)
        return
    with closing(sqlite3.connect(str(engine.url.database))) as file, file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement, values)


def broken(engine: Engine, report_id: int | None = None) -> list[Broken]:
    with read(engine) as session:
        return list(verify(session, report_id))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'x'",
        "DELETE FROM audit_log",
        "UPDATE audit_log SET seq = seq WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_entries(engine: Engine, report_id: int, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert broken(engine) == []


def test_the_database_refuses_to_replace_or_empty(engine: Engine, report_id: int) -> None:
    statement = {
        "sqlite": "INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE seq = 1",
        "postgresql": "TRUNCATE audit_log",
    }[engine.dialect.name]
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert broken(engine) == []


def test_a_number_is_given_out_once(engine: Engine, report_id: int) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(COPY), {"seq": 4})


def test_an_untouched_log_holds_after_the_round_trip(engine: Engine, report_id: int) -> None:
    assert broken(engine) == []
    assert broken(engine, report_id) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_log SET actor = 'x' WHERE seq = 2",
        "UPDATE audit_log SET action = 'x' WHERE seq = 2",
        "UPDATE audit_log SET detail = '{}' WHERE seq = 2",
        "UPDATE audit_log SET at = '2024-01-30 08:15:30.123457+00:00' WHERE seq = 2",
        "UPDATE audit_log SET hash = '1' WHERE seq = 2",
        "UPDATE audit_log SET prev_hash = '1' WHERE seq = 2",
    ],
)
def test_a_changed_entry_is_found(engine: Engine, report_id: int, change: str) -> None:
    tamper(engine, change)
    assert Broken(report_id, 2, "changed") in broken(engine)
    assert Broken(report_id, 2, "changed") in broken(engine, report_id)
    assert broken(engine, report_id - 1) == []


def test_text_that_no_longer_reads_is_found_and_does_not_end_the_walk(sqlite_engine: Engine) -> None:
    with write(sqlite_engine) as session:
        first, second = add_report(session), add_report(session)
        for report_id in (first, second):
            note(session, report_id, "submitted", "done")
    tamper(
        sqlite_engine,
        "UPDATE audit_log SET detail = 'x' WHERE seq = 1 AND report_id = :first",
        "UPDATE audit_log SET at = 'x' WHERE seq = 1 AND report_id = :second",
        first=first,
        second=second,
    )
    assert broken(sqlite_engine) == [Broken(first, 1, "changed"), Broken(second, 1, "changed")]


def test_a_missing_entry_is_found(engine: Engine, report_id: int) -> None:
    tamper(engine, "DELETE FROM audit_log WHERE seq = 2")
    assert broken(engine) == [Broken(report_id, 2, "missing")]


def test_a_removed_end_is_found(engine: Engine, report_id: int) -> None:
    tamper(engine, "DELETE FROM audit_log WHERE seq >= 3")
    assert broken(engine) == [Broken(report_id, 3, "cut_off")]


def test_a_removed_log_is_found(engine: Engine, report_id: int) -> None:
    tamper(engine, "DELETE FROM audit_log WHERE report_id = :id", id=report_id)
    assert broken(engine) == [Broken(report_id, 1, "cut_off")]


@pytest.mark.parametrize("seq", [0, 5])
def test_an_added_entry_is_found(engine: Engine, report_id: int, seq: int) -> None:
    tamper(engine, COPY, seq=seq)
    assert broken(engine) == [Broken(report_id, seq, "inserted")]


def test_an_entry_squeezed_in_between_is_found(engine: Engine, report_id: int) -> None:
    tamper(engine, "UPDATE audit_log SET seq = 5 WHERE seq = 4", COPY, seq=4)
    kinds = {(item.seq, item.kind) for item in broken(engine)}
    assert {(4, "unlinked"), (4, "changed"), (5, "inserted")} <= kinds


def test_a_log_written_anew_is_found_by_the_head_of_the_report(engine: Engine, report_id: int) -> None:
    tamper(
        engine,
        "DELETE FROM audit_log WHERE report_id = :id",
        "UPDATE report SET audit_seq = 0, audit_head = :head WHERE id = :id",
        id=report_id,
        head=NO_HASH,
    )
    with write(engine) as session:
        note(session, report_id, "submitted", "forged")
    assert broken(engine) == []
    tamper(engine, "UPDATE report SET audit_head = :head WHERE id = :id", id=report_id, head="2" * 64)
    assert broken(engine) == [Broken(report_id, 2, "replaced")]


def test_entries_of_a_report_that_is_gone_are_found(engine: Engine, report_id: int) -> None:
    tamper(engine, "DELETE FROM report WHERE id = :id", id=report_id)
    assert broken(engine) == [Broken(report_id, seq, "orphaned") for seq in (1, 2, 3, 4)]
    assert len(broken(engine, report_id)) == 4


def test_what_is_broken_says_what_to_do(engine: Engine, report_id: int) -> None:
    tamper(engine, "DELETE FROM audit_log WHERE seq = 2")
    (item,) = broken(engine)
    assert f"audit entry 2 of report {report_id} is missing" in item.message
    assert item.message.endswith("keep both as evidence")


def test_a_rolled_back_transaction_leaves_no_entry(engine: Engine, report_id: int) -> None:
    def note_and_fail() -> None:
        with write(engine) as session:
            note(session, report_id, "dismissed")
            raise KeyError

    with pytest.raises(KeyError):
        note_and_fail()
    assert broken(engine) == []
