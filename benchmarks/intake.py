"""`make bench-intake`: a large collection, single reports meanwhile, and a gigabyte, through the deployed system here.

Real PostgreSQL, Valkey, worker, reconciler and server, each as docker-compose.yml has it. It fails where a goal is missed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.memory import peak_mb
from tests.acceptance.collection import Collection, make_collection
from tests.acceptance.deployment import Deployment, deployed
from tests.making import consistent_truth, render
from tests.servers import postgres_server
from tests.waiting import eventually

REPORTS, SINGLES, AT_ONCE = 5000, 20, 2
ALONE, _WARMING, _SOON_S = 60, 8, 0.01
SINGLE_GOAL_S, ALONE_GOAL_MS, FILES_GOAL, MEMORY_GOAL_MB = 5.0, 300.0, 500.0, 150.0
_GB, _FILE_BYTES = 1024**3, 4 * 1024**2
_WITHIN_S = 900.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, and what it must not pass."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether it is beyond its goal."""
        if self.goal is None:
            return False
        return self.value < self.goal if self.more_is_better else self.value > self.goal

    @property
    def line(self) -> str:
        """As it is printed."""
        verdict = "" if self.goal is None else f"  goal {self.goal:g}: {'MISSED' if self.is_missed else 'met'}"
        return f"{self.name:<58} {self.value:>9.1f} {self.unit}{verdict}"


@contextmanager
def system() -> Iterator[tuple[Deployment, Path]]:
    """A deployment with nothing running but its broker and database, and a folder to make files in."""
    with ExitStack() as stack:
        places = [Path(tempfile.mkdtemp(prefix="nianbao-b-")) for _ in range(3)]
        for place in places:
            stack.callback(shutil.rmtree, place, ignore_errors=True)
        server = stack.enter_context(postgres_server(places[0] / "pg"))
        yield stack.enter_context(deployed(server, places[1])), places[2]


def many_reports() -> Iterator[Measured]:
    """The collection from the client's start to the batch's end, and single reports meanwhile."""
    with system() as (deployment, folder), deployment.intake() as server, deployment.rest():
        collection, key = make_collection(folder / "全省", REPORTS), deployment.key()
        begun = time.perf_counter()
        words = ("submit", collection.folder, "--wait", "--json", "--receipt", folder / "receipt.json")
        with deployment.commands(key).running(*words) as client, deployment.http(key) as http:
            single_s = _singles(http)
            submitted = eventually(lambda: _all_submitted(http, collection, begun), "all is submitted", every_s=0.05)
            client_mb = peak_mb(client.pid)
            said = json.loads(client.end(_WITHIN_S).out)
        whole_s = time.perf_counter() - begun
        yield Measured(f"{collection.submitted} reports, client start to last verdict", whole_s, "s")
        yield Measured("  of them a second", collection.submitted / whole_s, "reports/s")
        yield Measured("  submitted by then, at the latest", submitted, "s")
        yield Measured("  lost or twice", sum(said["ledger"][k] != v for k, v in collection.ledger.items()), "", 0)
        yield Measured(f"single report meanwhile, median of {SINGLES}", statistics.median(single_s), "s")
        yield Measured("  95th percentile", sorted(single_s)[-2], "s", SINGLE_GOAL_S)
        yield Measured("  slowest", max(single_s), "s")
        yield Measured("peak memory of the server", peak_mb(server.pid), "MB", MEMORY_GOAL_MB)
        yield Measured("peak memory of the client", client_mb, "MB")


def intake_alone() -> Iterator[Measured]:
    """The same collection and a gigabyte while no worker runs: what the door takes by itself."""
    with system() as (deployment, folder), deployment.intake() as server:
        collection, key = make_collection(folder / "全省", REPORTS), deployment.key()
        taken_s = _submitted(deployment, key, collection.folder)
        yield Measured(f"{collection.submitted} reports submitted, no worker", taken_s, "s")
        yield Measured("  files a second", collection.submitted / taken_s, "files/s", FILES_GOAL, more_is_better=True)
        for name, make in (("files", _as_files), ("one archive", _as_archive)):
            large = folder / name
            make(large)
            before = peak_mb(server.pid)
            taken_s = _submitted(deployment, key, large)
            shutil.rmtree(large)
            yield Measured(f"1 GB as {name}", taken_s, "s")
            yield Measured("  the server's peak before it", before, "MB")
            yield Measured("  the server's peak after it", peak_mb(server.pid), "MB", MEMORY_GOAL_MB)


def idle_system() -> Iterator[Measured]:
    """Single reports, one after the other, while nothing else is to be done."""
    with system() as (deployment, _), deployment.intake(), deployment.rest(), deployment.http(deployment.key()) as http:
        for number in range(_WARMING):
            _single(http, number, every_s=_SOON_S)
        times = sorted(_single(http, _WARMING + number, every_s=_SOON_S) for number in range(ALONE))
    yield Measured(f"single report on an idle system, median of {ALONE}", statistics.median(times) * 1000, "ms")
    yield Measured("  95th percentile", times[int(ALONE * 0.95) - 1] * 1000, "ms", ALONE_GOAL_MS)


def _submitted(deployment: Deployment, key: str, folder: Path) -> float:
    begun = time.perf_counter()
    with deployment.commands(key).running("submit", folder, "--receipt", folder.parent / "receipt.json") as client:
        ended = client.end(_WITHIN_S)
    if ended.status:
        raise RuntimeError(ended.err)
    return time.perf_counter() - begun


def _as_files(folder: Path) -> None:
    folder.mkdir()
    for index in range(_GB // _FILE_BYTES):
        (folder / f"{index:04}.pdf").write_bytes(os.urandom(_FILE_BYTES))


def _as_archive(folder: Path) -> None:
    folder.mkdir()
    with zipfile.ZipFile(folder / "1gb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for index in range(_GB // _FILE_BYTES):
            archive.writestr(f"{index:04}.pdf", os.urandom(_FILE_BYTES))


def _singles(http: httpx.Client) -> list[float]:
    batches = eventually(lambda: http.get("/v1/batches").json()["items"], "the batch is there")
    batch = batches[0]["links"]["self"]
    eventually(lambda: http.get(batch).json()["ledger"]["done"] > 0, "the batch is worked on")
    with ThreadPoolExecutor(AT_ONCE) as senders:
        times = list(senders.map(lambda number: _single(http, number), range(SINGLES)))
    if not http.get(batch).json()["ledger"]["in_flight"]:
        raise RuntimeError("the batch ended before the single reports did; make REPORTS larger")
    return times


def _single(http: httpx.Client, number: int, *, every_s: float = 0.05) -> float:
    content = render(consistent_truth(10_000 + number), "tabs")
    begun = time.perf_counter()
    sent = http.post("/v1/reports", files={"file": (f"single-{number}.txt", content)})
    report = sent.raise_for_status().json()["links"]["self"]
    eventually(lambda: http.get(report).json()["state"] == "done", "a single report is done", every_s=every_s)
    return time.perf_counter() - begun


def _all_submitted(http: httpx.Client, collection: Collection, begun: float) -> float | None:
    batches = http.get("/v1/batches", params={"limit": 100}).json()["items"]
    most = max(each["ledger"]["submitted"] for each in batches)
    return time.perf_counter() - begun if most == collection.submitted else None


PARTS: dict[str, Callable[[], Iterator[Measured]]] = {
    "many": many_reports,
    "alone": intake_alone,
    "idle": idle_system,
}


def main(words: Sequence[str]) -> None:
    """Print the figures of the parts that are named, or of all; end with 1 where a goal is missed."""
    missed = False
    for name in words or PARTS:
        for measured in PARTS[name]():
            sys.stdout.write(measured.line + "\n")
            sys.stdout.flush()
            missed = missed or measured.is_missed
    sys.exit(missed)


if __name__ == "__main__":
    main(sys.argv[1:])
