"""The deployed system as docker-compose.yml has it, and the operator's day on it over HTTP and on the command line."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis

from config.names import STAGES
from models.database import create_engine_for, dispose
from models.migrate import current_revision, head_revision
from tests.making import LAYOUTS, consistent_truth, render
from tests.servers import PostgresServer
from tests.waiting import eventually

from .deployment import OURS, Deployment, compose, deployed
from .program import ROOT

GOOD, BROKEN = 12, 2


@pytest.fixture(scope="module")
def deployment(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(postgres, tmp_path_factory.mktemp("deployed")) as deployment:
        yield deployment


def good(seed: int) -> bytes:
    return render(consistent_truth(seed), [*LAYOUTS][seed % len(LAYOUTS)])


def test_the_file_says_what_the_deployed_system_must_be() -> None:
    parsed = compose()
    services = parsed["services"]
    assert set(services) == {"redis", "postgres", *OURS}
    assert "ports" not in services["redis"]
    assert "ports" not in services["postgres"]
    assert all(port.startswith("127.0.0.1:") for name in ("flower", "intake") for port in services[name]["ports"])
    mounts = {mount.split(":")[0] for service in services.values() for mount in service.get("volumes", ())}
    assert {mount for mount in mounts if not mount.startswith(".")} == set(parsed["volumes"])
    assert all((ROOT / mount).is_file() for mount in mounts if mount.startswith("."))
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
    with closing(deployment.broker_client()) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    with closing(deployment.broker_client(password=None)) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_migrate_may_run_at_each_start(deployment: Deployment) -> None:
    again = deployment.run("migrate")
    assert (again.status, again.out.strip()) == (0, f"schema {head_revision()}"), again.err
    assert current_revision(deployment.database_url) == head_revision()


def test_an_operator_submits_watches_and_sends_dead_letters_again(deployment: Deployment, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for seed in range(GOOD):
        (folder / f"{seed:02}.txt").write_bytes(good(seed))
    for number in range(BROKEN):
        (folder / f"broken-{number}.txt").write_bytes(f"并非年报 {number}".encode())
    with deployment.intake(), deployment.rest():
        submitter, operator = deployment.commands(deployment.key("submit")), deployment.key("operate")
        ended = submitter.run("submit", folder, "--json", "--receipt", tmp_path / "receipt.json", "--label", "一月")
        assert ended.status == 0, ended.err
        batch = json.loads(ended.out)["batch"]
        watched = submitter.run("watch", str(batch))
        assert watched.status == 4, watched.out + watched.err
        _see_flower(deployment)
        _see_the_batch(deployment, operator, batch)
        _mend_and_send_again(deployment, operator)
        verified = submitter.run("batches", "verify", str(batch), folder, "--receipt", tmp_path / "receipt.json")
        assert verified.status == 0, verified.out
        screen = deployment.run("intake", "nianbao", "top", "--once", "--interval", "0.1")
        assert (screen.status, "check_consistency" in screen.out, "broker away" in screen.out) == (0, True, False)
    engine = create_engine_for(deployment.database_url)
    with engine.connect() as connection:
        owners = connection.exec_driver_sql("SELECT DISTINCT worker FROM attempt").scalars().all()
    dispose(engine)
    assert all(re.fullmatch(r"nianbao@[^/]+/\d+", owner) for owner in owners)


def _see_the_batch(deployment: Deployment, key: str, batch: int) -> None:
    """The batch, its findings as a table, the metrics and a report with its log, over HTTP."""
    with deployment.http(key) as client:
        shown = client.get(f"/v1/batches/{batch}").json()
        assert shown["ledger"] == {
            "submitted": GOOD + BROKEN, "done": GOOD, "dead": BROKEN, "duplicate": 0, "rejected": 0, "in_flight": 0,
            "balanced": True,
        }  # fmt: skip
        assert shown["dead_letters"] == {"document.not_a_report": BROKEN}
        table = client.get("/v1/export", params={"format": "csv", "table": "reports", "batch": batch, "state": "done"})
        assert len(table.text.strip().splitlines()) == 1 + GOOD
        (report, *_) = client.get("/v1/reports", params={"batch": batch, "state": "done"}).json()["items"]
        log = client.get(f"/v1/reports/{report['id']}/audit").json()["items"]
        assert (log[0]["action"], log[-1]["action"]) == ("report.submitted", "report.done")
        metrics = client.get("/metrics").text
        assert f'nianbao_reports{{lane="bulk",stage="check_consistency",state="done"}} {GOOD}.0' in metrics
        assert "nianbao_broker_up 1.0" in metrics


def _mend_and_send_again(deployment: Deployment, key: str) -> None:
    """One dead letter gets mended bytes, the other is sent through again as it is and fails again."""
    with deployment.http(key) as client:
        mended, kept = client.get("/v1/dead-letters").json()["items"]
        assert client.put(f"/v1/reports/{mended['report_id']}/source", content=good(99)).status_code == 202
        begun = client.post("/v1/dead-letters/reprocess", json={"ids": [kept["id"]]})
        assert begun.status_code == 202, begun.text
        address = begun.json()["links"]["self"]
        eventually(lambda: client.get(address).json()["state"] == "finished", "the end of the reprocessing")
        assert client.get(address).json()["verdicts"] == {"dead_same": 1}
        done = f"/v1/reports/{mended['report_id']}"
        eventually(lambda: client.get(done).json()["state"] == "done", "the mended report is done")


def _see_flower(deployment: Deployment) -> None:
    """Flower asks for its password and shows our tasks by name."""
    for password in ("", "wrong"):
        assert deployment.flower.ask("/api/tasks", password=password)[0] == 401
    expected = {f"nianbao.{stage}" for stage in STAGES}
    ended = deployment.flower.ended_tasks
    eventually(lambda: {task["name"] for task in ended()} == expected, "four task names in Flower", within_s=20)
