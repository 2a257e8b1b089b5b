"""`nianbao submit`, `watch` and `batches` against a server, as a person uses them."""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.making import consistent_truth, render

from .gate import free_port
from .program import SAMPLES, Ended, nianbao
from .serving import Served, served, told

REFUSED = {"empty.txt": "file.empty", "pipe": "file.not_regular"}
FILES = {
    "报告.txt": "accepted",
    "市局/二〇二三/报告.txt": "duplicate",
    "市局/other 100%.txt": "accepted",
    "news.html": "accepted",
    "damaged.zip": "rejected",
    "全省.zip": "archive",
} | dict.fromkeys(REFUSED, "refused")
ENTRIES = {"全省.zip/甲.txt": "accepted", "全省.zip/空.txt": "rejected"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data"), free_port()) as running:
        yield running


def report(seed: int) -> bytes:
    return render(consistent_truth(seed), "pipes")


def make_folder(folder: Path) -> Path:
    """One file of each kind."""
    (folder / "市局" / "二〇二三").mkdir(parents=True)
    for name in ("报告.txt", "市局/二〇二三/报告.txt"):
        (folder / name).write_bytes(report(1))
    (folder / "市局/other 100%.txt").write_bytes(report(2))
    (folder / "news.html").write_bytes((SAMPLES / "21-news-page.html").read_bytes())
    (folder / "empty.txt").touch()
    os.mkfifo(folder / "pipe")
    with zipfile.ZipFile(folder / "全省.zip", "w") as archive:
        archive.writestr("甲.txt", report(3))
        archive.writestr("空.txt", b"")
    (folder / "damaged.zip").write_bytes((folder / "全省.zip").read_bytes()[:200])
    return folder


@dataclass(frozen=True)
class Submitted:
    folder: Path
    ended: Ended
    receipt_path: Path
    said: dict[str, Any]

    @property
    def receipt(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.receipt_path.read_bytes())
        return found


@pytest.fixture(scope="module")
def submitted(server: Served, tmp_path_factory: pytest.TempPathFactory) -> Submitted:
    folder = make_folder(tmp_path_factory.mktemp("files") / "全省")
    path = tmp_path_factory.mktemp("receipts") / "receipt.json"
    ended = server.run("submit", folder, "--wait", "--json", "--receipt", path, "--label", "一月")
    return Submitted(folder, ended, path, told(ended))


def test_every_file_is_in_the_receipt_with_what_became_of_it(submitted: Submitted) -> None:
    assert submitted.ended.status == 0, submitted.ended.err
    files = {each["name"]: each for each in submitted.receipt["files"]}
    assert {name: each["outcome"] for name, each in files.items()} == FILES
    assert {name: files[name]["code"] for name in REFUSED} == REFUSED
    assert {each["name"]: each["outcome"] for each in files["全省.zip"]["entries"]} == ENTRIES
    assert files["damaged.zip"]["code"] == "archive.damaged"
    assert all(Path(each["path"]).exists() for each in files.values())
    assert (files["报告.txt"]["state"], files["news.html"]["state"]) == ("done", "dead")
    assert files["报告.txt"]["report"] == files["市局/二〇二三/报告.txt"]["report"]


def test_the_ledger_of_the_receipt_balances_and_counts_entries(submitted: Submitted) -> None:
    receipt = submitted.receipt
    assert (receipt["schema"], receipt["label"], receipt["complete"]) == ("nianbao.receipt/1", "一月", True)
    assert receipt["ledger"] == {
        "submitted": 7, "done": 3, "dead": 1, "duplicate": 1, "rejected": 2, "in_flight": 0, "balanced": True
    }  # fmt: skip
    assert submitted.said["sent"] == 6
    assert submitted.receipt_path.parent.joinpath(submitted.receipt_path.name).stat().st_size
    assert [path.name for path in submitted.receipt_path.parent.iterdir()] == [submitted.receipt_path.name]


def test_a_batch_verifies_against_its_receipt_and_its_files(server: Served, submitted: Submitted) -> None:
    batch = str(submitted.said["batch"])
    ended = server.run("batches", "verify", batch, submitted.folder, "--receipt", submitted.receipt_path)
    assert ended.status == 0, ended.out + ended.err


def test_verifying_finds_a_changed_file_a_changed_entry_and_a_new_one(
    server: Served, submitted: Submitted, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "全省")
    (folder / "市局/other 100%.txt").write_bytes(report(9))
    (folder / "new.txt").write_bytes(b"new")
    with zipfile.ZipFile(folder / "全省.zip", "w") as archive:
        archive.writestr("甲.txt", report(8))
    ended = server.run("batches", "verify", str(submitted.said["batch"]), folder)
    assert ended.status == 1
    different = {line.partition(": ")[0] for line in ended.out.splitlines() if ": " in line}
    assert different == {"市局/other 100%.txt", "new.txt", "全省.zip/甲.txt"}


def test_verifying_finds_a_receipt_that_says_other_than_the_batch(
    server: Served, submitted: Submitted, tmp_path: Path
) -> None:
    receipt = submitted.receipt
    receipt["files"][0]["sha256"] = "0" * 64
    receipt["files"][0]["outcome"] = "accepted"
    receipt["files"][0]["size_bytes"] = 1
    (tmp_path / "r.json").write_text(json.dumps(receipt), "utf-8")
    batch = str(submitted.said["batch"])
    assert server.run("batches", "verify", batch, "--receipt", tmp_path / "r.json").status == 1
    (tmp_path / "r.json").write_text("{}")
    broken = server.run("batches", "verify", batch, "--receipt", tmp_path / "r.json")
    assert (broken.status, "receipt.unreadable" in broken.err) == (5, True)


def test_a_batch_is_listed_shown_and_watched_to_its_end(server: Served, submitted: Submitted) -> None:
    batch = str(submitted.said["batch"])
    listed = server.run("batches", "list", "--json")
    assert [each["label"] for each in json.loads(listed.out) if str(each["id"]) == batch] == ["一月"]
    assert "一月" in server.run("batches", "list").out
    shown = server.run("batches", "show", batch)
    assert (shown.status, "document.not_a_report 1" in shown.out) == (0, True)
    watched = server.run("watch", batch)
    assert (watched.status, "submitted 7" in watched.out) == (4, True)


def test_a_file_that_cannot_be_read_is_told_and_makes_the_run_incomplete(server: Served, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.txt").write_bytes(report(4))  # bytes of no other test of this server: their order is not fixed
    (folder / "broken-link").symlink_to("nowhere")
    ended = server.run("submit", folder, "--receipt", tmp_path / "r.json")
    assert ended.status == 1
    assert "file.unreadable" in ended.out
    assert "broken-link" in ended.out


def test_a_batch_that_stays_open_is_not_watched_for_ever(server: Served) -> None:
    headers = {"Authorization": f"Bearer {server.key}"}
    opened = httpx.post(f"{server.url}/v1/batches", params={"keep_open": True}, headers=headers)
    ended = server.run("watch", str(opened.json()["batch_id"]), "--patience", "4")
    assert ended.status == 1
    assert "still open" in ended.err
    assert "[batch.open]" in ended.err


def test_a_wrong_key_stops_the_client_and_no_key_is_ever_shown(server: Served, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    wrong = server.key[:-4] + "AAAA"
    for words in (("submit", tmp_path), ("watch", "1"), ("batches", "list")):
        ended = server.run(*words, key=wrong)
        assert (ended.status, "[key.unknown]" in ended.err) == (5, True), ended
        assert wrong not in ended.out + ended.err


def test_a_server_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    url = f"http://user:secret@127.0.0.1:{free_port()}"
    ended = nianbao("submit", tmp_path, "--url", url, "--key", "nb_x", "--patience", "1")
    assert (ended.status, "[server.unreachable]" in ended.err) == (5, True)
    assert "Traceback" not in ended.err
    assert "secret" not in ended.err


def test_an_address_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html>welcome</html>"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as other:
        thread = Thread(target=other.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{other.server_port}"
            ended = nianbao("batches", "list", "--url", url, "--key", "nb_x")
        finally:
            other.shutdown()
            thread.join()
    assert (ended.status, "[server.other]" in ended.err) == (5, True)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "[server.url]"),
        ({"CLIENT__URL": "ftp://x"}, "[server.url]"),
        ({"CLIENT__URL": "http://x"}, "[key.missing]"),
        ({"CLIENT__URL": "http://x", "CLIENT__KEY": "密钥"}, "[key.malformed]"),
    ],
)
def test_what_is_missing_to_reach_a_server_is_wrong_usage(tmp_path: Path, settings: dict[str, Any], code: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    ended = nianbao("submit", tmp_path, **settings)
    assert (ended.status, code in ended.err) == (2, True)


def test_a_folder_without_files_is_wrong_usage(server: Served, tmp_path: Path) -> None:
    ended = server.run("submit", tmp_path)
    assert (ended.status, "[submit.nothing]" in ended.err) == (2, True)
