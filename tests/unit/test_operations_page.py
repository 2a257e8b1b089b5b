"""`docs/operations.md` names only what there is: commands and options, metrics, codes, pictures, places to go to."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from prometheus_client.parser import text_string_to_metric_families

from config.names import LANES, STAGES
from intake.cli import main
from intake.metrics_text import metrics_text
from intake.queries.metrics import Numbers
from models.tables import DeadLetterState
from pipeline.errors import ReportError
from tests.making.codes import errors_of

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "operations.md").read_text("utf-8")
IN_CHINESE = (DOCS / "operations.zh-CN.md").read_text("utf-8")
COMMANDS = [
    line.partition("#")[0].partition("&&")[0].partition(">")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", PAGE + IN_CHINESE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("nianbao ")
]


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_takes_what_it_is_given(line: str) -> None:
    found: click.Command = main
    options = []
    for word in shlex.split(line)[1:]:
        if isinstance(found, click.Group):
            command = found.get_command(click.Context(found), word)
            assert command is not None, word
            found = command
        elif word.startswith("--"):
            options.append(word)
    known = {name for parameter in found.params for name in parameter.opts}
    assert not isinstance(found, click.Group)
    assert set(options) <= known


def test_every_metric_is_told_and_none_that_is_not_there() -> None:
    dead = {("file.empty", DeadLetterState.OPEN): 1}
    messages = {(lane, stage): 1 for lane in LANES for stage in STAGES}
    text = metrics_text(Numbers(datetime.now(UTC), {}, {}, dead, 0, 0, {}), 0, messages).decode()
    given = {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}
    assert set(re.findall(r"\bnianbao_[a-z_]+\b", PAGE)) == given


def test_every_code_has_someone_whose_turn_it_is() -> None:
    rows = re.findall(r"^\| ((?:`[\w.*]+` ?)+) \| (?:yours|the sender's|the maintainers')", PAGE, re.MULTILINE)
    told = {code for row in rows for code in re.findall(r"`([\w.*]+)`", row)}
    for error in errors_of(ReportError):
        assert {error.code, error.code.partition(".")[0] + ".*"} & told, error.code
    known = {error.code for error in errors_of(ReportError)}
    assert {code for code in told if "*" not in code} <= known


@pytest.mark.parametrize("page", [PAGE, IN_CHINESE], ids=["en", "zh"])
def test_links_lead_somewhere(page: str) -> None:
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", page):
        path, _, anchor = link.partition("#")
        assert not path or (DOCS / path).exists(), link
        assert path or anchor in anchors, link


def test_pictures_are_small_and_shown() -> None:
    pictures = set(re.findall(r"\((pictures/[^)]+)\)", PAGE))
    assert pictures == {f"pictures/{each.name}" for each in (DOCS / "pictures").iterdir()}
    assert all((DOCS / each).stat().st_size < 150_000 for each in pictures)
