"""The client against the real server, where the server says no, wait, or less at once."""

import json
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from config.settings import LimitSettings
from intake.client.books import Books
from intake.client.delivery import Delivery
from intake.client.errors import RequestRefusedError, UnreachableError
from intake.client.link import Link
from intake.client.local import LocalFile
from intake.client.remote import Remote
from intake.client.submitting import Submitted, submit
from intake.client.survey import survey
from pipeline.messages import Message
from tests.acceptance.program import started
from tests.waiting import eventually

from .conftest import Serve, Service, half_an_upload
from .test_batches import rows, zipped

LIMITS = LimitSettings()


@contextmanager
def remote_of(
    service: Service, told: list[Message] | None = None, role: str = "submit", patience_s: float = 30
) -> Iterator[Remote]:
    tell = ([] if told is None else told).append
    key = service.keys[role]
    with Link(httpx.URL(service.url), key, patience_s=patience_s, on_trouble=tell, connections=8) as link:
        yield Remote(link)


def folder_of(folder: Path, files: dict[str, bytes]) -> list[LocalFile]:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return survey([folder]).files


def submitted(remote: Remote, files: Sequence[LocalFile], source: str = "here", uploads: int = 4) -> Submitted:
    batch = remote.open_batch(label="x", lane="bulk", source=source).batch_id
    return submit(remote, batch, files, LIMITS, uploads=uploads, advance=lambda *_: None)


def outcomes(done: Submitted) -> dict[str, str | None]:
    told = {each.file.name: each.submission.outcome if each.submission else None for each in done.accounts}
    return told | {each.name: each.code for each in done.books.refused}


def test_every_file_has_its_account_and_the_next_run_sends_nothing(service: Service, tmp_path: Path) -> None:
    archive = zipped({"甲.txt": b"one", "empty": b""})
    files = folder_of(tmp_path, {"a": b"1", "b/c": b"1", "e": b"", "z.zip": archive, "cut.zip": archive[:40]})
    with remote_of(service) as remote:
        first = submitted(remote, files)
        again = submitted(remote, files)
    assert outcomes(first) == {
        "a": "accepted", "b/c": "duplicate", "cut.zip": "rejected", "e": "file.empty", "z.zip": None
    }  # fmt: skip
    (whole,) = [each for each in first.accounts if each.file.name == "z.zip"]
    assert whole.is_whole
    assert {each.name for each in whole.entries} == {"z.zip/甲.txt", "z.zip/empty"}
    assert first.books.sent_files == 4
    assert again.books.sent_files == 2  # archives: what is in them is known by its entries only
    assert not any(each.is_missing for each in [*first.accounts, *again.accounts])


def test_an_open_batch_is_gone_on_with_and_only_what_is_missing_is_sent(service: Service, tmp_path: Path) -> None:
    files = folder_of(tmp_path, {f"{number:03}": b"%d" % number for number in range(150)} | {"z": zipped({"x": b"x"})})
    with remote_of(service) as remote:
        batch = remote.open_batch(label="x", lane="bulk", source="here").batch_id
        cut_off = Delivery(remote, batch, Books(lambda *_: None), LIMITS)
        cut_off.deliver(cut_off.not_there(files[:70]))
        cut_off.deliver(cut_off.not_there(files[150:]))
        done = submitted(remote, files)
    assert done.books.sent_files == 80
    assert rows(service, "SELECT count(*), count(closed_at) FROM batch") == [(1, 1)]
    assert rows(service, "SELECT count(*) FROM submission") == [(151,)]


def test_a_server_that_is_busy_is_waited_for_beyond_all_patience(serve: Serve, tmp_path: Path) -> None:
    service = serve(uploads_at_once=1)
    files = folder_of(tmp_path, {f"{number:03}": b"%d" % number for number in range(130)})
    told: list[Message] = []
    with service.client() as client, remote_of(service, told, patience_s=0.01) as remote, ThreadPoolExecutor(1) as pool:
        other = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        batch = remote.open_batch(label="x", lane="bulk", source="here").batch_id
        with half_an_upload(service, other):
            eventually(service.spooled, "the other's upload takes the only place")
            sending = pool.submit(submitted, remote, files, uploads=1)
            eventually(lambda: told, "the client is asked to wait")
        done = sending.result(60)
    assert set(outcomes(done).values()) == {"accepted"}
    assert rows(service, f"SELECT count(*) FROM submission WHERE batch_id = {batch}") == [(130,)]
    assert "Too many uploads" in told[0].en


def test_what_is_too_much_at_once_is_sent_in_halves_and_what_is_too_much_alone_is_refused(
    serve: Serve, tmp_path: Path
) -> None:
    service = serve(limits={"body_bytes": 10_000})
    files = folder_of(tmp_path, {f"{number:02}": os.urandom(1_500) for number in range(20)} | {"huge": bytes(20_000)})
    with remote_of(service) as remote:
        done = submitted(remote, files)
    told = outcomes(done)
    assert told.pop("huge") == "request.too_large"
    assert set(told.values()) == {"accepted"}


def test_a_file_that_the_server_finds_too_large_is_accounted_for_as_rejected(serve: Serve, tmp_path: Path) -> None:
    service = serve(limits={"file_bytes": 1000})
    with remote_of(service) as remote:
        done = submitted(remote, folder_of(tmp_path, {"a": b"1", "large": bytes(2000)}))
    assert outcomes(done) == {"a": "accepted", "large": "rejected"}


@pytest.mark.parametrize("now", [b"other bytes", b"more bytes than there were"])
def test_a_file_that_changes_after_it_was_hashed_is_sent_as_it_is_now(
    service: Service, tmp_path: Path, now: bytes
) -> None:
    files = folder_of(tmp_path, {"a": b"first bytes", "b": b"b"})
    with remote_of(service) as remote:
        batch = remote.open_batch(label="x", lane="bulk", source="here").batch_id
        books = Books(lambda *_: None)
        delivery = Delivery(remote, batch, books, LIMITS)
        asked_for = delivery.not_there(files)
        (tmp_path / "a").write_bytes(now)
        delivery.deliver(asked_for)
        done = submitted(remote, files)
    assert done.books.sent_files == 0
    assert outcomes(done) == {"a": "accepted", "b": "accepted"}


def test_a_file_that_vanishes_after_it_was_hashed_is_refused_and_stops_no_other(
    service: Service, tmp_path: Path
) -> None:
    files = folder_of(tmp_path, {"a": b"a", "b": b"b"})
    with remote_of(service) as remote:
        batch = remote.open_batch(label="x", lane="bulk", source="here").batch_id
        books = Books(lambda *_: None)
        delivery = Delivery(remote, batch, books, LIMITS)
        asked_for = delivery.not_there(files)
        (tmp_path / "a").unlink()
        delivery.deliver(asked_for)
    assert [(each.name, each.code, each.may_pass) for each in books.refused] == [("a", "file.unreadable", True)]
    assert rows(service, "SELECT name FROM submission") == [("b",)]


def test_a_key_that_may_not_submit_stops_the_client_with_the_server_s_sentence(service: Service) -> None:
    with remote_of(service, role="read") as remote, pytest.raises(RequestRefusedError) as refused:
        remote.open_batch(label="x", lane="bulk", source="here")
    assert (refused.value.status, refused.value.code) == (403, "key.role")


def test_a_full_storage_is_waited_for_until_patience_ends(serve: Serve, tmp_path: Path) -> None:
    service = serve(limits={"free_bytes": 2**62})
    with remote_of(service, patience_s=0.5) as remote, pytest.raises(UnreachableError, match="storage is full"):
        submitted(remote, folder_of(tmp_path, {"a": b"1"}))


def test_who_stops_waiting_has_the_receipt_and_is_told_how_to_go_on(service: Service, tmp_path: Path) -> None:
    folder_of(tmp_path / "files", {"a": b"1"})
    receipt = tmp_path / "receipt.json"
    words = ("submit", tmp_path / "files", "--url", service.url, "--wait", "--receipt", receipt)
    with started(*words, CLIENT__KEY=service.keys["submit"]) as client:
        eventually(receipt.exists, "the receipt is written before the batch is followed")
        client.send(signal.SIGINT)
        ended = client.end()
    assert ended.status == 130
    assert "nianbao watch 1" in ended.err
    assert json.loads(receipt.read_bytes())["files"][0]["state"] == "queued"
