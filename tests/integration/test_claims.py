"""Claims, leases and fencing on both databases, without any broker or worker."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from intake.source import SourceFile
from intake.submission import Intake
from models.database import clock_reading, read, write
from models.tables import Lane, Report, Stage, utc_now
from pipeline.document import Document
from tests.waiting import eventually
from workers.app import create_app
from workers.book import Outcome
from workers.claims import Claim, Pair, claim, expire_all_leases, expire_leases_of_task, renew
from workers.dispatch import mark_published, unpublish
from workers.failures import failure_of
from workers.leases import kept
from workers.settle import settle
from workers.stage import _settled
from workers.storing import Stored, store_document

from .conftest import System, made_reports

LEASE = timedelta(seconds=60)


def submitted(system: System, count: int) -> list[Pair]:
    system.submit(made_reports(count))
    return [(int(str(row[0])), 1) for row in system.rows("SELECT id FROM report ORDER BY id")]


def taken(system: System, pairs: list[Pair], task_id: str = "task", owner: str = "a@host/1") -> Claim:
    return claim(system.resources.engine, Stage.NORMALIZE, pairs, lease=LEASE, owner=owner, task_id=task_id)


def normalized(claimed: Claim) -> dict[int, Stored]:
    document = Document(text="文", media_type="text/plain", encoding="utf-8")
    return {each.id: store_document({"report_id": each.id, "run": each.run}, document) for each in claimed.reports}


def test_a_report_is_claimed_once_however_many_try_at_once(system: System) -> None:
    pairs = submitted(system, 10)
    claims: list[Claim] = []
    start = threading.Barrier(6)

    def attempt(n: int) -> None:
        start.wait()
        claims.append(taken(system, pairs, f"task-{n}"))

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == 6
    assert sorted(each.id for claimed in claims for each in claimed.reports) == [pair[0] for pair in pairs]
    assert system.rows("SELECT DISTINCT attempt, state FROM report") == [(1, "working")]


def test_a_claim_passes_by_what_is_at_another_stage_or_run_or_not_due(system: System) -> None:
    pairs = submitted(system, 4)
    ids = [pair[0] for pair in pairs]
    with write(system.resources.engine) as session:
        connection = session.connection()
        tomorrow = utc_now() + timedelta(days=1)
        connection.execute(update(Report).where(col(Report.id) == ids[0]).values(stage=Stage.PARSE_TABLES))
        connection.execute(update(Report).where(col(Report.id) == ids[1]).values(run=2))
        connection.execute(update(Report).where(col(Report.id) == ids[2]).values(next_attempt_at=tomorrow))
    assert [each.id for each in taken(system, pairs).reports] == [ids[3]]


def test_who_lost_the_lease_writes_nothing(system: System) -> None:
    pairs = submitted(system, 2)
    first = taken(system, pairs, "first")
    assert expire_leases_of_task(system.resources.engine, "first") == 2
    system.reconciler.act()
    with write(system.resources.engine) as session:
        session.connection().exec_driver_sql("UPDATE report SET next_attempt_at = NULL")
    assert taken(system, pairs, "first").reports == (), "what was in a lost chunk travels alone"
    second = [taken(system, [pair], f"second-{pair[0]}") for pair in pairs]
    assert [report.attempt for each in second for report in each.reports] == [2, 2]
    assert settle(system.resources.engine, Stage.NORMALIZE, first, normalized(first), system.settings.work) == []
    assert system.rows("SELECT count(*) FROM normalized_text") == [(0,)]
    for each, pair in zip(second, pairs, strict=True):
        assert settle(system.resources.engine, Stage.NORMALIZE, each, normalized(each), system.settings.work) == [pair]
    assert system.rows("SELECT DISTINCT stage, state, attempt FROM report") == [("detect_sections", "queued", 0)]


def test_a_lease_lasts_as_long_as_its_chunk_is_worked_on_and_no_longer(system: System) -> None:
    pairs = submitted(system, 2)
    engine, short = system.resources.engine, timedelta(seconds=1)
    claimed = claim(engine, Stage.NORMALIZE, pairs, lease=short, owner="a@host/1", task_id="long")
    ends = "SELECT max(lease_expires_at) FROM report"
    first = system.rows(ends)
    with kept(engine, claimed, short):
        eventually(lambda: system.rows(ends) > first, "a renewal")
        eventually(lambda: clock_reading(engine) > claimed.started_at + 2 * short, "twice the lease's time")
        assert system.reconciler.act().lost == 0
    eventually(lambda: system.reconciler.act().lost == 2, "the end of the lease")
    renew(engine, claimed.token, short)
    assert system.rows("SELECT DISTINCT state, lease_token FROM report") == [("queued", None)]


def test_leases_end_for_one_task_or_for_all(system: System) -> None:
    pairs = submitted(system, 3)
    taken(system, pairs[:1], "one", "a@host/1")
    taken(system, pairs[1:2], "two", "a@host/2")
    taken(system, pairs[2:], "three", "a@host2/1")
    assert expire_leases_of_task(system.resources.engine, "on") == 0
    assert expire_leases_of_task(system.resources.engine, "%") == 0
    assert expire_leases_of_task(system.resources.engine, "two") == 1
    assert expire_all_leases(system.resources.engine) == 3


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_what_a_stopped_process_has_locked_holds_up_nobody_else(system: System) -> None:
    pairs = submitted(system, 3)
    claim(system.resources.engine, Stage.NORMALIZE, pairs[:2], lease=-LEASE, owner="gone@host/1", task_id="gone")
    mark_published(system.resources.engine, pairs[2:], utc_now())
    with write(system.resources.engine) as stopped:
        ids = [pairs[0][0], pairs[2][0]]
        stopped.execute(select(col(Report.id)).where(col(Report.id).in_(ids)).with_for_update())
        assert system.reconciler.act().lost == 1
        with write(system.resources.engine) as ours:
            unpublish(ours)
        waiting = "SELECT published_at IS NOT NULL FROM report WHERE id = :id"
        assert system.rows(waiting, id=pairs[2][0]) == [(True,)], "it was passed by, and we are here"
    eventually(lambda: system.reconciler.act().lost, "the other one")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_transaction_that_may_hold_locks_is_ended_in_the_end(system: System) -> None:
    shown = {}
    for kind in (write, read):
        with kind(system.resources.engine) as session:
            names = ("transaction_timeout", "lock_timeout")
            shown[kind] = [session.scalar(text(f"SHOW {name}")) for name in names]
    assert shown == {write: ["2min", "30s"], read: ["0", "30s"]}


def test_a_lost_report_travels_alone_from_then_on_and_dies_when_its_attempts_are_used_up(system: System) -> None:
    pairs = submitted(system, 2)
    for n in range(system.settings.work.max_attempts):
        with write(system.resources.engine) as session:
            session.connection().exec_driver_sql("UPDATE report SET next_attempt_at = NULL WHERE state = 'queued'")
        for message in [pairs] if n == 0 else [[pair] for pair in pairs]:
            taken(system, message, f"t{n}")
        expire_all_leases(system.resources.engine)
        assert system.reconciler.act().lost == 2
    assert {row[0] for row in system.rows("SELECT isolated FROM report")} in ({True}, {1})
    assert system.rows("SELECT DISTINCT state FROM report") == [("dead",)]
    assert system.rows("SELECT code, attempts FROM dead_letter") == [("worker.lost", 3), ("worker.lost", 3)]


def test_a_publication_noted_late_does_not_hide_a_retry_that_needs_a_message(system: System) -> None:
    pairs = submitted(system, 1)
    with write(system.resources.engine) as session:
        session.connection().execute(update(Report).values(published_at=None))
    before = utc_now()
    claimed = taken(system, pairs)
    failure = failure_of(OSError(5, "Input/output error"), "normalize", system.settings.work)
    settle(system.resources.engine, Stage.NORMALIZE, claimed, {pairs[0][0]: failure}, system.settings.work)
    mark_published(system.resources.engine, pairs, before)
    assert system.rows("SELECT count(*) FROM report WHERE published_at IS NULL AND next_attempt_at IS NOT NULL") == [
        (1,)
    ]


def test_what_the_database_refuses_is_one_reports_bug_and_spares_its_neighbours(system: System) -> None:
    pairs = submitted(system, 3)
    claimed = taken(system, pairs)
    outcomes: dict[int, Outcome] = dict(normalized(claimed))
    refused = pairs[1][0]
    outcomes[refused] = Stored(report={"stage": "nonsense"})
    assert _settled(Stage.NORMALIZE, claimed, outcomes, system.resources) == [pairs[0], pairs[2]]
    ((code, traceback),) = system.rows("SELECT code, traceback FROM dead_letter WHERE report_id = :id", id=refused)
    assert str(code).startswith("internal.")
    assert "nonsense" in str(traceback)
    assert system.rows("SELECT count(*) FROM normalized_text") == [(2,)]


def test_two_intakes_that_take_the_same_files_at_once_count_each_report_once(system: System) -> None:
    files = made_reports(40)
    incoming = system.folder / "both"
    incoming.mkdir()
    for name, data in files.items():
        (incoming / name).write_bytes(data)
    sources = [SourceFile(path, path.name) for path in sorted(incoming.iterdir())]
    start = threading.Barrier(2)
    batches: list[int] = []

    def submit(order: list[SourceFile]) -> None:
        intake = Intake(system.resources, create_app(system.settings))
        batch = intake.open_batch("both", str(incoming), Lane.BULK, resume=False)
        start.wait()
        intake.submit(batch, Lane.BULK, order)
        batches.append(batch)

    threads = [threading.Thread(target=submit, args=(order,)) for order in (sources, sources[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(batches) == 2
    ledgers = [system.ledger(batch) for batch in batches]
    assert all(each.balanced and each.submitted == 40 for each in ledgers)
    assert sum(each.in_flight for each in ledgers) == sum(each.duplicate for each in ledgers) == 40
    assert system.rows("SELECT count(*) FROM report") == [(40,)]
