"""The client and the server are killed on the way: nothing is lost, nothing is counted twice, little is sent twice."""

import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.making import LAYOUTS, consistent_truth, render

from .gate import Gate, free_port, gate_to
from .program import assert_soon_gone
from .serving import Served, served, told
from .stored import assert_nothing_lost_or_twice, count

REPORTS, AT_ONCE = 150, 64


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good reports, each different."""
    folder = tmp_path_factory.mktemp("reports")
    for seed in range(REPORTS):
        (folder / f"{seed:03}.txt").write_bytes(render(consistent_truth(seed), [*LAYOUTS][seed % len(LAYOUTS)]))
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data"), free_port()) as running:
        yield running


@pytest.fixture
def gate(server: Served) -> Iterator[Gate]:
    with gate_to(server.port) as gate:
        yield gate


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_client_that_was_stopped_goes_on_with_what_is_missing(
    server: Served, gate: Gate, reports: Path, tmp_path: Path, number: signal.Signals
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for path in reports.iterdir():
        (folder / path.name).write_bytes(path.read_bytes() + f"\n{number}\n".encode())
    with zipfile.ZipFile(folder / "zzz.zip", "w") as archive:
        archive.writestr("甲.txt", render(consistent_truth(number + 1000), "tabs"))
    words = ("submit", folder, "--uploads", "1", "--json", "--receipt", tmp_path / "receipt.json")
    before = count(server.data_dir, "SELECT count(*) FROM batch")
    gate.shut_after(size_of(folder) * 2 // 3)
    with server.running(*words, url=gate.url) as client:
        gate.wait_until_shut()
        client.send(number)
        stopped = client.end()
    assert stopped.status == (-number if number == signal.SIGKILL else 130)
    assert ("Run the same command again" in stopped.err) == (number != signal.SIGKILL)
    gate.open()
    with gate_to(server.port) as second:
        again = server.run(*words, url=second.url)
        sent_bytes = second.sent_bytes
    said = told(again)
    assert again.status == 0, again.err
    assert (said["complete"], said["ledger"]["submitted"]) == (True, REPORTS + 1)
    assert count(server.data_dir, "SELECT count(*) FROM batch") == before + 1
    assert said["sent"] <= REPORTS + 1 - AT_ONCE
    assert said["known"] + said["sent"] == REPORTS + 1
    assert said["sent_bytes"] < sent_bytes < size_of(folder) * 3 // 4


def test_a_server_that_is_killed_and_started_again_misses_no_file(reports: Path, tmp_path: Path) -> None:
    data_dir, port = tmp_path / "data", free_port()
    names = {path.name for path in reports.iterdir()}
    with gate_to(port) as gate, served(data_dir, port) as server:
        gate.shut_after(size_of(reports) // 2)
        words = ("submit", reports, "--uploads", "2", "--wait", "--json", "--receipt", tmp_path / "receipt.json")
        with server.running(*words, url=gate.url) as client:
            gate.wait_until_shut()
            server.program.send(signal.SIGKILL)
            server.program.end()
            assert_soon_gone(data_dir)
            gate.open()
            with served(data_dir, port):
                ended = client.end(120)
                said = told(ended)
    assert ended.status == 0, ended.err
    assert "Waiting for the server" in ended.err
    assert said["ledger"] == {
        "submitted": REPORTS, "done": REPORTS, "dead": 0, "duplicate": 0, "rejected": 0, "in_flight": 0, "balanced": True
    }  # fmt: skip
    assert_nothing_lost_or_twice(data_dir, names)
