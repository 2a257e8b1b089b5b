"""`nianbao findings`: listing what does not add up, and marking it."""

import getpass
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .conftest import Finished
from .program import SAMPLES, Ended, nianbao
from .stored import DATABASE, assert_audit_holds, rows

REFUSED, USAGE = 1, 2


def findings(data_dir: Path, *words: object) -> Ended:
    return nianbao("findings", *map(str, words), "--data-dir", data_dir)


def listed(data_dir: Path, *words: object) -> list[dict[str, Any]]:
    ended = findings(data_dir, "list", *words, "--json")
    assert (ended.status, ended.err) == (0, "")
    return [json.loads(line) for line in ended.out.splitlines()]


def by_hand(data_dir: Path, statement: str, *values: object) -> None:
    """Change what is stored as no command would."""
    with closing(sqlite3.connect(data_dir / DATABASE)) as connection, connection:
        connection.execute(statement, values)


def of_rule(data_dir: Path, rule: str, state: str = "all") -> tuple[int, str]:
    first = listed(data_dir, "--rule", rule, "--state", state)[0]
    return first["report_id"], first["fingerprint"]


def test_the_list_shows_report_finding_rule_and_state(samples_run: Finished) -> None:
    report, fingerprint = of_rule(samples_run.data_dir, "X-016")
    ended = findings(samples_run.data_dir, "list", "--report", report, "--rule", "X-016")
    assert (ended.status, ended.err) == (0, "")
    (line,) = ended.out.splitlines()
    assert line.startswith(
        f"#{report}  {fingerprint[:12]}  X-016  warning  open  南沅市统计局 2023  分项之和与总数不符"
    )


def test_the_list_can_be_narrowed(samples_run: Finished) -> None:
    every = listed(samples_run.data_dir)
    assert every == listed(samples_run.data_dir, "--state", "all", "--batch", 1)
    assert listed(samples_run.data_dir, "--batch", 2) == listed(samples_run.data_dir, "--state", "mended") == []
    errors = [each for each in every if each["finding"]["severity"] == "error"]
    assert listed(samples_run.data_dir, "--severity", "error") == errors
    assert {each["agency"] for each in listed(samples_run.data_dir, "--agency", "竹漪乡*")} == {"竹漪乡人民政府"}
    assert {each["year"] for each in listed(samples_run.data_dir, "--year", 2024)} == {2024}


def test_a_mark_is_kept_over_a_new_run_and_taken_back(samples_data: Path) -> None:
    report, fingerprint = of_rule(samples_data, "X-016")
    ended = findings(samples_data, "dismiss", report, fingerprint[:8], "--reason", "=口径不同")
    assert (ended.status, ended.err) == (0, "")
    assert f"dismissed cli:{getpass.getuser()}" in ended.out
    assert "=口径不同" in ended.out
    nianbao("reports", "reprocess", "--all", "--from-stage", "check_consistency", "--data-dir", samples_data)
    nianbao("run", SAMPLES, "--data-dir", samples_data, "--json")
    (marked,) = listed(samples_data, "--state", "dismissed")
    assert (marked["fingerprint"], marked["run"], marked["review"]["run"]) == (fingerprint, 2, 1)
    exported = nianbao(
        "export", "--table", "findings", "--format", "csv", "--rule", "X-016", "--data-dir", samples_data
    )
    assert ",dismissed,'=口径不同,cli:" in exported.out
    ended = findings(samples_data, "reopen", report, fingerprint, "--reason", "再看")
    assert (ended.status, "  open  " in ended.out) == (0, True)
    noted = rows(samples_data, "SELECT action FROM audit_log WHERE action LIKE 'review.%' ORDER BY id")
    assert noted == [("review.dismissed",), ("review.taken_back",)]
    assert_audit_holds(samples_data)


def test_each_mark_has_its_word(samples_data: Path) -> None:
    report, fingerprint = of_rule(samples_data, "X-017")
    for word, state in (("confirm", "confirmed"), ("mend", "mended")):
        ended = findings(samples_data, word, report, fingerprint, "--json")
        assert json.loads(ended.out)["state"] == state
        assert listed(samples_data, "--report", report, "--state", state)[0]["fingerprint"] == fingerprint
    assert_audit_holds(samples_data)


def test_a_mark_out_of_force_is_shown_with_its_report_and_can_be_taken_back(samples_data: Path) -> None:
    report, fingerprint = of_rule(samples_data, "X-017")
    findings(samples_data, "mend", report, fingerprint)
    by_hand(samples_data, "UPDATE review SET standing = 'not_found'")
    by_hand(samples_data, "DELETE FROM finding WHERE fingerprint = ?", fingerprint)
    words = ("list", "--report", report, "--state", "all")
    last = findings(samples_data, *words).out.splitlines()[-1]
    assert last.startswith(f"—  {fingerprint[:12]}  X-017  不再存在 no longer found  百分比不符")
    assert listed(samples_data, *words[1:])[-1]["standing"] == "not_found"
    assert "taken back" in findings(samples_data, "reopen", report, fingerprint[:8]).out
    assert "no longer found" not in findings(samples_data, *words).out
    assert_audit_holds(samples_data)


def test_what_cannot_be_marked_is_refused_clearly(samples_run: Finished) -> None:
    report, fingerprint = of_rule(samples_run.data_dir, "X-016")
    for words, code in (
        (["confirm", 999, fingerprint], "report.unknown"),
        (["confirm", report, "0" * 8], "finding.unknown"),
        (["dismiss", report, fingerprint, "--reason", " "], "review.reason_missing"),
        (["dismiss", report, fingerprint, "--reason", "a\x1b[2Jb"], "review.reason_unfit"),
        (["dismiss", report, fingerprint, "--reason", "a\udcffb"], "review.reason_unfit"),
    ):
        ended = findings(samples_run.data_dir, *words)
        assert (ended.status, ended.out) == (REFUSED, "")
        assert f"[{code}]" in ended.err
        assert "Traceback" not in ended.err
    assert findings(samples_run.data_dir, "list", "--report", 999).status == REFUSED


def test_a_finding_is_named_by_eight_digits_at_least(samples_run: Finished) -> None:
    report, fingerprint = of_rule(samples_run.data_dir, "X-016")
    for name in (fingerprint[:7], "X-016", fingerprint + "0"):
        ended = findings(samples_run.data_dir, "confirm", report, name)
        assert ended.status == USAGE
        assert "[finding.name]" in ended.err
    assert findings(samples_run.data_dir, "dismiss", report, fingerprint).status == USAGE


def test_a_beginning_that_two_findings_share_is_refused(samples_data: Path) -> None:
    report, fingerprint = of_rule(samples_data, "X-016")
    twin = fingerprint[:10] + "0" * 54
    by_hand(samples_data, "UPDATE finding SET fingerprint = ? WHERE report_id = ? AND rule = 'X-017'", twin, report)
    ended = findings(samples_data, "confirm", report, fingerprint[:9])
    assert (ended.status, "[finding.ambiguous]" in ended.err) == (REFUSED, True)
    assert findings(samples_data, "confirm", report, fingerprint).status == 0


def test_the_page_of_a_report_shows_its_marks_and_the_summary_still_adds_up(samples_data: Path) -> None:
    report, fingerprint = of_rule(samples_data, "X-016")
    assert findings(samples_data, "dismiss", report, fingerprint, "--reason", "两处口径不同").status == 0
    shown = nianbao("report", str(report), "--data-dir", samples_data)
    assert (shown.status, shown.err) == (0, "")
    end = shown.out[shown.out.index("已复核，不作为问题") :]
    assert f"复核：不作为问题（cli:{getpass.getuser()}，" in end
    assert "：两处口径不同" in end
    assert "不作为问题 1 条" in shown.out
    ended = nianbao("report", "--batch", "1", "--format", "json", "--data-dir", samples_data)
    found = json.loads(ended.out)["found"]
    ((stored,),) = rows(samples_data, "SELECT count(*) FROM finding")
    assert found["dismissed"] == 1
    assert sum(found[weight] for weight in ("error", "warning", "info", "doubt", "dismissed")) == stored
