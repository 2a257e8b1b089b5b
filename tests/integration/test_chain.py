"""The four stages as real tasks: real Valkey, real worker processes, SQLite and PostgreSQL."""

import json
import signal

import pytest

from intake.queries.dead_letters import LetterFilter
from intake.reports import stored_report
from models.audit import verify
from models.database import read
from models.tables import Lane, Stage
from pipeline.report import to_json
from pipeline.stages import STAGES, read_report
from tests.corpus.rules import RULE_CASES
from tests.waiting import eventually
from workers.dispatch import publish

from .conftest import System, made_reports, with_fault

NOTHING = dict.fromkeys(("done", "dead", "duplicate", "rejected", "in_flight"), 0)


def test_what_the_queue_stores_is_what_parse_prints(system: System) -> None:
    added_up = {case.name: case.printed("pipes_opened") for case in RULE_CASES if case.rule in {"T3-005", "T3-006"}}
    files = made_reports(14) | added_up
    batch = system.submit(files)
    with system.worker():
        counts = system.finish(batch)
    assert (counts.submitted, counts.done) == (20, 20)
    for report_id, name in system.rows("SELECT id, name FROM report ORDER BY id"):
        stored = stored_report(system.resources.engine, int(str(report_id)))
        assert stored is not None
        assert json.loads(to_json(stored)) == json.loads(to_json(read_report(files[str(name)], str(name))))


def test_a_message_that_comes_twice_changes_nothing_the_second_time(system: System) -> None:
    batch = system.submit(made_reports(5))
    pairs = [(int(str(row[0])), 1) for row in system.rows("SELECT id FROM report ORDER BY id")]
    for _ in range(2):
        publish(system.app, pairs, stage=Stage.NORMALIZE, lane=Lane.BULK, batch_id=batch)
    with system.worker():
        system.finish(batch)
        eventually(system.broker_is_idle, "an idle broker", within_s=20)
    assert system.rows("SELECT outcome, count(*) FROM attempt GROUP BY outcome") == [("ok", 5 * len(STAGES))]
    assert system.rows("SELECT DISTINCT audit_seq FROM report") == [(1 + len(STAGES),)]
    assert system.rows("SELECT count(*) FROM requests_row") == [(5 * 25,)]


def test_each_kind_of_failure_in_one_chunk_ends_as_it_should_and_spares_its_neighbours(system: System) -> None:
    good = made_reports(3)
    spoilt = list(made_reports(4, seed=1).values())
    files = good | {
        "permanent.txt": b"\x00\x01\x02" * 100,
        "bug.txt": with_fault(spoilt[0], "bug"),
        "transient.txt": with_fault(spoilt[1], "transient"),
        "kill.txt": with_fault(spoilt[2], "kill"),
        "memory.txt": with_fault(spoilt[3], "memory"),
    }
    batch = system.submit(files)  # one chunk: 8 reports
    assert len(system.rows("SELECT 1 FROM report")) == system.settings.work.chunk_size
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=90)
    assert counts.balanced
    assert (counts.done, counts.dead) == (3, 5)
    letters = {
        name: (code, attempts, traceback)
        for name, code, attempts, traceback in system.rows(
            "SELECT name, code, attempts, traceback FROM dead_letter JOIN report ON report.id = report_id"
        )
    }
    assert {name: found[0] for name, found in letters.items()} == {
        "permanent.txt": "format.unknown",
        "bug.txt": "internal.FaultError",
        "transient.txt": "storage.unavailable",
        "kill.txt": "worker.lost",
        "memory.txt": "resource.memory",
    }
    most = system.settings.work.max_attempts
    assert letters["transient.txt"][1] == letters["kill.txt"][1] == letters["memory.txt"][1] == most
    assert "a bug of ours" in str(letters["bug.txt"][2])
    assert [found[2] for name, found in letters.items() if name != "bug.txt"] == [None] * 4
    lost = system.rows("SELECT DISTINCT name FROM attempt JOIN report ON report.id = report_id WHERE outcome = 'lost'")
    assert {"kill.txt"} <= {str(row[0]) for row in lost}
    with read(system.resources.engine) as session:
        assert list(verify(session)) == []


def test_a_transient_failure_is_retried_and_ends_done_when_its_cause_is_gone(system: System) -> None:
    (data,) = made_reports(1).values()
    batch = system.submit({"transient.txt": with_fault(data, "transient")})
    with system.worker("tests.integration.faulty_worker"):
        eventually(lambda: system.rows("SELECT 1 FROM attempt WHERE outcome = 'retry'"), "a first failure", within_s=20)
        (system.folder / "mended").touch()
        counts = system.finish(batch)
    assert counts.done == 1
    assert system.rows("SELECT DISTINCT code FROM attempt WHERE outcome = 'retry'") == [("storage.unavailable",)]


def test_a_report_that_hangs_is_given_up_and_its_neighbours_go_on(system: System) -> None:
    files = made_reports(3)
    hanging = with_fault(files.pop("001.txt"), "hang")
    batch = system.submit({"000.txt": files["000.txt"], "hang.txt": hanging, "002.txt": files["002.txt"]})
    with system.worker("tests.integration.faulty_worker"):
        counts = system.finish(batch, within_s=90)
    assert (counts.done, counts.dead) == (2, 1)
    assert system.rows("SELECT code FROM dead_letter") == [("resource.time",)]
    assert system.rows("SELECT 1 FROM attempt WHERE outcome = 'released'")


def test_a_whole_worker_killed_in_the_middle_loses_no_report(system: System) -> None:
    batch = system.submit(made_reports(60))
    with system.worker() as process:
        eventually(lambda: system.rows("SELECT 1 FROM attempt LIMIT 1"), "work in hand", within_s=30)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with system.worker():
        counts = system.finish(batch, within_s=90)
    assert (counts.done, counts.balanced) == (60, True)
    assert system.rows("SELECT count(*) FROM requests_row") == [(60 * 25,)]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_eight_processes_share_one_sqlite_file(system: System) -> None:
    batch = system.submit(made_reports(120))
    with system.worker(concurrency=8) as process:
        eventually(lambda: system.ledger(batch).done > 20, "work in hand", within_s=60)
        busy = system.rows("SELECT count(DISTINCT worker) FROM attempt")
        process.send_signal(signal.SIGKILL)
        process.wait()
    with system.worker(concurrency=8), system.reconciling():
        counts = system.finish(batch, within_s=120)
    assert busy[0][0] > 2  # type: ignore[operator]
    assert (counts.done, counts.balanced) == (120, True)
    assert system.rows("SELECT count(*), count(DISTINCT report_id) FROM requests_row") == [(120 * 25, 120)]
    assert system.rows("SELECT count(*) FROM attempt WHERE outcome = 'ok'") == [(120 * len(STAGES),)]


def test_a_worker_that_is_told_to_stop_hands_nothing_back_unfinished(system: System) -> None:
    batch = system.submit(made_reports(40))
    with system.worker() as process:
        eventually(lambda: system.rows("SELECT 1 FROM attempt LIMIT 1"), "work in hand", within_s=30)
        process.terminate()
        process.wait(30)
    assert system.rows("SELECT 1 FROM report WHERE state = 'working'") == []
    with system.worker():
        assert system.finish(batch).done == 40
    assert system.rows("SELECT 1 FROM attempt WHERE outcome <> 'ok'") == []


def test_malformed_messages_change_nothing_and_the_worker_goes_on(system: System) -> None:
    batch = system.submit(made_reports(2))
    for pairs in ("junk", [[1]], [["1", 1]], {"a": 1}, [[True, 1]], [[1, 1, 1]], [[999_999, 1]], [[1, 7]], None):
        system.app.send_task("nianbao.normalize", args=(pairs,), queue="bulk.normalize")
    system.app.send_task("nianbao.unknown", args=([],), queue="bulk.normalize")
    with system.worker():
        assert system.finish(batch).done == 2
        eventually(system.broker_is_idle, "an idle broker", within_s=20)
    assert b"message.malformed" in (system.folder / "worker.log").read_bytes()
    assert system.rows("SELECT count(*) FROM attempt") == [(2 * len(STAGES),)]


def test_a_dead_report_that_is_sent_through_again_is_done_as_a_new_run(system: System) -> None:
    (data,) = made_reports(1).values()
    batch = system.submit({"transient.txt": with_fault(data, "transient")})
    with system.worker("tests.integration.faulty_worker"):
        assert system.finish(batch).dead == 1
        (system.folder / "mended").touch()
        assert system.reprocess(LetterFilter()).verdicts == {"sent": 1}
        assert system.reprocess(LetterFilter()).verdicts == {}
        assert system.finish(batch).done == 1
    assert system.rows("SELECT run, result_run, state FROM report") == [(2, 2, "done")]
    assert system.rows("SELECT state FROM dead_letter") == [("resolved",)]
    assert system.rows("SELECT DISTINCT run FROM requests_row") == [(2,)]
    with read(system.resources.engine) as session:
        assert list(verify(session)) == []
