"""Findings and marks on a terminal: what was made of them, and why a mark is out of force."""

import unicodedata
from datetime import UTC, datetime

import pytest

from intake.commands.finding_lines import print_finding, print_lapsed
from intake.queries.findings import FindingState, LapsedMark, Mark, ReviewedFinding
from models.tables import ReviewStanding, ReviewState
from pipeline.checks import Finding, Scope
from pipeline.messages import Message

HOSTILE = "a\x1b[2J\x9b1m\r\u202e\u2028\x07[red]b"
MARK = Mark(ReviewState.DISMISSED, HOSTILE, f"key:{HOSTILE}", datetime(2026, 1, 30, tzinfo=UTC), 1, "0" * 64)
FINDING = Finding("T3-002", "error", "fail", Scope(), Message(f"不等{HOSTILE}", "differs"))


def test_a_line_shows_what_strangers_wrote_and_obeys_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_finding(ReviewedFinding(7, HOSTILE, HOSTILE, 2023, 1, "ab" * 32, FindingState.DISMISSED, FINDING, MARK), "zh")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("#7  abababababab  T3-002  error  dismissed  a\\x1b[2J")
    assert "[red]b" in line
    assert not {c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}}


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (ReviewStanding.CHANGED, "已变化,重新打开 changed: reopened"),
        (ReviewStanding.STILL_FOUND, "其他文件中仍有,重新打开 still found: reopened"),
        (ReviewStanding.NOT_FOUND, "不再存在 no longer found"),
    ],
)
def test_a_mark_out_of_force_says_why(standing: ReviewStanding, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    mark = LapsedMark("cd" * 32, standing, "T3-002", Scope(), None, None, FINDING.message, MARK)
    print_lapsed(mark, "en")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"—  cdcdcdcdcdcd  T3-002  {words}  differs  [dismissed key:a")
