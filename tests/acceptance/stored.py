"""What a data folder holds, read from its database without writing; and what must hold of it after every run."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from models.audit import verify
from models.database import create_engine_for, dispose, read

DATABASE = "nianbao.sqlite3"
REQUESTS_ROWS = 25
STAGES = 4


def rows(data_dir: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(f"file:{data_dir / DATABASE}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def count(data_dir: Path, query: str, *values: object) -> int:
    """The one number that a query gives; 0 while there is no database or no such table yet."""
    try:
        ((number,),) = rows(data_dir, query, *values)
    except sqlite3.OperationalError:
        return 0
    return int(number)


def reports(data_dir: Path) -> dict[str, str]:
    """Each report's file name and its state."""
    return dict(rows(data_dir, "SELECT name, state FROM report"))


def assert_nothing_lost_or_twice(data_dir: Path, names: set[str]) -> None:
    """Every one of the files `names`, all good reports with different bytes, is done, once, with one set of results."""
    found = rows(data_dir, "SELECT name, state, run, result_run FROM report")
    assert sorted(found) == [(name, "done", 1, 1) for name in sorted(names)]
    per_batch = rows(data_dir, "SELECT batch_id, count(*), count(DISTINCT name) FROM submission GROUP BY batch_id")
    assert all(submitted == different == len(names) for _, submitted, different in per_batch)
    accepted = "SELECT count(*) FROM submission WHERE outcome = 'accepted'"
    assert count(data_dir, accepted) == len(names)
    results = rows(data_dir, "SELECT report_id, count(*), count(DISTINCT row_key) FROM requests_row GROUP BY report_id")
    assert [row[1:] for row in results] == [(REQUESTS_ROWS, REQUESTS_ROWS)] * len(names)
    succeeded = rows(
        data_dir,
        "SELECT report_id, count(*), count(DISTINCT stage) FROM attempt WHERE outcome = 'ok' GROUP BY report_id",
    )
    assert [row[1:] for row in succeeded] == [(STAGES, STAGES)] * len(names)
    assert_audit_holds(data_dir)


def assert_audit_holds(data_dir: Path) -> None:
    engine = create_engine_for(f"sqlite:///{data_dir / DATABASE}")
    try:
        with read(engine) as session:
            assert list(verify(session)) == []
    finally:
        dispose(engine)
