"""`nianbao top --once` on a system that is at work: what waits in the database and in the broker, and who works."""

import subprocess
import sys

import pytest

from models.tables import Lane

from .conftest import System, made_reports

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def top(system: System) -> list[list[str]]:
    """The words of each line."""
    command = [sys.executable, "-m", "intake.cli", "top", "--once", "--interval", "0.1"]
    done = subprocess.run(
        command, env=system.environment(), capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()]


def test_waiting_reports_messages_and_workers_are_shown(system: System) -> None:
    system.submit(made_reports(20))
    system.submit(made_reports(1, seed=1), Lane.INTERACTIVE)
    lines = top(system)
    assert {"ok", "21"} <= set(lines[0])
    assert [line[:4] for line in lines if line[:1] == ["normalize"]] == [
        ["normalize", "1", "·", "1"],
        ["normalize", "20", "·", "3"],
    ]
    assert [line[-4] for line in lines if line[:2] in (["1", "test"], ["2", "test"])] == ["0/1", "0/20"]
    with system.worker():
        for batch in (1, 2):
            system.finish(batch)
        lines = top(system)
    assert {"ok", "0"} <= set(lines[0])
    assert any("test@localhost" in line for line in lines)
