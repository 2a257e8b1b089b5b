"""The rules file as a process sees it: read once, shipped without a change, refused where it cannot be used."""

from pathlib import Path

import pytest

from config.rules import SHIPPED
from config.settings import Settings
from pipeline.checks import UNCHANGED, Policy, rules_version
from tests.unit.pipeline.made import small
from workers.policy import RulesFileError, policy_in
from workers.reading import Reader


def settings(tmp_path: Path, content: bytes) -> Settings:
    file = tmp_path / "rules.toml"
    file.write_bytes(content)
    return Settings(rules_file=str(file))


def test_the_file_that_is_shipped_changes_nothing_and_its_examples_hold(tmp_path: Path) -> None:
    assert policy_in(Settings()) == UNCHANGED
    examples = SHIPPED.read_text("utf-8").replace("# F-0", "F-0")
    policy = policy_in(settings(tmp_path, examples.encode()))
    assert policy == Policy(frozenset({"F-024"}), (("F-010", "info"),))


def test_the_file_is_read_once(tmp_path: Path) -> None:
    ours = settings(tmp_path, b"[rules]\nF-010 = 'off'\n")
    policy = policy_in(ours)
    Path(ours.rules_file).write_bytes(b"broken")
    assert policy_in(ours) is policy


def test_a_mark_at_the_beginning_and_windows_lines_are_no_trouble(tmp_path: Path) -> None:
    policy = policy_in(settings(tmp_path, "\ufeff# 说明\r\n[rules]\r\nF-010 = 'off'\r\n".encode()))
    assert policy.off == {"F-010"}


@pytest.mark.parametrize("content", [None, "[rules] # 停用".encode("gbk")], ids=["missing", "GBK"])
def test_a_file_that_cannot_be_read_is_refused_by_its_name(content: bytes | None, tmp_path: Path) -> None:
    ours = Settings(rules_file=str(tmp_path)) if content is None else settings(tmp_path, content)
    with pytest.raises(RulesFileError) as refused:
        policy_in(ours)
    assert refused.value.code == "rules.unreadable"
    assert ours.rules_file in str(refused.value)
    assert "NIANBAO_RULES_FILE" in str(refused.value)


def test_a_file_that_says_what_cannot_be_is_refused_in_both_languages(tmp_path: Path) -> None:
    ours = settings(tmp_path, b"[rules]\nF-999 = 'off'\n")
    for _ in range(2):  # a refusal is not kept
        with pytest.raises(RulesFileError, match="第 2 行") as refused:
            policy_in(ours)
    assert refused.value.code == "rules.invalid"
    assert "line 2: no rule is called 'F-999'" in str(refused.value)


def test_a_reader_checks_under_it(tmp_path: Path) -> None:
    ours = settings(tmp_path, b"[rules]\nT3-002 = 'off'\n")
    text = small(cells={"requests.granted.natural_person": 5})
    report = Reader(ours).report(text.encode(), "made")
    assert "T3-002" not in {each.rule for each in report.findings}
    assert report.rules_version == rules_version(policy_in(ours)) != rules_version()
    assert Reader(ours).report(b"", "empty").rules_version == report.rules_version
