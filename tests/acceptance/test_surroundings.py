"""What lies around a run: the folder it is called from, odd names, its own data, servers and signals."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import eventually

from .program import SAMPLES, assert_soon_gone, environment, nianbao, processes_of, started
from .stored import count
from .test_kills import DONE, Reports

ONE = next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith("01"))
USAGE, TROUBLE, INTERRUPTED = 2, 5, 130


def folder_with_one(folder: Path) -> Path:
    folder.mkdir(parents=True)
    shutil.copy(ONE, folder)
    return folder


def test_a_folder_with_modules_named_like_ours_is_a_good_place_to_run_from(tmp_path: Path) -> None:
    for name in ("config", "models", "workers", "pipeline", "intake"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not ours')\n")
    incoming = folder_with_one(tmp_path / "incoming")
    program = Path(sys.executable).with_name("nianbao")
    ended = subprocess.run(
        [program, "run", incoming, "--json"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert b'"done": 1' in ended.stdout


def test_a_run_over_the_current_folder_leaves_its_own_data_out(tmp_path: Path) -> None:
    incoming = folder_with_one(tmp_path / "incoming")
    for _ in range(2):
        ended = nianbao("run", incoming, "--data-dir", incoming / "nianbao-data", "--json")
        assert ended.status == 0, ended.err
        assert '"submitted": 1,' in ended.out
    inside = nianbao("run", incoming / "nianbao-data" / "files", "--data-dir", incoming / "nianbao-data")
    assert inside.status == USAGE
    assert "[data_dir.submitted]" in inside.err


def test_a_folder_named_in_another_encoding_is_read_and_refused_for_data(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode("广东".encode("gbk"))
    incoming = folder_with_one(odd / "incoming")
    assert nianbao("run", incoming, "--data-dir", tmp_path / "data").status == 0
    refused = nianbao("run", incoming, "--data-dir", odd / "data")
    assert (refused.status, "[data_dir.name]" in refused.err) == (USAGE, True)


@pytest.mark.parametrize("name", ["a?b", "c%41b", "with blank", "[red]"])
def test_odd_folder_names_are_only_names(tmp_path: Path, name: str) -> None:
    incoming = folder_with_one(tmp_path / name / "incoming")
    data_dir = tmp_path / name / "data"
    ended = nianbao("run", incoming, "--data-dir", data_dir)
    assert ended.status == 0, ended.err
    assert "Traceback" not in ended.err
    assert {each.name for each in data_dir.iterdir()} >= {"nianbao.sqlite3", "files", "broker"}
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_being_told_to_stop_is_ctrl_c(good_reports: Reports, tmp_path: Path) -> None:
    folder, _ = good_reports(60)
    data_dir = tmp_path / "data with blank"
    with started("run", folder, "--data-dir", data_dir, "--json", WORK__CHUNK_SIZE=4) as run:
        eventually(lambda: count(data_dir, DONE) > 0, "a report is done", every_s=0.001)
        run.send(signal.SIGTERM)
        ended = run.end()
    assert ended.status == INTERRUPTED
    assert shlex.join(["nianbao", "run", str(folder), "--data-dir", str(data_dir)]) in ended.err
    assert processes_of(data_dir) == []


def test_worker_and_broker_dying_together_do_not_end_the_run(good_reports: Reports, tmp_path: Path) -> None:
    folder, names = good_reports(60)
    data_dir = tmp_path / "data"
    with started("run", folder, "--data-dir", data_dir, "--json", WORK__CHUNK_SIZE=4) as run:
        eventually(lambda: count(data_dir, DONE) > 0, "a report is done", every_s=0.001)
        for each in processes_of(data_dir):
            if each.parent == run.pid:
                os.kill(each.pid, signal.SIGKILL)
        ended = run.end()
    assert ended.status == 0, ended.err
    assert f'"done": {len(names)},' in ended.out
    assert_soon_gone(data_dir)


def test_a_worker_that_cannot_run_ends_the_run_with_a_word(tmp_path: Path) -> None:
    incoming = folder_with_one(tmp_path / "incoming")
    ended = nianbao("run", incoming, "--data-dir", tmp_path / "data", WORK__CONCURRENCY=100_000_000)
    assert ended.status == TROUBLE, ended.err
    assert "worker.log" in ended.err
    assert "Traceback" not in ended.err


def test_trouble_around_us_is_one_sentence_with_a_code(tmp_path: Path) -> None:
    away: dict[str, Any] = {
        "DATABASE_URL": f"postgresql://postgres@/none?host={tmp_path}",
        "BROKER_URL": "redis://127.0.0.1:1/0",
    }
    no_database = nianbao("run", SAMPLES, **away)
    assert (no_database.status, "[database.unavailable]" in no_database.err) == (TROUBLE, True)
    wrong = nianbao("run", SAMPLES, WORK__CHUNK_SIZE="abc")
    assert (wrong.status, "[settings.invalid]" in wrong.err) == (TROUBLE, True)
    half = nianbao("run", SAMPLES, DATABASE_URL=away["DATABASE_URL"])
    assert (half.status, "[settings.database_without_broker]" in half.err) == (USAGE, True)
    no_storage = nianbao(
        "run",
        SAMPLES,
        DATA_DIR=tmp_path,
        STORAGE__S3_BUCKET="reports",
        STORAGE__S3_ENDPOINT_URL="http://127.0.0.1:1",
        STORAGE__S3_ACCESS_KEY="a",
        STORAGE__S3_SECRET_KEY="b",
    )
    assert (no_storage.status, "[storage.unavailable]" in no_storage.err) == (TROUBLE, True)
    assert "Traceback" not in no_database.err + wrong.err + half.err + no_storage.err
