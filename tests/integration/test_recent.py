"""What a process remembers of a report is what it would read back, on both databases; what is older is read back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from models.tables import Stage
from pipeline.document import Document
from tests.making import consistent_truth, render
from workers.claims import Claimed, Pair
from workers.recent import Recent
from workers.resources import Resources, build_resources
from workers.stage import run_stage
from workers.understood import Understood

from .conftest import System

_LAST = Stage.CHECK_CONSISTENCY


def through(stages: Sequence[Stage], pairs: Sequence[Pair], *processes: Resources) -> None:
    """Take the reports through `stages`, each done by the next of `processes` in turn."""
    for index, stage in enumerate(stages):
        run_stage(stage, pairs, processes[index % len(processes)], owner="a", task_id=f"task-{index}")


def submitted(system: System) -> list[Pair]:
    system.submit({f"{n}.html": render(consistent_truth(n), "html") for n in range(3)})
    return [(int(str(row[0])), 1) for row in system.rows("SELECT id FROM report ORDER BY id")]


def of(system: System) -> list[Claimed]:
    return [
        Claimed(int(str(row[0])), 1, str(row[1]), 1, 1)
        for row in system.rows("SELECT id, sha256 FROM report ORDER BY id")
    ]


@pytest.mark.parametrize("stage", list(Stage)[1:])
def test_what_is_remembered_is_what_would_be_read_back(system: System, stage: Stage) -> None:
    pairs = submitted(system)
    through(list(Stage)[: list(Stage).index(stage)], pairs, system.resources)
    engine = system.resources.engine
    remembered = system.resources.recent.before(stage, engine, of(system))
    read_back = Recent().before(stage, engine, of(system))
    if stage == _LAST:  # grids are needed no more, and are not read back
        remembered = {key: each._replace(document=without_grids(each.document)) for key, each in remembered.items()}
    assert remembered == read_back
    assert len(read_back) == len(pairs)


def test_two_processes_in_turn_find_the_same_as_one(system: System) -> None:
    """Each then remembers a state that is older than what the other has stored."""
    pairs = submitted(system)
    other = build_resources(system.resources.settings)
    through(list(Stage), pairs, system.resources, other)
    other.engine.dispose()
    assert system.rows("SELECT DISTINCT state FROM report") == [("done",)]
    assert system.rows("SELECT DISTINCT figures_read FROM report") == [(200,)]


def test_other_bytes_under_the_same_number_are_not_taken_for_the_remembered(system: System) -> None:
    """As in a database that was set back to an earlier day under running workers."""
    report = Claimed(10**6, 1, "a" * 64, 1, 1)
    recent = Recent()
    recent.note(report, Stage.NORMALIZE, Understood(Document("文", "text/plain", "utf-8")))
    engine = system.resources.engine
    assert recent.before(Stage.DETECT_SECTIONS, engine, [report]) != {}
    assert recent.before(Stage.DETECT_SECTIONS, engine, [replace(report, sha256="b" * 64)]) == {}
    assert recent.before(Stage.DETECT_SECTIONS, engine, [replace(report, run=2)]) == {}


def test_the_oldest_are_forgotten(system: System) -> None:
    recent = Recent()
    large = Understood(Document("文" * 1_500_000, "text/plain", "utf-8"))
    reports = [Claimed(10**6 + n, 1, "a" * 64, 1, 1) for n in range(4)]
    for each in reports:
        recent.note(each, Stage.NORMALIZE, large)
    assert set(recent.before(Stage.DETECT_SECTIONS, system.resources.engine, reports)) == {10**6 + 2, 10**6 + 3}


def without_grids(document: Document) -> Document:
    return Document(document.text, document.media_type, document.encoding)
