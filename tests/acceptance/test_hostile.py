"""Hostile files: each ends in an error of ours within its bounds, and no good report beside it is touched."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.making import consistent_truth, render
from tests.making_hostile import BY_NAME

from .program import ROOT, command, environment, nianbao
from .stored import assert_audit_holds, rows

LIMIT_S, MEMORY_MB = 3.0, 256
BOUNDS = {"WORK__REPORT_TIME_S": LIMIT_S, "WORK__REPORT_MEMORY_MB": MEMORY_MB}
OURS_MB = 200  # what the program needs for itself, and an answer on its way
UNREADABLE, DEAD_LETTERS = 3, 4
GOOD = {
    "a-first.txt": render(consistent_truth(0), "pipes"),
    "m-middle.html": render(consistent_truth(1), "html"),
    "z-last.txt": render(consistent_truth(2), "tabs"),
}
TOO_LARGE = "one-line-of-200-mb.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)
    for name, hostile in BY_NAME.items():
        (folder / name).write_bytes(hostile.make())
    with (folder / TOO_LARGE).open("wb") as large:
        large.truncate(200 * 1024 * 1024)
    return folder


@dataclass(frozen=True)
class Parsed:
    """What `parse` printed for all the files, when each line came, how it ended, and the most memory it had."""

    lines: dict[str, dict[str, Any]]
    seconds: dict[str, float]
    status: int
    complaints: str
    peak_mb: float


@pytest.fixture(scope="module")
def parsed(folder: Path) -> Parsed:
    files = sorted(folder.iterdir())
    lines, seconds = {}, {}
    with tempfile.TemporaryFile() as complaints:
        program = subprocess.Popen(
            command("parse", "--jsonl", *files), stdout=subprocess.PIPE, stderr=complaints, env=environment(**BOUNDS)
        )
        assert program.stdout is not None
        with program.stdout as out:
            before = time.monotonic()
            for line in out:
                report = json.loads(line)
                name = Path(report["file"]["name"]).name
                lines[name], seconds[name] = report, time.monotonic() - before
                before = time.monotonic()
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        return Parsed(lines, seconds, program.returncode, complaints.read().decode(), used.ru_maxrss / 1024)


def figures(report: dict[str, Any]) -> set[object]:
    return {value for rows in report["tables"].values() for columns in rows.values() for value in columns.values()}


def test_each_file_is_answered_with_a_code_that_fits_it(parsed: Parsed) -> None:
    assert parsed.status == UNREADABLE
    assert parsed.complaints == ""
    assert set(parsed.lines) == {*BY_NAME, *GOOD, TOO_LARGE}
    codes = {name: (report["error"] or {}).get("code") for name, report in parsed.lines.items()}
    assert {name: code for name, code in codes.items() if name in BY_NAME and code not in BY_NAME[name].codes} == {}
    assert codes[TOO_LARGE] == "file.too_large"


def test_no_figure_is_read_from_a_hostile_file(parsed: Parsed) -> None:
    for name in BY_NAME:
        assert figures(parsed.lines[name]) <= {None}, name


def test_the_good_reports_among_them_are_read(parsed: Parsed) -> None:
    for name in GOOD:
        assert parsed.lines[name]["error"] is None
        assert None not in figures(parsed.lines[name])


def test_each_ends_within_its_time_and_all_within_their_memory(parsed: Parsed) -> None:
    late = {name: seconds for name, seconds in parsed.seconds.items() if seconds > LIMIT_S + 4}  # the start, and load
    assert late == {}
    ours_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # which a process that we start begins with
    assert parsed.peak_mb < max(MEMORY_MB + OURS_MB, ours_mb + 1)


def test_through_the_queue_the_hostile_are_dead_letters_and_the_good_are_done(folder: Path, tmp_path: Path) -> None:
    ended = nianbao("run", folder, "--data-dir", tmp_path / "data", "--json", within_s=280, **BOUNDS)
    assert ended.status == DEAD_LETTERS
    assert "Traceback" not in ended.err
    query = "SELECT name, report.state, code FROM report LEFT JOIN dead_letter ON report.id = report_id"
    found = {name: (state, code) for name, state, code in rows(tmp_path / "data", query)}
    assert set(found) == {*BY_NAME, *GOOD}
    assert {name: found[name] for name in GOOD} == dict.fromkeys(GOOD, ("done", None))
    for name, hostile in BY_NAME.items():
        state, code = found[name]
        assert code in hostile.codes, name
        assert state == ("dead" if code else "done"), name
    assert_audit_holds(tmp_path / "data")
    assert rows(tmp_path / "data", "SELECT 1 FROM attempt WHERE outcome = 'lost'") == []


def test_a_reader_that_crashes_or_has_a_bug_does_not_stop_the_files_after_it(tmp_path: Path) -> None:
    codes = {"crash": "file.crashes_reader", "bug": "internal.FaultError", "memory": "resource.memory", None: None}
    files = []
    for where in ("here", "apart"):
        for fault in ("bug", "memory", None) if where == "here" else codes:
            file = tmp_path / f"{where}-{fault}.txt"
            marks = (f"\nfault:{fault}" if fault else "") + ("%PDF-" if where == "apart" else "")
            file.write_bytes(GOOD["a-first.txt"] + marks.encode())
            files.append((file, codes[fault]))
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.integration.faulty_worker",
            "parse",
            "--jsonl",
            *(str(file) for file, _ in files),
        ],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    reports = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [report["error"] and report["error"]["code"] for report in reports] == [code for _, code in files]
    assert ended.returncode == UNREADABLE
    assert ended.stderr.decode().count("FaultError: a bug of ours") == 2
