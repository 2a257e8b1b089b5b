"""What strangers wrote, on an operator's terminal: shown, never obeyed."""

import unicodedata
from datetime import UTC, datetime

import pytest

from intake.commands.letter_page import print_letter
from intake.terminal import escaped_lines, plain
from models.tables import DeadLetter, DeadLetterState, Stage

HOSTILE = "a\x1b[2J\x9b1m\r\u202e\u2028\x07[red]b"


def controls(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}


def test_a_name_is_one_line_without_controls() -> None:
    assert controls(plain(f"{HOSTILE}\nb").plain) == set()
    assert "\n" not in plain("a\nb").plain
    assert escaped_lines("a\x1b\nb\r") == "a\\x1b\nb\\r"


def test_a_dead_letter_s_page_obeys_nothing_of_file_or_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    letter = DeadLetter(
        id=1, report_id=1, run=1, stage=Stage.NORMALIZE, code="internal.ValueError", message_zh=HOSTILE,
        message_en=HOSTILE, fingerprint="0" * 16, state=DeadLetterState.DISMISSED, reason=HOSTILE, traceback=f"Traceback\n  {HOSTILE}",
        pipeline_version="1", rules_version="1", created_at=datetime.now(UTC), attempts=1,
    )  # fmt: skip
    print_letter(letter, HOSTILE, [])
    page = capsys.readouterr().out
    assert controls(page) == set()
    assert "\\x1b[2J" in page.partition("Traceback")[2]
