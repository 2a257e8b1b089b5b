"""The real processes that a contender needs: a broker, a worker, a reconciler, and what they came to."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from redis import Redis
from sqlalchemy import func, select
from sqlmodel import col

from benchmarks.memory import peak_mb
from config.settings import Settings
from models.database import read
from models.tables import Lane, Report, Stage, utc_now
from tests.acceptance.program import ROOT, Started, command, running
from tests.servers import valkey_server
from tests.waiting import eventually
from workers.app import create_app
from workers.claims import Pair, is_anything_left
from workers.dispatch import chunks, mark_published, publish
from workers.resources import Resources

from . import bare, script
from .places import opened
from .workload import outcome, pairs

_WITHIN_S = 3600.0
_LOOK_S = 0.05
_ASK_S = 0.5  # seldom, since each question takes from the cores; when the last report was done, the database tells
_QUIET_LOOKS = 10


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of a contender came to; memory in megabytes, the most that any process of that kind held."""

    reports: int
    seconds: float
    outcome: tuple[int, int, int] = (0, 0, 0)
    worker_mb: float = 0.0
    others_mb: float = 0.0

    @property
    def per_second(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds


def run_script(settings: Settings, processes: int) -> Ran:
    """The plain script over all reports of a filled database."""
    with opened(settings) as resources:
        work = pairs(resources)
        begun = utc_now()
        resources.engine.dispose()  # before the script forks
        script.run(settings, work, processes)
        return Ran(len(work), _until_done(resources, begun), outcome(resources))


def run_queued(settings: Settings, processes: int, folder: Path, *, groups: int = 1) -> Ran:
    """Our own system over all reports of a filled database, from the first publication to the last report done.

    Each of `groups` is a worker with as many pool processes, as on a host of its own.
    """
    with ExitStack() as stack:
        broker = stack.enter_context(valkey_server(folder))
        resources = stack.enter_context(opened(settings))
        system = settings.model_copy(update={"broker_url": broker})
        reconciler = stack.enter_context(_service(system, "reconcile"))
        workers = [stack.enter_context(_worker(system, processes, f"bench-{number}")) for number in range(groups)]
        work = pairs(resources)
        begun = utc_now()
        _publish(create_app(system), resources, work)
        eventually(lambda: not is_anything_left(resources.engine), "all is done", within_s=_WITHIN_S, every_s=_ASK_S)
        seconds = _until_done(resources, begun)
        return Ran(len(work), seconds, outcome(resources), max(map(_most_mb, workers)), _most_mb(reconciler))


def run_bare(number: int, processes: int, folder: Path) -> Ran:
    """Empty tasks in the place of the stages, with our own options of the broker, the pool and the events."""
    with valkey_server(folder) as broker:
        words = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "benchmarks.queue.bare",
            "worker",
            "--concurrency",
            str(processes),
        ]
        words += ["--loglevel", "info", "--without-gossip", "--without-mingle"]
        with running(words, os.environ | {"NIANBAO_BROKER_URL": broker}, ROOT) as worker:
            eventually(lambda: " ready." in worker.said(), "the bare worker's start", within_s=60)
            publisher = bare.create(Settings(broker_url=broker))
            begun = time.monotonic()
            for report_id in range(number):
                bare.publish(publisher, report_id)
            seconds = _until_empty(broker) - begun
            publisher.close()
            worker.send(signal.SIGTERM)
            worker.end()
            return Ran(number, seconds)


def _publish(app: Celery, resources: Resources, work: Sequence[Pair]) -> None:
    for each in chunks(work, resources.settings.work.chunk_size):
        at = utc_now()
        publish(app, each, stage=Stage.NORMALIZE, lane=Lane.BULK, batch_id=1)
        mark_published(resources.engine, each, at)


@contextmanager
def _worker(settings: Settings, processes: int, node: str) -> Iterator[Started]:
    with _service(settings, "worker", "--node", node, "--concurrency", str(processes)) as worker:
        eventually(lambda: "ready." in worker.said(), "the worker's start", within_s=60)
        yield worker


@contextmanager
def _service(settings: Settings, *words: str) -> Iterator[Started]:
    environment = os.environ | {
        "NIANBAO_DATA_DIR": str(settings.data_dir),
        "NIANBAO_DATABASE_URL": settings.database_url,
        "NIANBAO_BROKER_URL": settings.broker_url,
        "NIANBAO_WORK__CHUNK_SIZE": str(settings.work.chunk_size),
        "NIANBAO_LOG__LEVEL": "info",
        "NIANBAO_LOG__FORMAT": "json",
    }
    with running(command(*words), environment) as program:
        yield program
        program.send(signal.SIGTERM)
        program.end()


def _until_done(resources: Resources, begun: object) -> float:
    """Seconds from `begun` to the last report done, by what the database says of it."""
    with read(resources.engine) as session:
        last = session.scalar(select(func.max(col(Report.finished_at))))
    return float((last - begun).total_seconds())  # type: ignore[operator]


def _until_empty(broker: str) -> float:
    """The moment when the broker held nothing any more, and went on holding nothing."""
    with Redis(unix_socket_path=broker.removeprefix("redis+socket://")) as client:
        since, quiet = time.monotonic(), 0
        while quiet < _QUIET_LOOKS:
            time.sleep(_LOOK_S)
            if client.llen(bare.QUEUE) or client.hlen("unacked"):
                since, quiet = time.monotonic(), 0
            else:
                quiet += 1
        return since


def _most_mb(program: Started) -> float:
    """The most memory that the program or a process of its own ever held, as Linux counts it."""
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text("ascii")
    return max(peak_mb(pid) for pid in (program.pid, *map(int, children.split())))
