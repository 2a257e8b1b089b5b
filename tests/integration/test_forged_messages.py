"""Messages that are not ours: each changes nothing and is logged, and the worker goes on with the next one."""

import json
from pathlib import Path
from typing import Any

import pytest

from config.names import queue_name
from config.settings import MOST_IN_CHUNK
from intake.queries.dead_letters import DoneFilter
from models.tables import Lane, Stage
from pipeline.stages import STAGES
from tests.waiting import eventually
from workers.dispatch import publish

from .conftest import System, made_reports
from .forged import asking, message, pickled, put

NORMALIZE = {"task": "nianbao.normalize", "id": "1"}
PROPERTIES = {"body_encoding": "base64", "delivery_tag": "t", "delivery_info": {}}
#: What Celery itself does not understand: kombu's own transport would end the worker at each of them.
UNREADABLE = [
    b"",
    b"not json",
    b"\xff\xfe\x00\x1b[31m",
    b"[]",
    b"{}",
    b'"words"',
    b"[" * 100_000,
    b'{"__type__": "uuid", "__value__": {"hex": 1}}',
    json.dumps({"body": "x", "headers": NORMALIZE}).encode(),
    json.dumps({"body": "x", "headers": NORMALIZE, "properties": {"delivery_tag": ["t"]}}).encode(),
    json.dumps({"body": "a", "headers": NORMALIZE, "properties": PROPERTIES}).encode(),
    message(b"[[], {}, {}]", "words"),
    message(b"[[], {}, {}]", {"task": "nianbao.normalize"}),
    message(b"[[], {}, {}]", {"task": ["nianbao.normalize"], "id": "1"}),
    message(b"[[], {}, {}]", {"task": "nianbao.normalize", "id": ["1"]}),
    message(b"[1]"),
    message(b'{"a": 1}'),
    asking([[1, 1]], timelimit="x"),
]
#: What reaches our task and is no list of reports.
MALFORMED: list[Any] = [
    "words",
    {"a": 1},
    None,
    [[1]],
    [["1", 1]],
    [[True, 1]],
    [[1.0, 1]],
    [[1, 1, 1]],
    [[0, 1]],
    [[1, -1]],
    [[2**63, 1]],
    [[1, 1]] * (MOST_IN_CHUNK + 1),
]


def log_of(system: System, *messages: bytes) -> list[dict[str, Any]]:
    """Put messages before two reports, let one worker take all, and see that only the reports changed anything.

    Gives what the worker logged.
    """
    put(system, *messages)
    batch = system.submit(made_reports(2))
    with system.worker() as worker:
        assert system.finish(batch).done == 2
        eventually(system.broker_is_idle, "an idle broker", within_s=20)
        assert worker.poll() is None
    assert system.rows("SELECT outcome, count(*) FROM attempt GROUP BY outcome") == [("ok", 2 * len(STAGES))]
    assert system.rows("SELECT count(*) FROM audit_log") == [(2 * (1 + len(STAGES)),)]
    assert system.rows("SELECT count(*) FROM dead_letter") == [(0,)]
    lines = (system.folder / "worker.log").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def events(log: list[dict[str, Any]], beginning: str) -> int:
    return sum(line["event"].startswith(beginning) for line in log)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_no_message_at_all_does_not_end_the_worker(system: System) -> None:
    log = log_of(system, *UNREADABLE)
    assert events(log, "message.unreadable") == len(UNREADABLE)


def test_a_message_that_names_no_reports_of_ours_is_malformed_or_passed_by(system: System) -> None:
    nobodys: list[Any] = [[[999_999, 1]], [[1, 7], [2, 2]]]
    log = log_of(system, *[asking(pairs) for pairs in MALFORMED + nobodys])
    assert events(log, "message.malformed") == len(MALFORMED)
    assert sorted(line["reports"] for line in log if line["event"] == "reports.passed_by") == [1, 2]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_pickle_is_never_opened_and_an_unknown_task_is_refused(system: System, tmp_path: Path) -> None:
    made = tmp_path / "made-by-a-pickle"
    log = log_of(system, pickled(made), asking([[1, 1]], task="os.system"), asking([], task="nianbao.unknown"))
    assert events(log, "Received invalid task message: Refusing to deserialize untrusted content of type pickle") == 1
    assert events(log, "Received unregistered task of type 'os.system'") == 1
    assert events(log, "Received unregistered task of type 'nianbao.unknown'") == 1
    assert not made.exists()


def test_a_later_stage_s_message_before_the_earlier_one_changes_nothing(system: System) -> None:
    batch = system.submit(made_reports(4))
    pairs = [(int(str(row[0])), 1) for row in system.rows("SELECT id FROM report ORDER BY id")]
    for stage in reversed(Stage):
        for _ in range(2):
            publish(system.app, pairs, stage=stage, lane=Lane.INTERACTIVE, batch_id=batch)
    with system.worker():
        assert system.finish(batch).done == 4
        eventually(system.broker_is_idle, "an idle broker", within_s=20)
    assert system.rows("SELECT outcome, count(*) FROM attempt GROUP BY outcome") == [("ok", 4 * len(STAGES))]
    assert system.rows("SELECT DISTINCT audit_seq FROM report") == [(1 + len(STAGES),)]
    assert b"reports.passed_by" in (system.folder / "worker.log").read_bytes()


def test_a_message_for_an_older_run_changes_nothing(system: System) -> None:
    batch = system.submit(made_reports(2))
    with system.worker():
        assert system.finish(batch).done == 2
    assert system.reprocess(DoneFilter()).verdicts == {"sent": 2}
    ids = [row[0] for row in system.rows("SELECT id FROM report ORDER BY id")]
    for stage in STAGES:
        old = asking([[each, 1] for each in ids], task=f"nianbao.{stage}")
        put(system, old, old, queue=queue_name("interactive", stage))
    with system.worker():
        assert system.finish(batch).done == 2
        eventually(system.broker_is_idle, "an idle broker", within_s=20)
    once = 2 * len(STAGES)
    counts = system.rows("SELECT run, outcome, count(*) FROM attempt GROUP BY run, outcome ORDER BY run")
    assert counts == [(1, "ok", once), (2, "ok", once)]
    assert system.rows("SELECT DISTINCT run, result_run, state FROM report") == [(2, 2, "done")]
    assert b"reports.passed_by" in (system.folder / "worker.log").read_bytes()
