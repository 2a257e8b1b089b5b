"""One dead letter with its attempts, as a page on the terminal or as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from intake.terminal import escaped_lines, on_stdout, plain
from models.tables import Attempt, DeadLetter


def letter_fields(letter: DeadLetter, name: str) -> dict[str, Any]:
    """Return what a program wants to know of a letter; `name` is its report's file."""
    return {
        "id": letter.id, "report": letter.report_id, "run": letter.run, "file": name, "code": letter.code,
        "stage": letter.stage, "state": letter.state, "reason": letter.reason, "fingerprint": letter.fingerprint,
        "message": {"zh": letter.message_zh, "en": letter.message_en}, "pipeline_version": letter.pipeline_version,
        "rules_version": letter.rules_version, "since": letter.created_at.isoformat(),
    }  # fmt: skip


def attempt_fields(attempt: Attempt) -> dict[str, Any]:
    """Return what a program wants to know of an attempt."""
    return {
        "stage": attempt.stage, "attempt": attempt.attempt, "outcome": attempt.outcome, "code": attempt.code,
        "worker": attempt.worker, "started_at": attempt.started_at.isoformat(), "ended_at": attempt.ended_at.isoformat(),
    }  # fmt: skip


def print_letter(letter: DeadLetter, name: str, attempts: Sequence[Attempt]) -> None:
    """Print a letter, its attempts, and where our own code failed."""
    console = on_stdout()
    fields = {
        "report": f"{letter.report_id} · run {letter.run}",
        "file": name,
        "stage": letter.stage.value,
        "code": letter.code,
        "state": letter.state.value + (f" ({letter.reason})" if letter.reason else ""),
        "说明": letter.message_zh,
        "message": letter.message_en,
        "fingerprint": letter.fingerprint,
        "versions": f"pipeline {letter.pipeline_version} · rules {letter.rules_version}",
        "since": letter.created_at.isoformat(timespec="seconds"),
    }
    for field, value in fields.items():
        console.print(Text.assemble((f"{field:12}", "bold"), plain(value)))
    for each in attempts:
        console.print(Text.assemble(("attempt     ", "bold"), plain(_words(each))))
    if letter.traceback:
        console.print(Text(escaped_lines(letter.traceback)))


def _words(attempt: Attempt) -> str:
    begun, ended = (at.isoformat(timespec="milliseconds") for at in (attempt.started_at, attempt.ended_at))
    what = f"{attempt.stage.value} #{attempt.attempt} {attempt.outcome.value} {attempt.code or ''}"
    return f"{what} {begun} … {ended} {attempt.worker or ''}"
