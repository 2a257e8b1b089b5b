"""Runs the program as a user does: a process of its own, real signals, real files; it looks inside nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
WITHIN_S = 60.0  # a run of a test takes some seconds; on a loaded machine much longer


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended and what it printed."""

    status: int
    out: str
    err: str


class Started:
    """A program that may still be running."""

    def __init__(self, process: subprocess.Popen[bytes], out: IO[bytes], err: IO[bytes]) -> None:
        self._process = process
        self._out = out
        self._err = err

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        assert self.is_running, f"it ended before it could get {number.name}: {self.end()}"
        self._process.send_signal(number)

    def said(self) -> str:
        """What it has printed to stderr so far."""
        number = self._err.fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode()

    def end(self, within_s: float = WITHIN_S) -> Ended:
        """Wait until it has ended by itself."""
        status = self._process.wait(within_s)
        return Ended(status, _all(self._out), _all(self._err))


def _all(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@contextmanager
def started(*words: str | Path, **settings: object) -> Iterator[Started]:
    """Run `nianbao <words>` for as long as the block lasts; `settings` become NIANBAO_… variables."""
    with running(command(*words), environment(**settings)) as program:
        yield program


@contextmanager
def running(command: list[str], env: dict[str, str], folder: Path | None = None) -> Iterator[Started]:
    """Run a program in a folder, or in ours, for as long as the block lasts."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, cwd=folder, start_new_session=True
        )
        try:
            yield Started(process, out, err)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def nianbao(*words: str | Path, within_s: float = WITHIN_S, **settings: object) -> Ended:
    """Run `nianbao <words>` to its end."""
    with started(*words, **settings) as program:
        return program.end(within_s)


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "intake.cli", *map(str, words)]


def environment(**settings: object) -> dict[str, str]:
    """Our environment with no setting of the project but `settings`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NIANBAO_")}
    return ours | {f"NIANBAO_{name}": str(value) for name, value in settings.items()}


@dataclass(frozen=True, slots=True)
class Process:
    """One live process, as /proc shows it."""

    pid: int
    parent: int
    words: tuple[str, ...]
    environ: tuple[str, ...]
    folder: str

    def belongs_to(self, data_dir: Path) -> bool:
        return (
            f"NIANBAO_DATA_DIR={data_dir}" in self.environ
            or str(data_dir) in self.words
            or Path(self.folder).is_relative_to(data_dir)
        )


def processes_of(data_dir: Path) -> list[Process]:
    """The processes that work on a data folder, whoever their parent is now; zombies are no processes."""
    return [each for each in _processes() if each.belongs_to(data_dir)]


def assert_soon_gone(data_dir: Path, *, within_s: float = 15.0) -> None:
    """Every process on a data folder ends by itself, soon."""
    deadline = time.monotonic() + within_s
    while left := processes_of(data_dir):
        assert time.monotonic() < deadline, f"still there after {within_s} s: {[each.words for each in left]}"
        time.sleep(0.05)


def worker_of(run: Started, data_dir: Path) -> int:
    """The process id of the worker's main process."""
    (worker,) = [each.pid for each in processes_of(data_dir) if each.parent == run.pid and "worker" in each.words]
    return worker


def children_of(pid: int) -> list[int]:
    return [each.pid for each in _processes() if each.parent == pid]


def _processes() -> Iterator[Process]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                words, environ = (_words(entry / name) for name in ("cmdline", "environ"))
                if stat[0] not in "ZX":
                    yield Process(int(entry.name), int(stat[1]), words, environ, str((entry / "cwd").readlink()))


def _words(file: Path) -> tuple[str, ...]:
    return tuple(os.fsdecode(file.read_bytes()).split("\0"))
