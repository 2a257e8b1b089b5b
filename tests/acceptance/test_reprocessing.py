"""An operator's day on the command line: what failed and why, sent through again, what came of it, who did it."""

import getpass
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .conftest import Finished
from .program import SAMPLES, nianbao
from .stored import DATABASE, assert_audit_holds, rows

USAGE = 2
BROKEN = 1
CODE = "document.not_a_report"
DONE = 21


def told(*words: str | Path) -> Any:
    """What a command that must succeed says in JSON, line by line."""
    ended = nianbao(*words, "--json")
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line) for line in ended.out.splitlines()]


def test_dead_letters_are_grouped_by_cause(samples_run: Finished) -> None:
    (group,) = told("dead-letters", "groups", "--data-dir", samples_run.data_dir)
    assert (group["code"], group["stage"], group["count"], group["example"]) == (CODE, "detect_sections", 1, 1)
    ended = nianbao("dead-letters", "groups", "--data-dir", samples_run.data_dir)
    assert CODE in ended.out
    assert "#1" in ended.out


def test_the_list_is_narrowed_by_filters_that_must_all_hold(samples_run: Finished) -> None:
    where = ("--code", "document.*", "--stage", "detect_sections", "--batch", "1", "--pipeline-older-than", "99.0")
    when = ("--newer-than", "2d", "--state", "all", "--data-dir", samples_run.data_dir)
    (letter,) = told("dead-letters", "list", *where, *when)
    assert (letter["id"], letter["code"], letter["state"]) == (1, CODE, "open")
    assert told("dead-letters", "list", *where, "--agency", "云岫县*", "--year", "2023", *when) == []


def test_what_is_no_age_is_wrong_usage(samples_run: Finished) -> None:
    ended = nianbao("dead-letters", "list", "--older-than=99999d", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.out) == (USAGE, "")
    assert "2h" in ended.err


def test_one_letter_is_shown_in_json_with_its_attempts(samples_run: Finished) -> None:
    (letter,) = told("dead-letters", "show", "1", "--data-dir", samples_run.data_dir)
    assert (letter["code"], letter["stage"], letter["traceback"]) == (CODE, "detect_sections", None)
    assert [(each["stage"], each["outcome"]) for each in letter["history"]] == [
        ("normalize", "ok"),
        ("detect_sections", "dead"),
    ]


def test_a_dry_run_counts_and_changes_nothing(samples_data: Path) -> None:
    (dead,) = told("dead-letters", "reprocess", "--code", "document.*", "--dry-run", "--data-dir", samples_data)
    (done,) = told("reports", "reprocess", "--all", "--dry-run", "--data-dir", samples_data)
    assert dead == {"count": 1, "codes": {CODE: 1}, "sample": [1]}
    assert (done["count"], done["codes"]) == (DONE, {"done": DONE})
    assert rows(samples_data, "SELECT DISTINCT run FROM report") == [(1,)]
    assert rows(samples_data, "SELECT count(*) FROM reprocessing") == [(0,)]


def test_done_reports_are_checked_again_a_canary_first_in_one_run(samples_data: Path) -> None:
    findings = "SELECT report_id, ordinal, rule, message_zh FROM finding ORDER BY 1, 2"
    before = rows(samples_data, findings)
    how = ("--from-stage", "check_consistency", "--canary", "3")
    begun = nianbao("reports", "reprocess", "--pipeline-older-than", "99", *how, "--data-dir", samples_data)
    assert (begun.status, begun.err) == (0, "")
    assert f"requeued 3 / {DONE}" in begun.out
    assert "nianbao dead-letters reprocessing 1" in begun.out
    nianbao("run", SAMPLES, "--data-dir", samples_data)
    (after,) = told("dead-letters", "reprocessing", "1", "--data-dir", samples_data)
    assert (after["state"], after["verdicts"]) == ("finished", {"done": DONE})
    assert after["changes"] == [{"before": None, "verdict": "done", "after": None, "count": DONE}]
    assert rows(samples_data, "SELECT stage, count(*) FROM attempt WHERE run = 2 GROUP BY stage") == [
        ("check_consistency", DONE)
    ]
    assert rows(samples_data, findings) == before
    assert rows(samples_data, "SELECT DISTINCT actor FROM run WHERE run = 2") == [(f"cli:{getpass.getuser()}",)]
    assert_audit_holds(samples_data)


def test_what_came_of_a_reprocessing_is_told_by_code(samples_data: Path) -> None:
    without_workers = nianbao("dead-letters", "reprocess", "1", "--wait", "--data-dir", samples_data)
    assert "requeued 1 / 1" in without_workers.out
    nianbao("run", SAMPLES, "--data-dir", samples_data)
    (after,) = told("dead-letters", "reprocessing", "1", "--data-dir", samples_data)
    assert after["changes"] == [{"before": CODE, "verdict": "dead_same", "after": CODE, "count": 1}]
    shown = nianbao("dead-letters", "reprocessing", "1", "--data-dir", samples_data)
    assert CODE in shown.out
    unknown = nianbao("dead-letters", "reprocessing", "9", "--data-dir", samples_data)
    assert unknown.status == 1
    assert "[reprocessing.unknown]" in unknown.err


def test_a_dismissed_letter_is_not_sent_again_and_says_why(samples_data: Path) -> None:
    words = ("dead-letters", "dismiss", "1", "--reason", "不是年报", "--data-dir", samples_data)
    assert [nianbao(*words).out.split()[-3:] for _ in range(2)] == [["1", "/", "1"], ["0", "/", "1"]]
    assert "dismissed (不是年报)" in nianbao("dead-letters", "show", "1", "--data-dir", samples_data).out
    assert "requeued 0 / 0" in nianbao("dead-letters", "reprocess", "--all", "--data-dir", samples_data).out
    assert nianbao("dead-letters", "dismiss", "9", "--reason", "x", "--data-dir", samples_data).status == 1
    shown = nianbao("audit", "show", str(_dead(samples_data)), "--data-dir", samples_data)
    (line,) = [line for line in shown.out.splitlines() if "dead_letter.dismissed" in line]
    assert f"cli:{getpass.getuser()}" in line
    assert "不是年报" in line


def test_the_audit_log_is_verified_and_shows_where_it_was_changed(samples_data: Path) -> None:
    whole = nianbao("audit", "verify", "--data-dir", samples_data)
    assert (whole.status, whole.err) == (0, "")
    assert "broken 0" in whole.out
    with closing(sqlite3.connect(samples_data / DATABASE)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE audit_log SET actor = 'nobody' WHERE report_id = 3 AND seq = 2")
        database.commit()
    changed = nianbao("audit", "verify", "--data-dir", samples_data)
    assert changed.status == BROKEN
    assert "broken 0" not in changed.out
    assert "report 3" in changed.out
    assert nianbao("audit", "verify", "--report", "4", "--data-dir", samples_data).status == 0
    unknown = nianbao("audit", "show", "99", "--data-dir", samples_data)
    assert (unknown.status, unknown.out) == (1, "")
    assert "[report.unknown]" in unknown.err


def _dead(data_dir: Path) -> int:
    ((report,),) = rows(data_dir, "SELECT report_id FROM dead_letter WHERE id = 1")
    return int(report)
