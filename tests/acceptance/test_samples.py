"""One run over the samples: what a person and a program are told, and that a second run changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Finished
from .program import ROOT, SAMPLES, nianbao, processes_of
from .stored import assert_audit_holds, rows

DEAD_LETTERS = 4
EXPECTED: dict[str, Any] = json.loads((ROOT / "tests/making/expected_samples.json").read_text())
GOOD = {name for name, expected in EXPECTED.items() if not expected["error"]}
KEYS = {"submitted", "done", "dead", "duplicate", "rejected", "findings", "seconds", "reports_per_s"}


def _summary(out: str) -> dict[str, Any]:
    summary: dict[str, Any] = json.loads(out)
    assert set(summary) == KEYS
    assert summary["submitted"] == sum(summary[each] for each in ("done", "dead", "duplicate", "rejected"))
    return summary


def test_the_summary_accounts_for_every_sample(samples_run: Finished) -> None:
    summary = _summary(samples_run.ended.out)
    assert samples_run.ended.status == DEAD_LETTERS
    assert (summary["submitted"], summary["done"], summary["dead"]) == (len(EXPECTED), len(GOOD), 1)
    assert (summary["duplicate"], summary["rejected"]) == (0, 0)
    assert summary["seconds"] > 0
    assert_audit_holds(samples_run.data_dir)


def test_with_json_the_output_is_one_line_and_progress_goes_to_stderr(samples_run: Finished) -> None:
    assert samples_run.ended.out.count("\n") == 1
    assert samples_run.ended.out.endswith("}\n")
    assert f"{len(EXPECTED)}/{len(EXPECTED)}" in samples_run.ended.err
    assert "Traceback" not in samples_run.ended.err


def test_the_rules_that_each_sample_breaks_are_found_and_no_others(samples_run: Finished) -> None:
    query = (
        "SELECT DISTINCT name, rule, severity FROM finding JOIN report ON report.id = report_id WHERE verdict = 'fail'"
    )
    failed = rows(samples_run.data_dir, query)
    for name in GOOD:
        expected = EXPECTED[name]
        required = {rule for rule, _ in expected["required"]}
        found = {rule for report, rule, _ in failed if report == name}
        grave = {rule for report, rule, severity in failed if report == name and severity != "info"}
        assert required <= found, name
        assert grave <= required | set(expected["allowed"]), name


def test_the_summary_counts_the_failed_findings_by_rule(samples_run: Finished) -> None:
    query = "SELECT rule, count(*) FROM finding WHERE verdict = 'fail' GROUP BY rule"
    assert _summary(samples_run.ended.out)["findings"] == dict(rows(samples_run.data_dir, query))


def test_a_person_reads_equations_codes_and_totals_also_with_a_very_long_data_path(tmp_path: Path) -> None:
    data_dir = tmp_path / ("数据" * 20) / ("long" * 25) / "data"  # beyond what a unix socket's path may have
    assert len(str(data_dir)) > 150
    assert len(bytes(data_dir)) > 250
    ended = nianbao("run", SAMPLES, "--data-dir", data_dir)
    lines = [line.strip() for line in ended.out.splitlines()]
    assert ended.status == DEAD_LETTERS
    assert any(line.startswith("T3-002") and "总计 16 ≠ 6 + 2 + 1 + 2 + 3 + 1" in line for line in lines)
    folded = [line for line in lines if line.startswith("另有 1 条勾稽关系因此不成立：")]
    assert "另有 1 条勾稽关系因此不成立：T3-002[总计]" in folded
    assert sum(line.startswith("T3-002") for line in lines) == 1
    assert any(line.startswith("本系统未能确定 7 条：") for line in lines)
    assert any(line.startswith("#1 document.not_a_report") and "21-news-page.html" in line for line in lines)
    assert lines[-1].startswith(
        f"提交 submitted {len(EXPECTED)} = 完成 done {len(GOOD)} + 失败 dead 1 + 重复 duplicate 0 + 拒收 rejected 0"
    )
    assert processes_of(data_dir) == []


def test_in_english_the_findings_and_failures_are_english(samples_data: Path) -> None:
    ended = nianbao("run", SAMPLES, "--data-dir", samples_data, "--lang", "en")
    assert "This does not look like an annual report" in ended.out
    assert "16 ≠ 6 + 2 + 1 + 2 + 3 + 1" in ended.out


def test_running_again_does_nothing_twice(samples_data: Path) -> None:
    tables = ("attempt", "audit_log", "finding", "requests_row", "dead_letter")
    before = {table: rows(samples_data, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables}
    ended = nianbao("run", SAMPLES, "--data-dir", samples_data, "--json")
    summary = _summary(ended.out)
    assert ended.status == DEAD_LETTERS
    assert (summary["duplicate"], summary["done"], summary["dead"]) == (len(EXPECTED), 0, 0)
    for table in tables:
        assert rows(samples_data, f"SELECT * FROM {table} ORDER BY 1, 2, 3") == before[table], table


def test_every_log_line_of_ours_is_json_that_says_whose_it_is(samples_run: Finished) -> None:
    log = (samples_run.data_dir / "logs" / "worker.log").read_text()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    ours = [line for line in lines if line["logger"].startswith("workers.") and {"report", "reports"} & set(line)]
    for line in ours:
        assert {"batch", "stage", "task_id"} <= set(line)
    done = [(line["stage"], *each) for line in ours for each in line.get("reports", ())]
    assert len(done) == len(set(done)) == len(GOOD) * 4 + 1
    (failed,) = [line for line in ours if "report" in line]
    assert {"report", "run", "attempt", "code"} <= set(failed)
    assert {report for _, report, _, _ in done} == {
        each for (each,) in rows(samples_run.data_dir, "SELECT id FROM report")
    }


@pytest.mark.parametrize("name", sorted(GOOD))
def test_no_log_holds_a_piece_of_a_report(samples_run: Finished, name: str) -> None:
    logs = [file.read_text(errors="replace") for file in samples_run.data_dir.rglob("*.log")]
    assert len(logs) >= 2
    query = "SELECT text FROM normalized_text JOIN report ON report.id = report_id WHERE name = ?"
    ((text,),) = rows(samples_run.data_dir, query, name)
    sentences = [piece for piece in text.replace("。", "\n").split("\n") if len(piece) >= 8]
    assert len(sentences) > 5
    assert [piece for piece in sentences for log in logs if piece in log] == []
