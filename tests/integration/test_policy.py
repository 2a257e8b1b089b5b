"""Rules that change: only the checks run again, over what is stored, and each result says by which rules it came about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from config.settings import Settings
from intake.queries.dead_letters import DoneFilter
from intake.versions import rules_meant
from models.audit import verify
from models.database import dispose, read
from models.tables import ReprocessingState, Stage
from pipeline.checks import rules_version
from tests.making import LAYOUTS, consistent_truth, render
from tests.unit.pipeline.made import small
from tests.waiting import eventually
from workers.policy import policy_in
from workers.storing import TABLES_OF_STAGE

from .conftest import System

pytestmark = pytest.mark.timeout(180)
GOOD, WRONG = 6, 6
BROKEN = {"broken.txt": "并非年报".encode()}
CHANGE = '[rules]\nT3-002 = "warning"\nT3-003 = "off"\n'


def reports() -> dict[str, bytes]:
    """Reports without a fault, some whose column and row do not add up, and one that is none."""
    good = {f"good-{n}.txt": render(consistent_truth(n), [*LAYOUTS][n % len(LAYOUTS)]) for n in range(GOOD)}
    wrong = {f"wrong-{n}.txt": small(cells={"requests.granted.natural_person": 50 + n}) for n in range(WRONG)}
    return good | {name: text.encode() for name, text in wrong.items()} | BROKEN


@contextmanager
def under(system: System, rules: str) -> Iterator[System]:
    """The same system, whose processes are started with other rules."""
    file = system.folder / "rules.toml"
    file.write_text(rules)
    changed = System(system.settings.model_copy(update={"rules_file": str(file)}), system.folder)
    try:
        yield changed
    finally:
        dispose(changed.resources.engine)
        changed.app.close()


def version(settings: Settings) -> str:
    return rules_version(policy_in(settings))


def findings(system: System, rule: str) -> list[tuple[object, ...]]:
    """How many findings of a rule are stored, by severity and version of the rules."""
    query = "SELECT severity, rule_version, count(*) FROM finding WHERE rule = :rule GROUP BY 1, 2"
    return system.rows(query, rule=rule)


def stored_before_the_checks(system: System) -> list[list[dict[str, object]]]:
    """All that the first three stages stored, without the numbers of rows and runs."""
    found = []
    with read(system.resources.engine) as session:
        for stage in (Stage.NORMALIZE, Stage.DETECT_SECTIONS, Stage.PARSE_TABLES):
            for table in TABLES_OF_STAGE[stage]:
                columns = [each for each in table.__table__.columns if each.name not in {"id", "run"}]  # type: ignore[attr-defined]
                rows = session.execute(select(*columns)).mappings()
                found.append(sorted((dict(row) for row in rows), key=str))
    return found


def ended(system: System, reprocessing: int) -> bool:
    system.reconciler.act()
    return system.course(reprocessing).reprocessing.state == ReprocessingState.FINISHED


def test_after_a_change_of_rules_only_the_checks_run_again(system: System) -> None:
    with system.worker():
        batch = system.submit(reports())
        first = system.finish(batch)
    assert (first.done, first.dead) == (GOOD + WRONG, 1)
    assert findings(system, "T3-002") == findings(system, "T3-003") == [("error", rules_version(), WRONG)]
    before = stored_before_the_checks(system)
    dead = "SELECT run, rules_version FROM dead_letter"
    letters = system.rows(dead)

    with under(system, CHANGE) as changed:
        new = version(changed.settings)
        outdated = DoneFilter(rules_other_than=rules_meant("current", changed.settings))
        with changed.worker():
            begun = changed.reprocess(outdated, from_stage=Stage.CHECK_CONSISTENCY, canary=2)
            eventually(lambda: ended(changed, begun.reprocessing.id), "the end of the reprocessing", within_s=60)
        assert changed.course(begun.reprocessing.id).verdicts == {"done": GOOD + WRONG}
        assert changed.reprocess(outdated, from_stage=Stage.CHECK_CONSISTENCY).verdicts == {}

    assert findings(system, "T3-002") == [("warning", new, WRONG)]
    assert findings(system, "T3-003") == []
    shown = "SELECT DISTINCT run, result_run, rules_version FROM report WHERE state = 'done'"
    assert system.rows(shown) == [(2, 2, new)]
    again = "SELECT stage, outcome, count(*) FROM attempt WHERE run = 2 GROUP BY stage, outcome"
    assert system.rows(again) == [("check_consistency", "ok", GOOD + WRONG)]
    assert stored_before_the_checks(system) == before
    assert (system.ledger(batch), system.rows(dead)) == (first, letters)
    acts = "SELECT action, count(*) FROM audit_log WHERE action IN ('report.requeued', 'report.done') GROUP BY 1 ORDER BY 1"
    assert system.rows(acts) == [("report.done", 2 * (GOOD + WRONG)), ("report.requeued", GOOD + WRONG)]
    with read(system.resources.engine) as session:
        assert list(verify(session)) == []


def test_a_dead_letter_names_the_rules_of_its_worker(system: System) -> None:
    with under(system, CHANGE) as changed:
        with changed.worker():
            changed.finish(changed.submit(BROKEN))
        assert changed.rows("SELECT rules_version FROM dead_letter") == [(version(changed.settings),)]


def test_the_pool_processes_of_a_worker_keep_the_rules_that_it_began_with(system: System) -> None:
    with under(system, CHANGE) as changed:
        with changed.worker():
            Path(changed.settings.rules_file).write_text("broken")
            ledger = changed.finish(changed.submit(reports()))
        assert (ledger.done, ledger.dead) == (GOOD + WRONG, 1)
        assert findings(changed, "T3-002") == [("warning", version(changed.settings), WRONG)]
