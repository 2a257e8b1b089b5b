"""`nianbao top`: one screen for a log, a live view on a terminal, on a data folder whose system is at rest."""

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .conftest import Finished
from .program import WITHIN_S, command, environment, nianbao

USAGE = 2
LEFT_THE_SCREEN = b"\x1b[?1049l"


def test_one_screen_shows_stages_failures_and_that_the_broker_is_away(samples_run: Finished) -> None:
    ended = nianbao("top", "--once", "--interval", "0.1", "--data-dir", samples_run.data_dir)
    assert (ended.status, ended.err) == (0, "")
    flat = " ".join(ended.out.split())
    assert "broker away" in flat
    assert "pending 0" in flat
    assert "No batch is under way" in flat
    assert re.search(r"normalize +0\.0 +[\d.]+ +22 +·", ended.out)
    assert re.search(r"check_consistency +0\.0 +[\d.]+ +21 +·", ended.out)
    assert re.search(r"document\.not_a_report +1 +1", ended.out)
    assert all(len(line) <= 200 for line in ended.out.splitlines())


def test_wrong_usage_is_told(samples_run: Finished, tmp_path: Path) -> None:
    empty = nianbao("top", "--once", "--data-dir", tmp_path)
    assert (empty.status, empty.out) == (USAGE, "")
    assert "[data_dir.empty]" in empty.err
    no_terminal = nianbao("top", "--data-dir", samples_run.data_dir)
    assert (no_terminal.status, no_terminal.out) == (USAGE, "")
    assert "[top.no_terminal]" in no_terminal.err


class Terminal:
    """A program on a terminal of its own: what it wrote, and what is typed."""

    def __init__(self, process: subprocess.Popen[bytes], side: int) -> None:
        self.process = process
        self.seen = b""
        self._side = side

    def type(self, keys: bytes) -> None:
        os.write(self._side, keys)

    def read_until(self, words: bytes) -> None:
        deadline = time.monotonic() + WITHIN_S
        while words not in self.seen:
            assert time.monotonic() < deadline, self.seen[-2000:]
            ready, _, _ = select.select([self._side], [], [], 0.1)
            with suppress(OSError):  # the other side is closed
                self.seen += os.read(self._side, 65536) if ready else b""


@contextmanager
def on_a_terminal(*words: str | Path) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*words), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env=environment() | {"TERM": "xterm-256color", "COLUMNS": "60", "LINES": "20"},
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.parametrize("end", ["q", "SIGINT", "SIGTERM"])
def test_on_a_terminal_it_stays_until_told_and_leaves_the_screen_as_it_was(samples_run: Finished, end: str) -> None:
    with on_a_terminal("top", "--interval", "0.1", "--data-dir", samples_run.data_dir) as terminal:
        terminal.read_until("批量 bulk".encode())
        terminal.seen = b""
        terminal.read_until("批量 bulk".encode())  # the next screen
        if end == "q":
            terminal.type(b"xq")
        else:
            terminal.process.send_signal(signal.Signals[end])
        terminal.read_until(LEFT_THE_SCREEN)
        assert terminal.process.wait(WITHIN_S) == 0
    assert b"Traceback" not in terminal.seen
