"""The whole system under test as processes, with what faults need to act on it."""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from celery import Celery
from kombu.exceptions import OperationalError as BrokerUnavailable
from redis.exceptions import RedisError

from config.settings import Settings
from tests.acceptance.deployment import Deployment
from tests.acceptance.program import ROOT
from tests.waiting import eventually
from workers.app import create_app

from .broker import Broker
from .database import Database, database
from .files import Maker
from .looking import Look, Standing
from .plan import Plan
from .service import Service
from .supervisor import Supervisor
from .traffic import Traffic

WORKERS = ("worker-a", "worker-b")
_PASSED_ON = "NIANBAO_WORK__"
_POOL = 2
_BACKLOG = 24
_PING_S, _SILENT_S = 1.0, 60.0


@dataclass
class System:
    """What runs, and what is known of it."""

    plan: Plan
    random: random.Random
    folder: Path
    logs: Path
    deployment: Deployment
    database: Database
    broker: Broker
    services: dict[str, Service]
    supervisor: Supervisor
    look: Look
    traffic: Traffic
    settings: Settings
    struck: dict[int, Standing] = field(default_factory=dict)

    @property
    def workers(self) -> list[Service]:
        return [self.services[name] for name in WORKERS]

    @property
    def patience_s(self) -> float:
        """How long anything may take before it counts as hanging."""
        work = self.settings.work
        return 3 * max(work.visibility_timeout_s, work.lease_s, work.hard_limit_s) + 240

    def strike(self) -> None:
        """Wait until reports are in flight and note which; a fault calls it right before it acts."""
        self.struck = eventually(self.look.under_way, "reports are in flight", within_s=self.patience_s)

    def strike_a_backlog(self) -> None:
        """Strike when the broker holds more messages than the workers can have in hand."""
        self.traffic.submit(self.traffic.make(_BACKLOG), lane="interactive")  # a message for each file
        self.strike()

    def lasting(self, seconds: float) -> None:
        """Let a state of things last."""
        time.sleep(seconds)

    def have_moved(self, since: dict[int, Standing] | None = None) -> bool:
        """Whether each report that was in flight then, or else at the last strike, has gone on."""
        now = self.look.under_way()
        return all(each.has_moved(now.get(each.id)) for each in (self.struck if since is None else since).values())

    @contextmanager
    def publisher(self) -> Iterator[Celery]:
        """A new app with new connections: those of before may be of a broker that was killed."""
        app = create_app(self.settings)
        try:
            yield app
        finally:
            app.close()

    def silent_workers(self) -> list[Service]:
        """Workers that run and yet answer nobody for a long time: nothing would start them again."""
        give_up_at = time.monotonic() + _SILENT_S
        while (silent := self._silent_now()) and time.monotonic() < give_up_at:
            pass
        return silent

    def _silent_now(self) -> list[Service]:
        answers: list[dict[str, object]] = []
        with suppress(RedisError, BrokerUnavailable, OSError), self.publisher() as app:
            answers = app.control.ping(timeout=_PING_S) or []
        said = {node.partition("@")[0] for answer in answers for node in answer}
        return [each for each in self.workers if each.name not in said]

    def another(self, service: str, name: str, *words: str, **settings: object) -> Service:
        """One more process of a service that the supervisor does not know; with more settings of its own."""
        environment = _environment(self.deployment, service) | {f"NIANBAO_{key}": str(v) for key, v in settings.items()}
        return _service(self.deployment, service, name, self.logs, environment, *words)


@contextmanager
def running(plan: Plan) -> Iterator[System]:
    """Start everything, and end everything that was started when the block ends, however it does."""
    with ExitStack() as stack:
        # Not below a folder that only we may pass: PostgreSQL runs as another user where we are root.
        folder = Path(tempfile.mkdtemp(prefix="nianbao-chaos-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        logs = plan.logs or folder
        logs.mkdir(parents=True, exist_ok=True)
        store = stack.enter_context(database(plan.database, folder / "db"))
        deployment = Deployment(folder, store.url)
        broker = Broker(deployment, folder / "broker", dict(os.environ), logs / "broker.log")
        stack.callback(broker.service.kill, hold=True)
        broker.start()
        _migrate(deployment)
        services = _services(deployment, logs)
        for service in services.values():
            stack.callback(service.kill, hold=True)
            service.start()
        supervisor = Supervisor([broker.service, *services.values()])
        stack.enter_context(supervisor.watching())
        for service in services.values():
            service.wait_until_ready()
        look = Look(store.url)
        stack.callback(look.close)
        settings = Settings(
            data_dir=folder / "data",
            database_url=store.url,
            broker_url=_environment(deployment, "worker")["NIANBAO_BROKER_URL"],
        )
        traffic = Traffic(deployment.url, _key(deployment), Maker(plan.random("files")), look, str(plan.seed))
        stack.callback(traffic.close)
        yield System(
            plan,
            plan.random("faults"),
            folder,
            logs,
            deployment,
            store,
            broker,
            services,
            supervisor,
            look,
            traffic,
            settings,
        )


def _services(deployment: Deployment, logs: Path) -> dict[str, Service]:
    commands = {"intake": "intake", "reconciler": "reconciler"} | dict.fromkeys(WORKERS, "worker")
    return {
        name: _service(deployment, service, name, logs, _environment(deployment, service))
        for name, service in commands.items()
    }


def _service(
    deployment: Deployment, service: str, name: str, logs: Path, environment: dict[str, str], *words: str
) -> Service:
    command = [*deployment.command(service), *words]
    if service == "worker":  # it behaves as usual, but for reports that ask for a fault
        command = [sys.executable, "-m", "tests.integration.faulty_worker", *command[1:], "--node", f"{name}@localhost"]
    ready = {"intake": _answers(deployment.url), "worker": lambda worker: "ready." in worker.said()}
    return Service(name, command, environment, logs / f"{name}.log", ready.get(service, lambda each: each.is_running))


def _answers(url: str) -> Callable[[Service], bool]:
    def answers(_service: Service) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success
        return False

    return answers


def _environment(deployment: Deployment, service: str) -> dict[str, str]:
    """The service's environment of the compose file; limits of work that were set for the whole run are passed on."""
    passed_on = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    ours = {
        "NIANBAO_WORK__CONCURRENCY": str(_POOL),
        "NIANBAO_TEST_MENDED": str(deployment.folder / "mended"),
        "PYTHONPATH": str(ROOT),
    }
    return deployment.environment(service) | passed_on | ours


def _migrate(deployment: Deployment) -> None:
    migrated = deployment.run("migrate")
    assert migrated.status == 0, migrated.err


def _key(deployment: Deployment) -> str:
    return deployment.key("operate")
