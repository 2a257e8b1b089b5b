"""`docs/security.md` names only tests and settings that there are, and each threat has a test."""

import ast
import re
from pathlib import Path

import pytest

from config.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
THREATS = [each for each in PAGE.split("\n## ")[1:] if "*Who could do what.*" in each]


def test_each_test_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 30
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}, f"{path}::{name}"


@pytest.mark.parametrize("threat", THREATS, ids=[each.splitlines()[0] for each in THREATS])
def test_each_threat_has_an_answer_a_test_and_what_is_left(threat: str) -> None:
    for part in ("*Answer.*", "*Tests.* `tests/", "*Left.*"):
        assert part in threat


def test_each_setting_and_module_that_is_named_is_there() -> None:
    for name in re.findall(r"NIANBAO_([A-Z0-9_]+)", PAGE):
        outer, _, inner = name.lower().partition("__")
        field = Settings.model_fields[outer]
        assert not inner or inner in type(getattr(Settings(), outer)).model_fields, (name, field)
    for path in re.findall(r"`((?:config|intake|workers|models)/[\w/.]+)`", PAGE):
        assert (ROOT / path).exists(), path
