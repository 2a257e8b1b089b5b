"""Passwords and keys with known values, and everything that real processes print and serve searched for them."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from models.tables import Lane, Stage
from tests.flower_site import FlowerSite
from tests.waiting import eventually
from workers.app import create_app
from workers.dispatch import publish

from .conftest import System, made_reports
from .secured import BROKER, DATABASE, STORAGE, Secured, secured_servers

FLOWER = "flOwer/pa55:wd@4#"


@pytest.fixture(scope="module")
def secured() -> Iterator[Secured]:
    with secured_servers() as secured:
        yield secured


@dataclass
class Heard:
    """All that was printed and served, by where."""

    folder: Path
    environment: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "-m", "intake.cli", *words]
        ended = subprocess.run(
            command, env=self.environment | more, capture_output=True, text=True, check=False, timeout=90
        )
        self.texts[" ".join(words)] = ended.stdout + ended.stderr
        return ended

    @contextmanager
    def running(self, *words: str, until: str) -> Iterator[Path]:
        """Run a command that goes on; the block begins when it has printed `until`."""
        log = self.folder / f"{words[0]}-{len(self.texts)}.log"
        with log.open("wb") as output:
            command = [sys.executable, "-m", "intake.cli", *words]
            process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        try:
            eventually(lambda: until in log.read_text("utf-8"), f"{words[0]}: {until}", within_s=60)
            self.texts[f"command line of {words[0]}"] = Path(f"/proc/{process.pid}/cmdline").read_text("utf-8")
            yield log
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            process.wait()
            self.texts[log.name] = log.read_text("utf-8")

    def see(self, *addresses: str, key: str, base: str) -> None:
        """Ask for pages of the API."""
        with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
            for address in addresses:
                answer = client.get(address)
                self.texts[f"{address} {answer.status_code}"] = f"{answer.headers}{answer.text}"

    def assert_silent(self, *secrets: str) -> None:
        """None of the secrets is in any of it, neither as it is nor as it stands in an address."""
        assert self.texts
        for where, text in self.texts.items():
            for secret in secrets:
                assert secret not in text, where
                assert quote(secret, safe="") not in text, where


@pytest.fixture
def heard(secured: Secured, tmp_path: Path) -> Heard:
    environment = System(secured.settings, tmp_path).environment()
    more = {"NIANBAO_FLOWER__PASSWORD": FLOWER, "NIANBAO_LOG__LEVEL": "debug", "NIANBAO_LIMITS__FREE_BYTES": "0"}
    return Heard(tmp_path, environment | more)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_no_process_prints_or_serves_a_secret_however_much_it_logs(heard: Heard) -> None:
    api, site = free_port(), FlowerSite(free_port(), FLOWER)
    made = heard.run("keys", "create", "--role", "operate", "--name", "clerk")
    key = made.stdout.strip()
    assert heard.texts.pop("keys create --role operate --name clerk").count(key) == 1
    incoming = heard.folder / "incoming"
    incoming.mkdir()
    for name, data in (made_reports(3) | {"broken.txt": b"\x00\x01" * 50}).items():
        (incoming / name).write_bytes(data)
    base = f"http://127.0.0.1:{api}"
    with ExitStack() as stack:
        stack.enter_context(heard.running("serve", "--port", str(api), until="documentation"))
        stack.enter_context(heard.running("reconcile", until=""))
        stack.enter_context(heard.running("worker", "--node", "test@localhost", until="ready."))
        stack.enter_context(heard.running("flower", "--port", str(site.port), until="Visit me"))
        eventually(site.answers, "Flower's start")
        client = {"NIANBAO_CLIENT__URL": base, "NIANBAO_CLIENT__KEY": key}
        sent = heard.run("submit", str(incoming), "--wait", **client)
        assert "dead 1" in sent.stdout + sent.stderr, sent.stderr
        for words in (("batches", "list"), ("batches", "show", "1"), ("watch", "1")):
            heard.run(*words, **client)
        for words in (("keys", "list"), ("top", "--once"), ("dead-letters", "list"), ("audit", "show", "1")):
            assert heard.run(*words).returncode == 0
        heard.see(
            "/readyz", "/metrics", "/openapi.json", "/v1/batches", "/v1/batches/1", "/v1/reports", "/v1/dead-letters",
            "/nowhere", "/v1/reports/99", key=key, base=base,
        )  # fmt: skip
        eventually(lambda: "test@localhost" in site.json("/api/workers?refresh=1"), "the worker in Flower")
        for page in (
            "/",
            "/workers",
            "/worker/test@localhost",
            "/tasks",
            "/broker",
            "/api/workers",
            "/api/tasks",
            "/metrics",
        ):
            status, body = site.ask(page)
            assert status == 200, page
            heard.texts[f"Flower's {page}"] = body.decode()
    assert "visibility_timeout" in heard.texts["Flower's /worker/test@localhost"]  # it does show the settings
    heard.assert_silent(BROKER, DATABASE, STORAGE, FLOWER, key, key.rpartition("_")[2])


def test_what_the_broker_or_the_database_refuses_is_not_printed(heard: Heard, secured: Secured) -> None:
    wrong = {
        name: heard.environment[name].replace(quote(secret, safe=""), quote(f"{secret}x", safe=""))
        for name, secret in (("NIANBAO_BROKER_URL", BROKER), ("NIANBAO_DATABASE_URL", DATABASE))
    }
    for name, value in wrong.items():
        refused = Heard(heard.folder, heard.environment | {name: value}, heard.texts)
        for words in (("migrate",), ("keys", "list"), ("reconcile", "--once"), ("top", "--once")):
            ended = refused.run(*words)
            assert "Traceback" not in ended.stderr, (name, words)
        away = "broker" if "BROKER" in name else "database"
        api = free_port()
        with refused.running("serve", "--port", str(api), until="documentation"):
            refused.see("/readyz", "/v1/batches", key="nb_0", base=f"http://127.0.0.1:{api}")
            assert f'"{away}":"away"' in "".join(refused.texts[each] for each in refused.texts if "/readyz" in each)
        with refused.running("reconcile", until="reconciler.waits"):
            pass
    no_broker, no_database = (Heard(heard.folder, heard.environment | {k: v}, heard.texts) for k, v in wrong.items())
    with no_broker.running("worker", until="Cannot connect"):
        pass
    with no_broker.running("flower", "--port", str(free_port()), until="Failed to enable events"):
        pass
    publisher = create_app(secured.settings)
    publish(publisher, [(1, 1)], stage=Stage.NORMALIZE, lane=Lane.BULK, batch_id=None)
    publisher.close()
    with no_database.running("worker", until="database.away"):
        pass
    heard.assert_silent(BROKER, DATABASE, STORAGE, FLOWER)
