"""`nianbao rules` prints the catalogue, and needs neither Celery nor a database for it."""

import subprocess
import sys

from click.testing import CliRunner

from intake.commands.rules import command
from pipeline.checks import RULES


def test_the_list_names_every_rule_in_either_language() -> None:
    for lang, word in (("zh", "六个部分齐全且各出现一次"), ("en", "the six sections are there, each once")):
        done = CliRunner().invoke(command, ["list", "--lang", lang])
        assert done.exit_code == 0
        assert word in done.output
        assert all(rule.id in done.output for rule in RULES)


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
