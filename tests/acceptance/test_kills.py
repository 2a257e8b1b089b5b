"""A run that is killed, or parts of it, or stopped with Ctrl-C: nothing is lost, nothing done twice, nothing left over."""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.waiting import eventually

from .program import Ended, assert_soon_gone, children_of, nianbao, processes_of, started, worker_of
from .stored import DATABASE, assert_nothing_lost_or_twice, count, reports

Reports = Callable[[int], tuple[Path, set[str]]]
NUMBER = 150
SMALL_CHUNKS = {"WORK__CHUNK_SIZE": 4, "WORK__CONCURRENCY": 2}  # many messages, so that there is a middle to kill in
INTERRUPTED = 130

SUBMITTED = "SELECT count(*) FROM submission"
CLAIMED = "SELECT count(*) FROM report WHERE state = 'working'"
DONE = "SELECT count(*) FROM report WHERE state = 'done'"


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill, and how many of what there must be less than files, for the kill not to have come too late."""

    come: Callable[[Path], bool]
    unfinished: str = DONE


MOMENTS = {
    "while the database is made": Moment(lambda data_dir: (data_dir / DATABASE).exists(), SUBMITTED),
    "while files are submitted": Moment(lambda data_dir: count(data_dir, SUBMITTED) > 0, SUBMITTED),
    "while the first stage works": Moment(lambda data_dir: count(data_dir, CLAIMED) > 0),
    "while reports are done": Moment(lambda data_dir: count(data_dir, DONE) >= NUMBER // 4),
}


def _assert_ended_well(ended: Ended, data_dir: Path, names: set[str]) -> None:
    assert ended.status == 0, ended.err
    assert "Traceback" not in ended.err
    summary = json.loads(ended.out)
    assert summary["submitted"] == len(names) == summary["done"]
    assert processes_of(data_dir) == []
    assert_nothing_lost_or_twice(data_dir, names)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_leaves_nothing_behind_and_the_next_one_finishes(
    moment: str, good_reports: Reports, tmp_path: Path
) -> None:
    folder, names = good_reports(NUMBER)
    data_dir = tmp_path / "data"
    with started("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS) as run:
        eventually(lambda: MOMENTS[moment].come(data_dir), moment, every_s=0.001)
        run.send(signal.SIGKILL)
        assert run.end().status == -signal.SIGKILL
    assert_soon_gone(data_dir)
    assert count(data_dir, MOMENTS[moment].unfinished) < NUMBER, "the kill came too late to show anything"
    ended = nianbao("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS)
    _assert_ended_well(ended, data_dir, names)


def test_a_run_killed_again_and_again_still_comes_to_its_end(good_reports: Reports, tmp_path: Path) -> None:
    folder, names = good_reports(NUMBER)
    data_dir = tmp_path / "data"
    for kill in range(1, 4):
        with started("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS) as run:
            eventually(lambda: count(data_dir, DONE) >= kill * 20, "some more reports are done", every_s=0.001)  # noqa: B023
            run.send(signal.SIGKILL)
            run.end()
        # The next run starts at once, while workers of the killed one may still be ending.
    ended = nianbao("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS)
    _assert_ended_well(ended, data_dir, names)


def test_the_death_of_the_worker_does_not_end_the_run(good_reports: Reports, tmp_path: Path) -> None:
    folder, names = good_reports(NUMBER)
    data_dir = tmp_path / "data"
    with started("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS) as run:
        eventually(lambda: count(data_dir, DONE) > 0, "a report is done", every_s=0.001)
        first = worker_of(run, data_dir)
        os.kill(first, signal.SIGKILL)
        assert count(data_dir, DONE) < NUMBER, "the kill came too late to show anything"
        _assert_ended_well(run.end(), data_dir, names)


def test_the_death_of_pool_processes_does_not_end_the_run(good_reports: Reports, tmp_path: Path) -> None:
    folder, names = good_reports(NUMBER)
    data_dir = tmp_path / "data"
    with started("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS) as run:
        eventually(lambda: count(data_dir, DONE) > 0, "a report is done", every_s=0.001)
        pool = children_of(worker_of(run, data_dir))
        assert len(pool) == SMALL_CHUNKS["WORK__CONCURRENCY"]
        for child in pool:
            os.kill(child, signal.SIGKILL)
        assert count(data_dir, DONE) < NUMBER, "the kill came too late to show anything"
        _assert_ended_well(run.end(), data_dir, names)


def test_ctrl_c_says_how_to_go_on_and_the_next_run_finishes(good_reports: Reports, tmp_path: Path) -> None:
    folder, names = good_reports(NUMBER)
    data_dir = tmp_path / "data"
    with started("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS) as run:
        eventually(lambda: count(data_dir, DONE) > 0, "a report is done", every_s=0.001)
        run.send(signal.SIGINT)
        stopped = run.end()
    assert stopped.status == INTERRUPTED
    assert stopped.out == ""
    assert "nothing is lost" in stopped.err
    assert f"nianbao run {folder} --data-dir {data_dir}" in stopped.err, "the command can be copied"
    assert "Traceback" not in stopped.err
    assert processes_of(data_dir) == []
    assert "working" not in reports(data_dir).values(), "what was in hand was finished"
    assert "queued" in reports(data_dir).values(), "Ctrl-C came too late to show anything"
    ended = nianbao("run", folder, "--data-dir", data_dir, "--json", **SMALL_CHUNKS)
    _assert_ended_well(ended, data_dir, names)
