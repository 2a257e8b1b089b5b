"""What a stage asks of the database is answered by indexes, so that its time does not grow with what is stored."""

from dataclasses import replace

from models.tables import Stage
from tests.plans import plans_of, statements_of
from workers.recent import Recent
from workers.stage import run_stage

from .conftest import System, made_reports


def test_no_stage_reads_a_whole_table(system: System) -> None:
    system.submit(made_reports(8))
    pairs = [(int(str(row[0])), 1) for row in system.rows("SELECT id FROM report ORDER BY id")]
    engine = system.resources.engine
    with statements_of(engine) as seen:
        for stage in Stage:  # each by a process that remembers nothing of the stage before
            run_stage(stage, pairs, replace(system.resources, recent=Recent()), owner="a", task_id="task")
    assert system.rows("SELECT DISTINCT state FROM report") == [("done",)]
    assert any("FROM requests_row" in each for each in seen)
    plans = plans_of(engine, seen, whatever_the_size=True)
    assert {plan.statement: plan.whole_tables for plan in plans if plan.whole_tables} == {}
