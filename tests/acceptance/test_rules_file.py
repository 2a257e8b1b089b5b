"""The rules file as an operator uses it: changed, checked again in one command, and refused where it cannot be used."""

import json
from pathlib import Path

import pytest

from config.rules import SHIPPED
from pipeline.checks import rules_version

from .program import SAMPLES, nianbao
from .stored import assert_audit_holds, reports, rows
from .test_reprocessing import DONE

TROUBLE = 5
ONE = next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith("01"))
NOWHERE = "redis://127.0.0.1:1/0"


def findings(data_dir: Path) -> dict[str, set[str]]:
    """The severities of each rule's findings."""
    found: dict[str, set[str]] = {}
    for rule, severity in rows(data_dir, "SELECT rule, severity FROM finding"):
        found.setdefault(rule, set()).add(severity)
    return found


def test_after_a_change_one_command_checks_all_again(samples_data: Path, tmp_path: Path) -> None:
    before = findings(samples_data)
    off, lowered = "F-021", "T3-002"
    assert (before[off], before[lowered]) == ({"warning"}, {"error"})
    file = tmp_path / "rules.toml"
    file.write_text(SHIPPED.read_text("utf-8") + f'{off} = "off"\n{lowered} = "info"\n', "utf-8")
    asked = ("reports", "reprocess", "--from-stage", "check_consistency", "--rules-other-than", "current")
    for rules, meant in (("", 0), (file, DONE)):
        counted = nianbao(*asked, "--dry-run", "--json", "--data-dir", samples_data, RULES_FILE=rules)
        assert json.loads(counted.out)["count"] == meant, counted.err
    assert nianbao(*asked, "--data-dir", samples_data, RULES_FILE=file).status == 0
    ended = nianbao("run", SAMPLES, "--data-dir", samples_data, "--json", RULES_FILE=file)
    assert "Traceback" not in ended.err
    after = findings(samples_data)
    assert off not in after
    assert after[lowered] == {"info"}
    assert after == {rule: severities for rule, severities in before.items() if rule != off} | {lowered: {"info"}}
    assert rows(samples_data, "SELECT stage, count(*) FROM attempt WHERE run = 2 GROUP BY stage") == [
        ("check_consistency", DONE)
    ]
    ((version,),) = rows(samples_data, "SELECT DISTINCT rules_version FROM report WHERE state = 'done'")
    assert version.startswith(f"{rules_version()}-")
    assert version in nianbao("rules", "list", RULES_FILE=file).out
    read = nianbao("parse", ONE, "--jsonl", RULES_FILE=file)
    assert json.loads(read.out)["rules_version"] == version
    assert_audit_holds(samples_data)


def test_a_file_named_from_here_holds_for_the_workers_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.toml").write_text('[rules]\nT3-002 = "info"\n')
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / ONE.name).write_bytes(ONE.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert nianbao("run", "incoming", "--data-dir", "data", RULES_FILE="mine.toml").status == 0
    ((version,),) = rows(tmp_path / "data", "SELECT rules_version FROM report")
    assert version != rules_version()


@pytest.mark.parametrize(
    "words",
    [
        ("parse", ONE),
        ("run", SAMPLES),
        ("serve", "--port", "0"),
        ("rules", "list"),
        ("rules", "show", "F-010"),
    ],
    ids=lambda words: words[0],
)
def test_a_broken_file_refuses_what_would_check_by_it(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[rules]\nF-999 = "off"\n')
    ended = nianbao(*words, DATA_DIR=tmp_path / "data", RULES_FILE=tmp_path / "rules.toml")
    assert (ended.status, ended.out) == (TROUBLE, "")
    assert "[rules.invalid]" in ended.err
    assert "line 2: no rule is called 'F-999'" in ended.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "words", [("run", SAMPLES), ("serve", "--port=0"), ("worker",), ("reconcile",)], ids=lambda w: w[0]
)
def test_a_missing_file_refuses_what_is_deployed(words: tuple[str, ...], tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    ended = nianbao(*words, DATA_DIR=tmp_path / "data", RULES_FILE=missing, BROKER_URL=NOWHERE)
    assert (ended.status, ended.out) == (TROUBLE, "")
    assert "[rules.unreadable]" in ended.err


def test_a_broken_file_takes_nothing_from_a_run_that_goes_on_with_a_good_one(
    samples_data: Path, tmp_path: Path
) -> None:
    before = reports(samples_data)
    (tmp_path / "rules.toml").write_text("[rules")
    refused = nianbao("run", SAMPLES, "--data-dir", samples_data, RULES_FILE=tmp_path / "rules.toml")
    current = ("--rules-other-than", "current", "--data-dir", samples_data)
    asked = nianbao("reports", "reprocess", *current, RULES_FILE=tmp_path / "rules.toml")
    assert refused.status == asked.status == TROUBLE
    assert reports(samples_data) == before
    assert rows(samples_data, "SELECT count(*) FROM reprocessing") == [(0,)]
    assert '"duplicate"' in nianbao("run", SAMPLES, "--data-dir", samples_data, "--json").out
