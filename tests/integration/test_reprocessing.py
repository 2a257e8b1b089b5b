"""Reports that are sent through again: each once, from the right stage, a canary first, the last good results kept."""

import json
import subprocess
import sys
import threading
from typing import Any

import pytest

from intake.queries.dead_letters import DoneFilter, LetterFilter, chosen_letters, course, groups
from intake.reports import stored_report
from models.audit import verify
from models.database import read
from models.tables import DeadLetterState, ReprocessingState, ReprocessingSubject, Stage
from pipeline.errors import DocumentScanned
from pipeline.report import to_json
from pipeline.version import PIPELINE_VERSION
from tests.waiting import eventually
from workers.claims import claim
from workers.failures import bug_of, failure_of
from workers.reprocessing import BytesOfAnotherError, Request, advance, begin, dismiss, mend
from workers.settle import settle

from .conftest import QUICK, System, made_reports
from .test_claims import submitted, taken


def dead(system: System, count: int, *, of: BaseException | None = None) -> list[int]:
    """Reports that failed at the first stage; half of them of a bug, half of them scanned, unless `of` says which."""
    pairs = submitted(system, count)
    claimed = taken(system, pairs)
    failures = [
        bug_of(of or ValueError("x"), "normalize"),
        failure_of(of or DocumentScanned(format="PDF"), "normalize", QUICK),
    ]
    outcomes = {each.id: failures[n % 2] for n, each in enumerate(claimed.reports)}
    settle(system.resources.engine, Stage.NORMALIZE, claimed, outcomes, QUICK)
    return [report for report, _ in pairs]


def end(system: System, *, failing: int = 0) -> None:
    """End the runs that wait: the first `failing` of them dead, the others done, without looking at the reports."""
    engine = system.resources.engine
    rows = system.rows("SELECT id, run, stage FROM report WHERE state = 'queued' ORDER BY id")
    for n, (report, run, stage) in enumerate(rows):
        pair = (int(str(report)), int(str(run)))
        if n < failing:
            claimed = claim(engine, Stage(str(stage)), [pair], **_claiming())
            settle(engine, Stage(str(stage)), claimed, {pair[0]: bug_of(KeyError("y"), str(stage))}, QUICK)
        else:
            with system.resources.engine.begin() as connection:
                connection.exec_driver_sql(
                    f"UPDATE report SET state = 'done', result_run = {pair[1]} WHERE id = {pair[0]}"
                )
                connection.exec_driver_sql(
                    f"UPDATE run SET outcome = 'done', finished_at = queued.at FROM (SELECT updated_at AS at FROM report "
                    f"WHERE id = {pair[0]}) AS queued WHERE report_id = {pair[0]} AND run = {pair[1]}"
                )


def _claiming() -> dict[str, Any]:
    from datetime import timedelta

    return {"lease": timedelta(seconds=30), "owner": "test", "task_id": "t"}


def assert_audit_holds(system: System) -> None:
    with read(system.resources.engine) as session:
        assert list(verify(session)) == []


def test_many_dead_letters_are_sent_together_and_once(system: System) -> None:
    dead(system, 30)
    first, second = system.reprocess(LetterFilter()), system.reprocess(LetterFilter())
    assert (first.verdicts, second.verdicts) == ({"sent": 30}, {})
    assert system.rows("SELECT DISTINCT run, state, attempt, lane FROM report") == [(2, "queued", 0, "bulk")]
    assert system.rows("SELECT DISTINCT run, cause, actor FROM run WHERE run > 1") == [(2, "reprocessed", "test")]
    assert_audit_holds(system)


def test_two_that_ask_at_once_send_each_report_once(system: System) -> None:
    dead(system, 40)
    engine = system.resources.engine
    targets = chosen_letters(engine, LetterFilter())
    both = threading.Barrier(2)
    begun: list[int] = []

    def ask() -> None:
        both.wait()
        begun.append(begin(engine, Request(ReprocessingSubject.DEAD_LETTERS, "test", {}), targets))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdicts = [found.verdicts for each in begun if (found := course(engine, each))]
    assert sum(each.get("sent", 0) for each in verdicts) == 40
    assert sum(each.get("passed_by", 0) for each in verdicts) == 40
    assert system.rows("SELECT DISTINCT run FROM report") == [(2,)]
    assert_audit_holds(system)


def test_the_rest_goes_when_the_canary_passes(system: System) -> None:
    dead(system, 12)
    begun = system.reprocess(LetterFilter(), canary=3)
    assert begun.verdicts == {"sent": 3, "waiting": 9}
    advance(system.resources.engine)
    assert system.course(begun.reprocessing.id).verdicts == {"sent": 3, "waiting": 9}
    end(system)
    advance(system.resources.engine)
    assert system.course(begun.reprocessing.id).verdicts == {"done": 3, "sent": 9}
    end(system, failing=4)
    advance(system.resources.engine)
    found = system.course(begun.reprocessing.id)
    assert found.reprocessing.state == ReprocessingState.FINISHED
    assert found.verdicts == {"done": 8, "dead_other": 4}
    assert {after for _, verdict, after, _ in found.changes if verdict == "dead_other"} == {"internal.KeyError"}


def test_the_rest_is_held_back_when_the_canary_dies(system: System) -> None:
    dead(system, 12)
    begun = system.reprocess(LetterFilter(), canary=3)
    end(system, failing=1)
    advance(system.resources.engine)
    found = system.course(begun.reprocessing.id)
    assert found.reprocessing.state == ReprocessingState.STOPPED
    assert found.verdicts == {"done": 2, "dead_other": 1, "held_back": 9}
    assert len(chosen_letters(system.resources.engine, LetterFilter())) == 10


def test_a_canary_takes_each_cause_before_it_takes_one_twice(system: System) -> None:
    dead(system, 12)
    system.reprocess(LetterFilter(), canary=2)
    sent = "SELECT DISTINCT code_before FROM reprocessing_item WHERE verdict = 'sent' ORDER BY 1"
    assert [code for (code,) in system.rows(sent)] == ["document.scanned", "internal.ValueError"]


def test_a_report_that_fails_again_and_again_is_left(system: System) -> None:
    dead(system, 1, of=KeyError("y"))
    for _ in range(2):
        assert system.reprocess(LetterFilter(), most_repetitions=2).verdicts == {"sent": 1}
        end(system, failing=1)
    assert system.reprocess(LetterFilter(), most_repetitions=2).verdicts == {"passed_by": 1}
    assert system.reprocess(LetterFilter(), most_repetitions=9).verdicts == {"sent": 1}


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (LetterFilter(code="document.scanned"), 5),
        (LetterFilter(code="internal.*"), 5),
        (LetterFilter(code="internal"), 0),
        (LetterFilter(stage=Stage.NORMALIZE), 10),
        (LetterFilter(stage=Stage.PARSE_TABLES), 0),
        (LetterFilter(batch_id=1), 10),
        (LetterFilter(batch_id=2), 0),
        (LetterFilter(pipeline_older_than="0.1.0"), 0),
        (LetterFilter(pipeline_older_than="0.10.0"), 10),
        (LetterFilter(ids=(1, 3)), 2),
        (LetterFilter(state=DeadLetterState.DISMISSED), 0),
        (LetterFilter(agency="云*"), 0),
        (LetterFilter(year=2023), 0),
    ],
)
def test_dead_letters_are_chosen_by_what_they_are(system: System, chosen: LetterFilter, count: int) -> None:
    dead(system, 10)
    assert len(chosen_letters(system.resources.engine, chosen)) == count


def test_equal_causes_are_one_group_with_an_example(system: System) -> None:
    dead(system, 11)
    found = groups(system.resources.engine, LetterFilter())
    assert [(each.count, each.code) for each in found] == [(6, "internal.ValueError"), (5, "document.scanned")]
    assert found[0].example == 11
    assert found[0].first_at <= found[0].last_at


def test_what_an_older_pipeline_gave_is_not_built_upon(system: System) -> None:
    system.submit({"a.txt": ("今日新闻。" * 300).encode()})
    with system.worker():
        eventually(lambda: _reconciled(system, "SELECT 1 FROM report WHERE state = 'dead'"), "its death")
    for version, stage in (("0.0.1", "normalize"), (PIPELINE_VERSION, "detect_sections")):
        with system.resources.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE dead_letter SET pipeline_version = '{version}', state = 'open'")
            connection.exec_driver_sql("UPDATE report SET state = 'dead', run = 1")
            connection.exec_driver_sql("DELETE FROM run WHERE run = 2")
            connection.exec_driver_sql("DELETE FROM normalized_text WHERE run = 2")
        system.reprocess(LetterFilter())
        assert system.rows("SELECT run, stage FROM report") == [(2, stage)]


def test_a_dismissed_letter_is_not_sent_again(system: System) -> None:
    dead(system, 3)
    engine = system.resources.engine
    assert dismiss(engine, [1, 2, 99], reason="重复提交", actor="test") == [1, 2]
    assert dismiss(engine, [1], reason="again", actor="test") == []
    assert system.reprocess(LetterFilter()).verdicts == {"sent": 1}
    assert system.rows("SELECT reason FROM dead_letter WHERE id = 1") == [("重复提交",)]
    assert_audit_holds(system)


def test_only_the_checks_are_done_again_and_the_last_good_results_stay_until_then(system: System) -> None:
    batch = system.submit(made_reports(6))
    with system.worker():
        assert system.finish(batch).done == 6
    engine = system.resources.engine
    before = {n: stored_report(engine, n) for n in range(1, 7)}
    done = system.reprocess(DoneFilter(), from_stage=Stage.CHECK_CONSISTENCY)
    assert done.verdicts == {"sent": 6}
    assert {n: stored_report(engine, n) for n in range(1, 7)} == before
    with system.worker():
        found = eventually(lambda: _finished(system, done.reprocessing.id), "the end of the reprocessing")
    assert found.verdicts == {"done": 6}
    assert system.rows("SELECT DISTINCT stage FROM attempt WHERE run = 2") == [("check_consistency",)]
    assert {n: to_json(report) for n in range(1, 7) if (report := stored_report(engine, n))} == {
        n: to_json(report) for n, report in before.items() if report
    }
    assert system.rows("SELECT DISTINCT run FROM finding UNION SELECT DISTINCT run FROM requests_row") == [(2,)]
    assert_audit_holds(system)


def test_the_command_waits_for_the_end_where_workers_run(system: System) -> None:
    batch = system.submit(made_reports(4))
    with system.worker():
        assert system.finish(batch).done == 4
        words = ["reports", "reprocess", "--all", "--canary", "1", "--from-stage", "parse_tables", "--wait", "--json"]
        command = [sys.executable, "-m", "intake.cli", *words]
        with subprocess.Popen(command, env=system.environment(), stdout=subprocess.PIPE, text=True) as waiting:
            eventually(lambda: system.reconciler.act() and waiting.poll() is not None, "the end of the command")
            said = json.loads(waiting.communicate()[0])
    assert (said["state"], said["verdicts"]) == ("finished", {"done": 4})
    assert system.rows("SELECT DISTINCT stage FROM attempt WHERE run = 2 ORDER BY 1") == [
        ("check_consistency",),
        ("parse_tables",),
    ]


def test_a_new_run_that_dies_leaves_the_last_good_results(system: System) -> None:
    batch = system.submit(made_reports(2))
    with system.worker():
        assert system.finish(batch).done == 2
    engine = system.resources.engine
    before = [stored_report(engine, n) for n in (1, 2)]
    about = system.rows("SELECT agency, year, form, title FROM report ORDER BY id")
    broken = system.resources.files.put(b"\x00\x01" * 50)
    assert mend(engine, 1, sha256=broken, size_bytes=100, name="mended.bin", actor="test") == 2
    with system.worker():
        eventually(lambda: _reconciled(system, "SELECT 1 FROM report WHERE id = 1 AND state = 'dead'"), "its death")
    assert [stored_report(engine, n) for n in (1, 2)] == before
    assert system.rows("SELECT agency, year, form, title FROM report ORDER BY id") == about
    assert system.rows("SELECT run, cause, outcome FROM run WHERE report_id = 1 ORDER BY run") == [
        (1, "submitted", "done"),
        (2, "mended", "dead"),
    ]


def test_mended_bytes_supersede_a_run_that_is_under_way(system: System) -> None:
    pairs = submitted(system, 1)
    claimed = taken(system, pairs)
    engine = system.resources.engine
    new = system.resources.files.put(b"mended")
    assert mend(engine, pairs[0][0], sha256=new, size_bytes=6, name="m", actor="key:x") == 2
    late = settle(engine, Stage.NORMALIZE, claimed, {pairs[0][0]: bug_of(ValueError(), "normalize")}, QUICK)
    assert late == []
    assert system.rows("SELECT run, state, lane, sha256, name FROM report") == [(2, "queued", "interactive", new, "m")]
    assert system.rows("SELECT run, outcome FROM run ORDER BY run") == [(1, "superseded"), (2, None)]
    assert system.rows("SELECT count(*) FROM dead_letter") == [(0,)]
    assert_audit_holds(system)


def test_bytes_of_another_report_mend_nothing(system: System) -> None:
    pairs = submitted(system, 2)
    ((other,),) = system.rows(f"SELECT sha256 FROM report WHERE id = {pairs[1][0]}")
    with pytest.raises(BytesOfAnotherError) as refused:
        mend(system.resources.engine, pairs[0][0], sha256=str(other), size_bytes=1, name="m", actor="test")
    assert refused.value.report_id == pairs[1][0]
    assert mend(system.resources.engine, 99, sha256=str(other), size_bytes=1, name="m", actor="test") is None


def test_the_bytes_of_a_mended_report_s_earlier_run_are_its_duplicate(system: System) -> None:
    old = {"a.txt": b"first"}
    system.submit(old)
    new = system.resources.files.put(b"mended")
    mend(system.resources.engine, 1, sha256=new, size_bytes=6, name="m", actor="test")
    ledger = system.ledger(system.submit(old | {"b.txt": b"mended"}))
    assert (ledger.submitted, ledger.duplicate, ledger.balanced) == (2, 2, True)


def _finished(system: System, reprocessing_id: int) -> Any:
    system.reconciler.act()
    found = system.course(reprocessing_id)
    return found if found.reprocessing.state == ReprocessingState.FINISHED else None


def _reconciled(system: System, query: str) -> Any:
    system.reconciler.act()
    return system.rows(query)
