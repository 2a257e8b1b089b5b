"""The data folder: one that cannot be used is refused with its code, and one in use stays its run's."""

import signal
from pathlib import Path

from tests.waiting import eventually

from .program import SAMPLES, nianbao, started
from .stored import DATABASE

USAGE = 2
DEAD_LETTERS = 4


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = nianbao("run", SAMPLES, "--data-dir", tmp_path / "file" / "data")
    assert (ended.status, ended.out) == (USAGE, "")
    assert "[data_dir.not_writable]" in ended.err
    assert "--data-dir" in ended.err
    assert "Traceback" not in ended.err


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = nianbao("run", SAMPLES, "--data-dir", tmp_path / "file")
    assert (ended.status, ended.out) == (USAGE, "")
    assert "[data_dir.not_writable]" in ended.err


def test_a_folder_where_nobody_may_write_is_refused() -> None:
    ended = nianbao("run", SAMPLES, "--data-dir", "/proc/nianbao")
    assert (ended.status, ended.out) == (USAGE, "")
    assert "[data_dir.not_writable]" in ended.err
    assert "Traceback" not in ended.err


def test_a_folder_in_use_is_refused_and_its_run_goes_on(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    with started("run", SAMPLES, "--data-dir", data_dir, "--json") as first:
        eventually((data_dir / DATABASE).exists, "the first run has the folder")
        first.send(signal.SIGSTOP)  # so that it cannot have ended before the second one looks
        second = nianbao("run", SAMPLES, "--data-dir", data_dir)
        first.send(signal.SIGCONT)
        ended = first.end()
    assert (second.status, second.out) == (USAGE, "")
    assert "[data_dir.in_use]" in second.err
    assert "Traceback" not in second.err
    assert ended.status == DEAD_LETTERS
    assert ended.out.startswith('{"submitted": 22, "done": 21, "dead": 1,')


def test_an_unknown_input_folder_is_wrong_usage(tmp_path: Path) -> None:
    ended = nianbao("run", tmp_path / "nowhere", "--data-dir", tmp_path / "data")
    assert (ended.status, ended.out) == (USAGE, "")
    assert "Traceback" not in ended.err
    assert not (tmp_path / "data").exists()


def test_an_empty_input_folder_ends_well(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = nianbao("run", tmp_path / "empty", "--data-dir", tmp_path / "data", "--json")
    assert ended.status == 0
    assert ended.out.startswith('{"submitted": 0, "done": 0, "dead": 0, "duplicate": 0, "rejected": 0, "findings": {},')
