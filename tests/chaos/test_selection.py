"""A few faults in `make test`: the program as anyone runs it."""

import re
import subprocess
import sys

import pytest

from tests.acceptance.program import ROOT, environment

from .faults import FAULTS

SELECTED = {
    "postgresql": "kill_worker,flushall,same_message_five_times,kill_broker",
    "sqlite": "kill_worker,flushall",
}
_WITHIN_S = 280
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.mark.parametrize("kind", SELECTED)
def test_faults_lose_double_and_change_nothing(kind: str) -> None:
    asked = {
        "CHAOS_REPORTS": "200",
        "CHAOS_SEED": "7",
        "CHAOS_FAULTS": SELECTED[kind],
        "CHAOS_DATABASE": kind,
        "CHAOS_LIMIT_S": str(_WITHIN_S - 30),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.chaos"],
        env=environment() | asked,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_WITHIN_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    faults = len(SELECTED[kind].split(","))
    last = ended.stdout.splitlines()[-1]
    told = re.fullmatch(
        rf"chaos: faults={faults} submitted=(\d+) done=(\d+) dead=(\d+) lost=0 duplicated=0 mismatched=0", last
    )
    assert told, last
    submitted, done, dead = map(int, told.groups())
    assert submitted >= 200
    assert done > dead > 0


def test_the_page_names_every_fault() -> None:
    listed = (ROOT / "docs" / "chaos.md").read_text("utf-8").partition("## The faults")[2]
    lines = [line for line in listed.splitlines() if line.startswith("| `")]
    assert lines == [f"| `{each.name}` | {each.text} |" for each in FAULTS.values()]
