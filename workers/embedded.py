"""The embedded mode: a private Valkey, worker processes and a reconciler around one data folder, for one process."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import structlog
from celery import Celery

from config.settings import Settings
from models.migrate import migrate

from .app import create_app
from .claims import expire_all_leases, is_anything_left
from .data_dir import DataDirError, locked, usable
from .dispatch import give_back_unacknowledged
from .policy import policy_in
from .private_valkey import PrivateValkey
from .processes import end, ends_with_us
from .reconciler import Reconciler
from .resources import Resources, build_resources

log = structlog.get_logger(__name__)
_STOP_S = 15.0
_MOST_DEATHS, _DEATHS_WITHIN_S = 8, 30.0
NODE = "embedded"


class WorkerStartError(RuntimeError):
    """The worker process cannot run here."""


class Embedded:
    """A running system on one data folder; `settings` hold the addresses that its parts share."""

    alone = True  # nobody else submits to it or works for it

    def __init__(self, settings: Settings, app: Celery, resources: Resources, broker: PrivateValkey) -> None:
        self.settings = settings
        self.app = app
        self.resources = resources
        self._broker = broker
        self._worker: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []
        self._log_path = settings.data_dir / "logs" / "worker.log"
        self._stop = threading.Event()
        reconciler = Reconciler(resources, app, alone=True)
        self._reconciler = threading.Thread(target=reconciler.run, args=(self._stop,), name="reconciler", daemon=True)

    def start(self) -> None:
        """Start the workers and the reconciler. Nobody else works on this folder, so leases of before are void."""
        self._start_worker_anew()
        self._reconciler.start()

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

        Where nothing is left to do, the worker is killed: it has nothing to lose, and Celery's goodbye takes seconds.
        """
        self._stop.set()
        if self._worker is not None:
            if is_anything_left(self.resources.engine):
                end(self._worker)
            with suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
            self._worker = None
        if self._reconciler.is_alive():
            self._reconciler.join(_STOP_S)
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
                preexec_fn=ends_with_us(),  # noqa: PLW1509 - one system call, no lock, called from the main thread
            )

    def _environment(self) -> dict[str, str]:
        return {
            "NIANBAO_DATA_DIR": str(self.settings.data_dir),
            "NIANBAO_DATABASE_URL": self.settings.database,
            "NIANBAO_BROKER_URL": self.settings.broker_url,
            # The worker runs in the data folder, where a relative path would lead elsewhere.
            "NIANBAO_RULES_FILE": self.settings.rules_file and str(Path(self.settings.rules_file).resolve()),
            "NIANBAO_WORK__CONCURRENCY": str(self.settings.work.concurrency),
            "NIANBAO_LOG__FORMAT": "json",
        }


@contextmanager
def embedded(settings: Settings) -> Iterator[Embedded]:
    """Run the whole system on `settings.data_dir` for as long as the block lasts.

    Raises `RulesFileError` before anything is made, and `DataDirError` if the folder cannot be written, belongs to a run
    that is still going, or if a database of others is set: their leases are not ours to end.
    """
    if settings.database_url:
        raise DataDirError(
            "settings.database_without_broker",
            "设置了 NIANBAO_DATABASE_URL 却没有设置 NIANBAO_BROKER_URL;请同时设置,或都不设置。",
            "NIANBAO_DATABASE_URL is set but NIANBAO_BROKER_URL is not; set both, or neither.",
        )
    policy_in(settings)
    with ExitStack() as stack:
        data_dir = usable(settings.data_dir)
        stack.enter_context(locked(data_dir))
        broker = stack.enter_context(PrivateValkey(data_dir / settings.broker_dir.name))
        ours = settings.model_copy(update={"data_dir": data_dir, "broker_url": broker.url})
        migrate(ours.database)
        system = Embedded(ours, create_app(ours), build_resources(ours), broker)
        stack.callback(system.stop)
        system.start()
        yield system


def _node_name() -> str:
    return f"{NODE}@{socket.gethostname()}"
