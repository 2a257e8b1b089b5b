"""`nianbao rules` prints the catalogue, and needs neither Celery nor a database for it."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from intake.commands.rules import command
from pipeline.checks import RULES, rules_version


def test_the_list_names_every_rule_in_either_language() -> None:
    for lang, word in (("zh", "六个部分齐全且各出现一次"), ("en", "the six sections are there, each once")):
        done = CliRunner().invoke(command, ["list", "--lang", lang])
        assert done.exit_code == 0
        assert word in done.output
        assert all(rule.id in done.output for rule in RULES)


def test_what_the_rules_file_changes_is_shown_beside_what_it_was(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[rules]\nF-010 = "info"\nT3-001 = "off"\n')
    changed = {"NIANBAO_RULES_FILE": str(rules)}
    listed = ran("rules", "list", "--lang", "en", **changed).stdout
    lines = {line.split()[0]: line for line in listed.splitlines() if line.strip()}
    assert "info (warning)" in lines["F-010"]
    assert "off (error)" in lines["T3-001"]
    assert "(" not in lines["T3-002"].partition("the form")[0]
    assert rules_version() + "-" in listed
    assert "停用(错误) off (error)" in ran("rules", "show", "t3-001", **changed).stdout
    plain = ran("rules", "list").stdout
    assert plain.splitlines()[-1].endswith(f"rules {rules_version()}")


def ran(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "intake.cli", *words]
    return subprocess.run(command, env=os.environ | environment, check=True, capture_output=True, text=True)


def test_one_rule_is_explained_with_its_source_in_both_languages() -> None:
    done = CliRunner().invoke(command, ["show", "t3-001"])
    assert done.exit_code == 0
    for words in ("T3-001", "错误", "本年新收", "newly received", "国办公开办函〔2021〕30号", "each column"):
        assert words in done.output


def test_a_rule_that_is_not_there_is_wrong_usage() -> None:
    done = CliRunner().invoke(command, ["show", "T9-999"])
    assert done.exit_code == 2
    assert "rules list" in done.output


def test_the_catalogue_is_printed_without_celery_and_sqlalchemy() -> None:
    script = (
        "import sys\nfrom intake.cli import main\n"
        "try:\n    main(['rules', 'list'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "assert not {'celery', 'sqlalchemy', 'kombu'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
