"""Reprocessing that others come between: dismissals and calls at the same moment, a death halfway, a canary gone."""

import os
import signal
import subprocess
import sys
import threading

from sqlalchemy import select, text, update
from sqlmodel import col

from intake.queries.dead_letters import LetterFilter, chosen_letters
from models.database import write
from models.tables import DeadLetter, DeadLetterState, Report, ReprocessingState, ReprocessingSubject
from tests.waiting import eventually
from workers.reprocessing import Request, advance, begin, dismiss, under_way

from .conftest import System
from .test_reprocessing import assert_audit_holds, dead, end

BEGIN = """
import sys
from intake.queries.dead_letters import LetterFilter, chosen_letters
from models.database import create_engine_for
from models.tables import ReprocessingSubject
from workers.reprocessing import Request, begin
engine = create_engine_for(sys.argv[1])
targets = chosen_letters(engine, LetterFilter())
print("ready", flush=True)
begin(engine, Request(ReprocessingSubject.DEAD_LETTERS, "test", {}), targets)
"""


def test_what_is_dismissed_while_a_reprocessing_waits_for_it_is_not_sent(system: System) -> None:
    dead(system, 4)
    system.reprocess(LetterFilter(), canary=1)
    end(system)
    engine = system.resources.engine
    sending = threading.Thread(target=advance, args=(engine,))
    with write(engine) as session:
        session.execute(select(col(Report.id)).where(col(Report.id) == 2).with_for_update())
        dismissed = update(DeadLetter).where(col(DeadLetter.report_id) == 2).values(state=DeadLetterState.DISMISSED)
        session.execute(dismissed)
        sending.start()
        if engine.dialect.name == "postgresql":
            eventually(lambda: _someone_waits(system), "the wait for the report that is locked")
    sending.join()
    assert system.rows("SELECT report_id, verdict FROM reprocessing_item ORDER BY 1") == [
        (1, "done"),
        (2, "passed_by"),
        (3, "sent"),
        (4, "sent"),
    ]
    assert system.rows("SELECT state FROM dead_letter WHERE report_id = 2") == [("dismissed",)]
    assert system.rows("SELECT run, state FROM report WHERE id = 2") == [(1, "dead")]


def _someone_waits(system: System) -> bool:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with system.resources.engine.connect() as connection:
        return bool(connection.execute(waiting).scalar())


def test_what_was_begun_by_a_process_that_was_killed_is_gone_on_with_once(system: System) -> None:
    dead(system, 1300)
    address = system.settings.database_url
    with subprocess.Popen([sys.executable, "-c", BEGIN, address], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        eventually(lambda: system.rows("SELECT id FROM reprocessing"), "its beginning")
        os.kill(process.pid, signal.SIGKILL)
    engine = system.resources.engine
    threads = [threading.Thread(target=advance, args=(engine,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert system.course(1).verdicts == {"sent": 1300}
    assert system.rows("SELECT run, count(*) FROM report GROUP BY run") == [(2, 1300)]
    assert system.rows("SELECT count(*) FROM audit_log WHERE action = 'report.requeued'") == [(1300,)]
    assert_audit_holds(system)


def test_a_canary_that_was_passed_by_as_a_whole_is_replaced(system: System) -> None:
    dead(system, 8)
    engine = system.resources.engine
    targets = chosen_letters(engine, LetterFilter())
    dismiss(engine, [1, 2], reason="gone", actor="test")
    begun = begin(engine, Request(ReprocessingSubject.DEAD_LETTERS, "test", {}, canary=2), targets)
    found = system.course(begun)
    assert found.reprocessing.state == ReprocessingState.CANARY
    assert found.verdicts == {"passed_by": 2, "sent": 2, "waiting": 4}
    end(system, failing=1)
    advance(engine)
    assert system.course(begun).verdicts == {"passed_by": 2, "done": 1, "dead_other": 1, "held_back": 4}
    assert under_way(engine) == []


def test_a_reprocessing_of_what_is_all_gone_ends_at_once(system: System) -> None:
    dead(system, 4)
    engine = system.resources.engine
    targets = chosen_letters(engine, LetterFilter())
    dismiss(engine, [1, 2, 3, 4], reason="gone", actor="test")
    begun = begin(engine, Request(ReprocessingSubject.DEAD_LETTERS, "test", {}, canary=2), targets)
    found = system.course(begun)
    assert (found.reprocessing.state, found.verdicts) == (ReprocessingState.FINISHED, {"passed_by": 4})


def test_who_asks_for_many_waits_for_the_first_and_the_rest_follows(system: System) -> None:
    dead(system, 1100)
    begun = system.reprocess(LetterFilter())
    assert begun.verdicts == {"sent": 500, "waiting": 600}
    assert advance(system.resources.engine) == 600
    assert system.course(begun.reprocessing.id).verdicts == {"sent": 1100}
