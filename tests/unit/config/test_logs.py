"""Logs are JSON lines with what is bound to them, whoever writes them."""

import io
import json
import logging
import unicodedata
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from config.logs import configure_logging
from config.settings import LogSettings


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_our_lines_and_those_of_libraries_are_json_with_the_bound_context() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="auto"), stream)
    with structlog.contextvars.bound_contextvars(task_id="t-1"):
        structlog.get_logger("ours").info("report.done", report=7)
        logging.getLogger("library").warning("away")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["report"], first["task_id"], first["level"]) == ("report.done", 7, "t-1", "info")
    assert (second["event"], second["logger"], second["task_id"]) == ("away", "library", "t-1")


def test_a_traceback_is_one_field_of_one_line() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="json"), stream)
    try:
        raise ValueError("broken")
    except ValueError:
        structlog.get_logger().exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: broken" in json.loads(line)["exception"]


def test_a_traceback_for_people_shows_no_values() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="console"), stream)
    key = "nb_" + "secret"
    try:
        raise ValueError(len(key))
    except ValueError:
        structlog.get_logger("ours").exception("request.failed")
    assert "ValueError: 9" in stream.getvalue()
    assert key not in stream.getvalue()


def test_on_request_lines_are_for_people() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="console"), stream)
    structlog.get_logger().info("report.done", report=7)
    assert "report.done" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


HOSTILE = "a\nb\r\x1b[31mc\x9b2Jd\u2028e\u202ef\x7f"


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_a_stranger_wrote_makes_no_second_line_and_moves_no_cursor(form: Literal["json", "console"]) -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format=form), stream)
    with structlog.contextvars.bound_contextvars(batch=HOSTILE):
        structlog.get_logger("ours").warning("message.malformed", path=HOSTILE, names=[HOSTILE])
        logging.getLogger("library").warning("about %s", HOSTILE)
    text = stream.getvalue()
    assert not {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}
    assert len(text.splitlines()) == 2
    if form == "json":
        first = json.loads(text.splitlines()[0])
        assert first["path"] == first["batch"] == first["names"][0] == HOSTILE


def test_a_traceback_for_people_quotes_a_stranger_without_obeying() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="console"), stream)
    try:
        raise ValueError("\x1b[2J\x9b")
    except ValueError:
        structlog.get_logger("ours").exception("failed")
    assert "ValueError: \\u001b[2J\\u009b" in stream.getvalue()
