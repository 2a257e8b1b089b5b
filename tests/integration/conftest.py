"""A whole system for each test: a database of its own, a Valkey of its own, worker processes on demand."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from redis import Redis
from sqlalchemy import text

from config.names import QUEUES
from config.settings import Settings, WorkSettings
from intake.ledger import Ledger, ledger
from intake.queries.dead_letters import (
    Course,
    DoneFilter,
    LetterFilter,
    as_asked,
    chosen_letters,
    chosen_reports,
    course,
)
from intake.source import SourceFile
from intake.submission import Intake
from models.database import dispose, read
from models.tables import Lane, ReprocessingSubject
from tests.conftest import Databases
from tests.making import Layout, consistent_truth, render
from tests.servers import storage_environment, valkey_server
from tests.waiting import eventually
from workers.app import create_app
from workers.reconciler import Reconciler
from workers.reprocessing import Request, begin
from workers.resources import build_resources

QUICK = WorkSettings(
    concurrency=2,
    chunk_size=8,
    soft_limit_s=4,
    hard_limit_s=6,
    lease_s=8,
    visibility_timeout_s=10,
    max_attempts=3,
    backoff_base_s=0.05,
    backoff_cap_s=0.2,
    reconcile_interval_s=0.2,
    stranded_after_s=1,
)


@dataclass
class System:
    """One system under test."""

    settings: Settings
    folder: Path

    def __post_init__(self) -> None:
        self.resources = build_resources(self.settings)
        self.app = create_app(self.settings)
        self.intake = Intake(self.resources, self.app)
        self.reconciler = Reconciler(self.resources, self.app)

    def submit(self, files: dict[str, bytes], lane: Lane = Lane.BULK) -> int:
        """Submit files under their names and return the batch."""
        incoming = Path(tempfile.mkdtemp(dir=self.folder))
        sources = []
        for name, data in files.items():
            (incoming / name).write_bytes(data)
            sources.append(SourceFile(incoming / name, name))
        batch = self.intake.open_batch("test", str(incoming), lane, resume=False)
        self.intake.submit(batch, lane, sources)
        self.intake.close_batch(batch)
        return batch

    def ledger(self, batch: int) -> Ledger:
        return ledger(self.resources.engine, batch)

    def finish(self, batch: int, within_s: float = 60) -> Ledger:
        """Let the reconciler act until nothing of the batch is in flight."""

        def finished() -> Ledger | None:
            self.reconciler.act()
            now = self.ledger(batch)
            return None if now.in_flight else now

        return eventually(finished, "the end of the batch", within_s=within_s)

    def reprocess(self, chosen: LetterFilter | DoneFilter, **how: Any) -> Course:
        """Send what is chosen through again, and return how it stands then."""
        engine = self.resources.engine
        if isinstance(chosen, LetterFilter):
            subject, targets = ReprocessingSubject.DEAD_LETTERS, chosen_letters(engine, chosen)
        else:
            subject, targets = ReprocessingSubject.REPORTS, chosen_reports(engine, chosen)
        begun = begin(engine, Request(subject, "test", as_asked(chosen), **how), targets)
        return self.course(begun)

    def course(self, reprocessing_id: int) -> Course:
        found = course(self.resources.engine, reprocessing_id)
        assert found is not None
        return found

    def rows(self, query: str, **values: object) -> list[tuple[object, ...]]:
        """What a query gives, as tuples."""
        with read(self.resources.engine) as session:
            return [tuple(row) for row in session.execute(text(query), values)]

    def broker_client(self) -> Redis:
        """A client of the broker, to be closed."""
        return Redis.from_url(self.settings.broker_url.replace("redis+socket", "unix"))

    def broker_is_idle(self) -> bool:
        """Whether no queue holds a message and no worker holds one that it has not acknowledged."""
        with self.broker_client() as client:
            return not any(client.llen(queue) for queue in QUEUES) and not client.hlen("unacked")

    def environment(self) -> dict[str, str]:
        """The environment of the system's processes."""
        work = {f"NIANBAO_WORK__{key.upper()}": str(value) for key, value in self.settings.work}
        return (
            os.environ
            | work
            | storage_environment(self.settings.storage)
            | {
                "NIANBAO_DATA_DIR": str(self.settings.data_dir),
                "NIANBAO_DATABASE_URL": self.settings.database_url,
                "NIANBAO_BROKER_URL": self.settings.broker_url,
                "NIANBAO_BROKER_CA_FILE": self.settings.broker_ca_file,
                "NIANBAO_RULES_FILE": self.settings.rules_file,
                "NIANBAO_LOG__FORMAT": "json",
                "NIANBAO_TEST_MENDED": str(self.folder / "mended"),
            }
        )

    @contextmanager
    def reconciling(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a reconciler process, killed when the block ends."""
        command = [sys.executable, "-m", "intake.cli", "reconcile"]
        process = subprocess.Popen(command, env=self.environment(), stdin=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @contextmanager
    def worker(
        self, module: str = "intake.cli", concurrency: int = QUICK.concurrency
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker process, ready when the block begins, killed when it ends."""
        log = self.folder / "worker.log"
        before = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", module, "worker", "--node", "test@localhost", f"--concurrency={concurrency}"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            eventually(lambda: b"ready." in log.read_bytes()[before:], "the worker's start", within_s=30)
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # its own session: the pool processes too
            process.wait()


@pytest.fixture
def broker() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="nianbao-v-") as folder, valkey_server(Path(folder)) as url:
        yield url


@pytest.fixture
def system(databases: Databases, broker: str, tmp_path: Path) -> Iterator[System]:
    settings = Settings(data_dir=tmp_path / "data", database_url=databases.migrated(), broker_url=broker, work=QUICK)
    system = System(settings, tmp_path)
    yield system
    dispose(system.resources.engine)
    system.app.close()


def made_reports(count: int, seed: int = 0) -> dict[str, bytes]:
    """Different consistent reports, in all layouts by turns."""
    layouts = get_args(Layout)
    return {
        f"{n:03d}.{'html' if n % 6 == 5 else 'txt'}": render(consistent_truth(seed * 1000 + n), layouts[n % 6])
        for n in range(count)
    }


def with_fault(data: bytes, fault: str) -> bytes:
    """A report that asks the faulty worker for a fault."""
    return data + f"\nfault:{fault}\n".encode()
