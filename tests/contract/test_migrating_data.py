"""What a database of an earlier revision holds is still there after the migration, and can be worked on."""

from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, insert, text

from intake.queries.dead_letters import LetterFilter, chosen_letters
from intake.queries.findings import reviewed_findings
from intake.queries.reports import runs_of
from models.database import BEGIN, create_engine_for, dispose
from models.fingerprints import fingerprint_of
from models.migrate import MIGRATIONS, migrate
from models.tables import ReprocessingSubject, ReviewState
from tests.contract.examples import MOMENT
from workers.reprocessing import Request, begin
from workers.reviewing import mark

ABOUT: dict[str, Any] = {
    "agency": "云岫县水务局",
    "year": 2023,
    "form": "2021",
    "pipeline_version": "0.0.9",
    "rules_version": "60-a",
}
NO_HASH = "0" * 64


def report(number: int, state: str, run: int = 1, result_run: int | None = None, **more: Any) -> dict[str, Any]:
    """A row of `report` as revision 0001 has it."""
    return {
        "id": number, "batch_id": 1, "sha256": f"{number:064}", "name": f"{number}.txt", "size_bytes": number,
        "lane": "bulk", "state": state, "stage": "normalize", "run": run, "result_run": result_run, "attempt": 1,
        "isolated": False, "lease_token": None, "lease_expires_at": None, "queued_at": MOMENT, "created_at": MOMENT,
        "updated_at": MOMENT, "finished_at": MOMENT if state in {"done", "dead"} else None, "audit_seq": 0,
        "audit_head": NO_HASH, "agency": None, "year": None, "form": None, "pipeline_version": None,
        "rules_version": None,
    } | more  # fmt: skip


REPORTS = [
    report(1, "queued"),
    report(2, "working", lease_token="t", lease_expires_at=MOMENT),
    report(3, "done", result_run=1, **ABOUT),
    report(4, "dead"),
    report(5, "dead", run=3, result_run=1, **ABOUT),
    report(6, "done", run=2, result_run=2, **ABOUT),
]
LETTERS = [
    {
        "id": n, "report_id": report_id, "run": run, "stage": "normalize", "code": code, "message_zh": "坏", "message_en":
        "bad", "attempts": 1, "fingerprint": "0" * 16, "state": state, "created_at": MOMENT, "updated_at": MOMENT,
    }
    for n, (report_id, run, code, state) in enumerate(
        [(4, 1, "format.damaged", "open"), (5, 2, "worker.lost", "requeued"), (5, 3, "format.unknown", "open")], 1
    )
]  # fmt: skip

# More than a migration takes at once.
FINDINGS: list[dict[str, Any]] = [
    {
        "report_id": 3, "run": 1, "ordinal": n, "rule": "T2-001", "rule_version": "60-a", "severity": "error", "verdict":
        "fail", "table_key": "proactive_disclosure", "row_key": "regulations", "column_key": None, "left_value":
        Decimal(n) / 4, "right_value": None, "operands": [{"table": "t", "row": "r", "column": "c", "value": n}],
        "hint": None, "quote": "现行有效", "quote_start": 1, "quote_end": 5, "message_zh": "不等", "message_en": "differs",
    }
    for n in range(1234)
]  # fmt: skip


@pytest.fixture
def migrated(empty_url: str) -> Any:
    """A database that held data at revision 0001 and was migrated."""
    engine = create_engine_for(empty_url)
    side = str if engine.dialect.name == "sqlite" else Decimal  # as each keeps a decimal
    with engine.connect().execution_options(**{BEGIN: "IMMEDIATE"}) as connection, connection.begin():
        _upgrade(connection, "0001")
    with engine.begin() as connection:
        for name, rows in (
            ("batch", [{"id": 1, "label": "试点", "lane": "bulk", "created_at": MOMENT}]),
            ("report", REPORTS),
            ("dead_letter", LETTERS),
            ("finding", [row | {"left_value": side(row["left_value"])} for row in FINDINGS]),
        ):
            connection.execute(insert(Table(name, MetaData(), autoload_with=connection)), rows)
    dispose(engine)
    migrate(empty_url)
    yield engine
    dispose(engine)


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def runs(engine: Engine, report_id: int) -> list[tuple[int, str, str | None, str | None]]:
    return [(each.run, each.cause, each.outcome, each.code) for each in runs_of(engine, report_id)]


def test_each_report_has_its_newest_run_and_its_last_good_one(migrated: Engine) -> None:
    assert {n: runs(migrated, n) for n in range(1, 7)} == {
        1: [(1, "submitted", None, None)],
        2: [(1, "submitted", None, None)],
        3: [(1, "submitted", "done", None)],
        4: [(1, "submitted", "dead", "format.damaged")],
        5: [(1, "submitted", "done", None), (3, "reprocessed", "dead", "format.unknown")],
        6: [(2, "reprocessed", "done", None)],
    }


def test_the_runs_know_the_bytes_and_say_what_the_report_said(migrated: Engine) -> None:
    for number in (3, 5, 6):
        for run in runs_of(migrated, number):
            assert (run.sha256, run.name, run.size_bytes) == (f"{number:064}", f"{number}.txt", number)
            assert {name: getattr(run, name) for name in ABOUT} == ABOUT
            assert run.finished_at == MOMENT


def test_dead_letters_of_before_can_be_sent_through_again(migrated: Engine) -> None:
    targets = chosen_letters(migrated, LetterFilter())
    assert [each.report_id for each in targets] == [4, 5]
    begin(migrated, Request(ReprocessingSubject.DEAD_LETTERS, "test", {}), targets)
    with migrated.connect() as connection:
        queued = connection.execute(text("SELECT id, run FROM report WHERE state = 'queued' ORDER BY id")).all()
    assert [tuple(row) for row in queued] == [(1, 1), (4, 2), (5, 4)]
    assert runs(migrated, 4)[-1] == (2, "reprocessed", None, None)


def test_nothing_else_of_a_report_was_changed(migrated: Engine) -> None:
    with migrated.connect() as connection:
        table = Table("report", MetaData(), autoload_with=connection)
        found = connection.execute(table.select().order_by(table.c.id)).mappings().all()
    plain = [
        {name: row[name] for name in ("id", "state", "run", "result_run", "agency", "audit_head")} for row in found
    ]
    assert plain == [{name: each[name] for name in plain[0]} for each in REPORTS]


def test_findings_of_before_know_what_they_say_and_can_be_reviewed(migrated: Engine) -> None:
    found = [each.fingerprint for each in reviewed_findings(migrated, 3)]
    assert found == [fingerprint_of(row | {"about": None}) for row in FINDINGS]
    assert len(set(found)) == len(FINDINGS)
    assert mark(migrated, 3, found[-1], ReviewState.CONFIRMED, reason=None, actor="test")
