"""`nianbao dead-letters`: seeing what failed, and sending it through again."""

import json
import re
from pathlib import Path

from .conftest import Finished
from .program import SAMPLES, nianbao
from .stored import assert_audit_holds, rows

DEAD_LETTERS = 4
USAGE = 2
UNKNOWN = 1
CODE = "document.not_a_report"
NEWS = "21-news-page.html"
LETTERS = "SELECT run, state, code FROM dead_letter ORDER BY run"
NEWS_REPORT = f"SELECT run, state FROM report WHERE name = '{NEWS}'"


def test_the_list_shows_code_stage_and_file(samples_run: Finished) -> None:
    ended = nianbao("dead-letters", "list", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.err) == (0, "")
    (line,) = ended.out.splitlines()
    assert line.startswith(f"#1  {CODE}  detect_sections  {NEWS}")


def test_the_list_can_be_narrowed_to_a_code(samples_run: Finished) -> None:
    assert nianbao("dead-letters", "list", "--code", "file.empty", "--data-dir", samples_run.data_dir).out == ""
    assert CODE in nianbao("dead-letters", "list", "--code", CODE, "--data-dir", samples_run.data_dir).out


def test_one_letter_is_shown_with_its_attempts(samples_run: Finished) -> None:
    ended = nianbao("dead-letters", "show", "1", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.err) == (0, "")
    for words in (CODE, NEWS, "open", "run 1", "This does not look like an annual report", "这不像一份"):
        assert words in ended.out
    attempts = [line for line in ended.out.splitlines() if line.startswith("attempt ")]
    assert len(attempts) == 2
    assert "normalize #1 ok" in attempts[0]
    assert f"detect_sections #1 dead {CODE}" in attempts[1]


def test_a_number_that_does_not_exist_is_refused_clearly(samples_run: Finished) -> None:
    ended = nianbao("dead-letters", "show", "99", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.out) == (UNKNOWN, "")
    assert "[dead_letter.unknown]" in ended.err
    assert "99" in ended.err
    assert "Traceback" not in ended.err


def test_reprocessing_a_number_that_does_not_exist_is_refused_clearly(samples_data: Path) -> None:
    ended = nianbao("dead-letters", "reprocess", "99", "--data-dir", samples_data)
    assert ended.status == UNKNOWN
    assert "[dead_letter.unknown]" in ended.err
    assert rows(samples_data, LETTERS) == [(1, "open", CODE)]


def test_to_reprocess_nothing_is_wrong_usage(samples_run: Finished) -> None:
    ended = nianbao("dead-letters", "reprocess", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.out) == (USAGE, "")


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    for words in (("list",), ("show", "1"), ("reprocess", "--all")):
        ended = nianbao("dead-letters", *words, "--data-dir", tmp_path)
        assert (ended.status, ended.out) == (USAGE, "")
        assert "[data_dir.empty]" in ended.err
        assert "Traceback" not in ended.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_reprocessed_goes_through_as_a_second_run_once(samples_data: Path) -> None:
    first = nianbao("dead-letters", "reprocess", "--all", "--data-dir", samples_data)
    second = nianbao("dead-letters", "reprocess", "--all", "--data-dir", samples_data)
    third = nianbao("dead-letters", "reprocess", "1", "--data-dir", samples_data)
    assert [each.status for each in (first, second, third)] == [0, 0, 0]
    assert [re.findall(r"requeued (\d+)", each.out) for each in (first, second, third)] == [["1"], ["0"], ["0"]]
    assert "nianbao run" in first.out
    assert rows(samples_data, NEWS_REPORT) == [(2, "queued")]
    assert nianbao("dead-letters", "list", "--data-dir", samples_data).out == ""

    ended = nianbao("run", SAMPLES, "--data-dir", samples_data, "--json")
    assert ended.status == DEAD_LETTERS
    assert json.loads(ended.out)["duplicate"] == json.loads(ended.out)["submitted"]
    assert rows(samples_data, NEWS_REPORT) == [(2, "dead")]
    assert rows(samples_data, LETTERS) == [(1, "requeued", CODE), (2, "open", CODE)]
    attempts = "SELECT run, count(*) FROM attempt GROUP BY run"
    assert rows(samples_data, attempts) == [(1, 2 + 4 * 21), (2, 1)]
    assert_audit_holds(samples_data)
    listed = nianbao("dead-letters", "list", "--data-dir", samples_data).out
    assert [line.partition(" ")[0] for line in listed.splitlines()] == ["#2"]
    shown = nianbao("dead-letters", "show", "1", "--data-dir", samples_data).out
    assert "requeued" in shown
    assert "run 1" in shown
