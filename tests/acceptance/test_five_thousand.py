"""A province's reports through the deployed system, client and server killed on the way: each is accounted for.

Meanwhile single reports, for which a person waits, overtake them.
"""

import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.making import consistent_truth, render
from tests.servers import PostgresServer
from tests.waiting import eventually

from .collection import ARCHIVE, Collection, make_collection
from .deployment import Deployment, deployed
from .gate import gate_to
from .serving import told

REPORTS, SINGLES, AT_ONCE = 5000, 20, 2
WITHIN_S = 600.0  # on two quiet cores two minutes
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """How many reports of the batch were done when a single one was sent, and when that was done."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was seen of the whole."""

    deployment: Deployment
    key: str
    collection: Collection
    said: dict[str, Any]
    receipt: dict[str, Any]
    singles: list[Overtaken]


@pytest.fixture(scope="module")
def outcome(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    collection = make_collection(tmp_path_factory.mktemp("collection") / "全省", REPORTS)
    receipt = tmp_path_factory.mktemp("receipts") / "receipt.json"
    with deployed(postgres, tmp_path_factory.mktemp("deployed")) as deployment, deployment.rest():
        key = deployment.key()
        said, singles = _submitted_through_kills(deployment, key, collection, receipt)
        with deployment.intake():
            yield Outcome(deployment, key, collection, said, json.loads(receipt.read_bytes()), singles)


def _submitted_through_kills(
    deployment: Deployment, key: str, collection: Collection, receipt: Path
) -> tuple[dict[str, Any], list[Overtaken]]:
    words = ("submit", collection.folder, "--uploads", "2", "--wait", "--json", "--receipt", receipt)
    commands, third = deployment.commands(key), collection.size_bytes // 3
    with gate_to(deployment.api_port) as gate, deployment.intake() as server:
        gate.shut_after(third)
        with commands.running(*words, url=gate.url) as client:
            gate.wait_until_shut()
            client.send(signal.SIGKILL)
        gate.open()
        gate.shut_after(third)
        with commands.running(*words, url=gate.url) as client:
            gate.wait_until_shut()
            server.send(signal.SIGKILL)
            server.end()
            gate.open()
            with deployment.intake():
                singles = _singles(deployment, key)
                ended = client.end(WITHIN_S)
    assert ended.status == 0, ended.err
    return told(ended), singles


def _singles(deployment: Deployment, key: str) -> list[Overtaken]:
    """Send single reports, two at a time, while the batch is worked on."""
    with deployment.http(key) as client, ThreadPoolExecutor(AT_ONCE) as senders:
        (batch,) = [each["links"]["self"] for each in client.get("/v1/batches").json()["items"]]
        eventually(lambda: _done(client, batch) > 0, "the batch is worked on")
        return list(senders.map(lambda number: _single(client, batch, number), range(SINGLES)))


def _single(client: httpx.Client, batch: str, number: int) -> Overtaken:
    before = _done(client, batch)
    content = render(consistent_truth(10_000 + number), "tabs")
    sent = client.post("/v1/reports", files={"file": (f"single-{number}.txt", content)})
    assert sent.status_code == 202, sent.text
    report = sent.json()["links"]["self"]
    eventually(lambda: client.get(report).json()["state"] == "done", "a single report is done", every_s=0.1)
    return Overtaken(before, _done(client, batch))


def _done(client: httpx.Client, batch: str) -> int:
    return int(client.get(batch).json()["ledger"]["done"])


def test_the_ledger_balances_and_every_file_is_in_it(outcome: Outcome) -> None:
    assert outcome.said["complete"] is True
    assert outcome.said["ledger"] == outcome.receipt["ledger"] == outcome.collection.ledger
    with outcome.deployment.http(outcome.key) as client:
        shown = client.get(f"/v1/batches/{outcome.said['batch']}").json()
    assert (shown["ledger"], shown["lane"]) == (outcome.collection.ledger, "bulk")


def test_the_receipt_accounts_for_each_file_and_entry(outcome: Outcome) -> None:
    files = {each["name"]: each for each in outcome.receipt["files"]}
    assert set(files) == outcome.collection.files
    assert len(files[ARCHIVE]["entries"]) == REPORTS // 2
    whole = [*(each for name, each in files.items() if name != ARCHIVE), *files[ARCHIVE]["entries"]]
    assert all(each["state"] in {"done", "dead"} for each in whole if each["outcome"] in {"accepted", "duplicate"})
    told = [each["outcome"] for each in whole]
    assert {name: told.count(name) for name in set(told)} == {
        "accepted": outcome.collection.done + outcome.collection.dead,
        "duplicate": outcome.collection.duplicate,
        "rejected": outcome.collection.rejected,
        "refused": outcome.collection.refused,
    }


def test_the_batch_verifies_against_files_and_receipt_and_its_log_is_whole(outcome: Outcome) -> None:
    commands = outcome.deployment.commands(outcome.key)
    verified = commands.run("batches", "verify", str(outcome.said["batch"]), outcome.collection.folder)
    assert verified.status == 0, verified.out
    audited = outcome.deployment.run("intake", "nianbao", "audit", "verify")
    assert audited.status == 0, audited.out


def test_what_a_person_waits_for_overtakes_the_batch(outcome: Outcome) -> None:
    assert len(outcome.singles) == SINGLES
    assert all(each.after < outcome.collection.done for each in outcome.singles), "the batch had ended before"
    passed = sorted(each.after - each.before for each in outcome.singles)
    assert passed[-2] < outcome.collection.done // 10  # the 95th percentile of 20
