"""One process of the system under test: started, killed, stopped and started again; its log outlives it."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.acceptance.program import ROOT
from tests.waiting import eventually
from workers.processes import ends_with_us

_READY_WITHIN_S = 120.0
_ENDED_WITHIN_S = 150.0


class Service:
    """A command in a session of its own. While it is `wanted`, a supervisor starts it again when it has ended."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        is_ready: Callable[["Service"], bool],
        user: str | None = None,
    ) -> None:
        self.name, self.log, self.wanted = name, log, False
        self._command, self._environment, self._is_ready, self._user = command, environment, is_ready, user
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self._lock = threading.RLock()

    @property
    def pid(self) -> int:
        """The main process; 0 when there is none."""
        return self._process.pid if self._process else 0

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs or was never started."""
        return self._process.poll() if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self.status is None

    def start(self) -> None:
        """Start it unless it runs."""
        with self._lock:
            self.wanted = True
            if self.is_running:
                return
            self._log_start = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    self._command,
                    env=dict(self._environment),
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                    preexec_fn=ends_with_us(),  # noqa: PLW1509 - only prctl runs there
                )

    def wait_until_ready(self) -> None:
        """Wait until it does its work; whoever supervises it may start it again meanwhile."""
        eventually(lambda: self._is_ready(self), f"{self.name} is ready", within_s=_READY_WITHIN_S, every_s=0.1)

    def kill(self, *, hold: bool = False) -> None:
        """SIGKILL it and all processes of its session; with `hold` nobody starts it again before `start`."""
        with self._lock:
            self.wanted = self.wanted and not hold
            self.signal_all(signal.SIGKILL)
            if self._process:
                self._process.wait(_ENDED_WITHIN_S)
                self._process = None

    def stop(self) -> None:
        """SIGTERM it and wait until it has ended by itself; nobody starts it again before `start`."""
        with self._lock:
            self.wanted = False
            if self._process and self.is_running:
                self._process.send_signal(signal.SIGTERM)
                self._process.wait(_ENDED_WITHIN_S)
            self._process = None

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the main process and all that share its session."""
        with suppress(ProcessLookupError):
            if self.pid:
                os.killpg(self.pid, number)

    def signal_main(self, number: signal.Signals) -> None:
        """Send a signal to the main process alone."""
        with suppress(ProcessLookupError):
            if self.pid:
                os.kill(self.pid, number)

    def is_parent_of(self, pid: int) -> bool:
        """Whether a process is a live child of the main process, so that a signal hits nobody else's."""
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return int(fields[1]) == self.pid != 0
        return False

    def said(self) -> str:
        """What it has logged since it was started last."""
        with suppress(FileNotFoundError), self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")
        return ""

    def tail(self, lines: int = 25) -> str:
        """The last lines of its log."""
        return "\n".join(line[:600] for line in self.said().splitlines()[-lines:])

    def restart_if_it_ended(self) -> int | None:
        """Start it again if it is wanted and has ended by itself; return how it ended."""
        with self._lock:
            ended = self.status
            if self.wanted and not self.is_running:
                self.start()
                return ended
            return None
