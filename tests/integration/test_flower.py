"""`nianbao flower` on a real broker, before, while and after a worker takes a batch through that has a failure in it."""

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from config.names import QUEUES, STAGES
from models.tables import Lane
from tests.flower_site import FlowerSite
from tests.waiting import eventually

from .conftest import System, made_reports

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
PAGES = ("/", "/tasks", "/workers", "/broker", "/api/tasks", "/api/workers", "/api/queues/length")
BROKEN = b"\x00\x01" * 50
USAGE = 2


@contextmanager
def flower(system: System, password: str = "s3:cret") -> Iterator[FlowerSite]:
    """Flower as a process of its own until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWER_")}
    environment |= system.environment() | {"NIANBAO_FLOWER__PASSWORD": password}
    log = system.folder / "flower.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "intake.cli", "flower", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, cwd=system.folder, stdout=output, stderr=output)
    site = FlowerSite(port, password)
    try:
        eventually(site.answers, "Flower's start", within_s=30)
        yield site
        assert process.poll() is None, log.read_text("utf-8")[-2000:]
    finally:
        process.terminate()
        process.wait(20)


def lengths(site: FlowerSite) -> dict[str, int]:
    """The messages in each queue, as the Broker page lists them."""
    return {each["name"]: each["messages"] for each in site.json("/api/queues/length")["active_queues"]}


def submit(system: System) -> None:
    """20 reports and one that is none in bulk, three messages; and a single report, one message."""
    system.submit(made_reports(20) | {"broken.txt": BROKEN})
    system.submit(made_reports(1, seed=1), Lane.INTERACTIVE)


def test_a_batch_reads_well_from_the_queue_to_its_end(system: System) -> None:
    with flower(system) as site:
        submit(system)
        assert lengths(site) == dict.fromkeys(QUEUES, 0) | {"bulk.normalize": 3, "interactive.normalize": 1}
        with system.worker():
            tasks = eventually(lambda: _ended(site), "all tasks in Flower", within_s=60)
            _see_tasks(tasks)
            _see_worker(site)
            assert lengths(site) == dict.fromkeys(QUEUES, 0)
            told = site.ask("/api/tasks")[1]
            assert b"broken.txt" not in told
            assert b"000.txt" not in told
        # The worker is gone: what comes now waits, and is seen to wait.
        system.submit(made_reports(9, seed=2))
        assert lengths(site) == dict.fromkeys(QUEUES, 0) | {"bulk.normalize": 2}


def _ended(site: FlowerSite) -> list[dict[str, Any]] | None:
    tasks = site.ended_tasks()
    return tasks if len(tasks) == 16 else None


def _see_tasks(tasks: list[dict[str, Any]]) -> None:
    assert Counter(task["name"] for task in tasks) == {f"nianbao.{stage}": 4 for stage in STAGES}
    by_stage = {stage: [task for task in tasks if task["name"] == f"nianbao.{stage}"] for stage in STAGES}
    seen = {stage: sorted((t["args"], t["kwargs"], t["result"]) for t in by_stage[stage]) for stage in STAGES}
    first = [
        ("1 report", "batch 2", "1 on"),
        ("5 reports", "batch 1", "4 on, 1 dead (format.unknown)"),
        *[("8 reports", "batch 1", "8 on")] * 2,
    ]
    after = [("1 report", "batch 2", "1 on"), ("4 reports", "batch 1", "4 on"), *[("8 reports", "batch 1", "8 on")] * 2]
    assert seen["normalize"] == first
    assert seen["detect_sections"] == seen["parse_tables"] == after
    assert seen["check_consistency"] == [(args, batch, on.replace("on", "done")) for args, batch, on in after]


def _see_worker(site: FlowerSite) -> None:
    (worker,) = site.json("/api/workers?refresh=1").items()
    assert worker[0] == "test@localhost"
    assert {queue["name"] for queue in worker[1]["active_queues"]} == set(QUEUES)


def test_nothing_is_shown_without_the_password_and_nothing_is_done_with_it(system: System) -> None:
    with flower(system) as site, system.worker() as worker:
        for page in PAGES:
            assert {site.ask(page, password=wrong)[0] for wrong in ("", "wrong", "s3")} == {401}, page
        eventually(lambda: "test@localhost" in site.json("/api/workers?refresh=1"), "the worker in Flower", within_s=30)
        for act in ("/api/worker/shutdown/test@localhost", "/api/task/async-apply/nianbao.normalize"):
            assert site.ask(act, password="", method="POST")[0] == 401
            assert site.ask(act, method="POST")[0] == 403
        assert worker.poll() is None


def test_without_a_password_it_does_not_start(system: System) -> None:
    command = [sys.executable, "-m", "intake.cli", "flower"]
    environment = system.environment() | {"NIANBAO_FLOWER__PASSWORD": ""}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (USAGE, "")
    assert "[flower.no_password]" in ended.stderr
    assert "Traceback" not in ended.stderr
