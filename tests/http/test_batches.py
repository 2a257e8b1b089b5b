"""Submitting over HTTP: what was answered is safe, each file is answered for, and nothing is counted twice."""

import io
import json
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from models.audit import verify
from models.database import read, write

from .conftest import Serve, Service


def rows(service: Service, query: str) -> list[tuple[Any, ...]]:
    with read(service.resources.engine) as session:
        return [tuple(row) for row in session.execute(text(query))]


def upload(client: httpx.Client, files: dict[str, bytes], path: str = "/v1/batches", **more: Any) -> httpx.Response:
    return client.post(path, files=[("files", each) for each in files.items()], **more)


def outcomes(answer: httpx.Response) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in answer.json()["files"]}


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_batch_is_answered_when_bytes_and_rows_are_safe_though_the_broker_is_away(service: Service) -> None:
    with service.client("submit") as client:
        answer = upload(
            client, {"a.txt": b"one", "b/c.txt": b"two", "d.txt": b"one", "e.txt": b""}, params={"label": "一月"}
        )
    assert answer.status_code == 202
    assert outcomes(answer) == {"a.txt": "accepted", "b/c.txt": "accepted", "d.txt": "duplicate", "e.txt": "rejected"}
    first, _, duplicate, empty = answer.json()["files"]
    assert duplicate["report_id"] == first["report_id"]
    assert empty["code"] == "file.empty"
    assert empty["message"]["zh"]
    assert service.resources.files.get(first["sha256"]) == b"one"
    assert rows(service, "SELECT state, stage, run, lane FROM report") == [("queued", "normalize", 1, "bulk")] * 2
    assert rows(service, "SELECT report_id, run, actor FROM run ORDER BY 1") == [
        (1, 1, "key:submit"),
        (2, 1, "key:submit"),
    ]
    with read(service.resources.engine) as session:
        assert list(verify(session)) == []
    assert service.spooled() == []


def test_a_batch_tells_where_it_stands_and_balances(service: Service) -> None:
    with service.client("submit") as client:
        batch = upload(client, {"a": b"1", "b": b"1", "c": b""}).json()["batch_id"]
        shown = client.get(f"/v1/batches/{batch}").json()
        listed = client.get("/v1/batches").json()
    assert shown["ledger"] == {
        "submitted": 3, "done": 0, "dead": 0, "duplicate": 1, "rejected": 1, "in_flight": 1, "balanced": True
    }  # fmt: skip
    assert (shown["states"], shown["stages"], shown["ended"]) == ({"queued": 1}, {"normalize": 1}, False)
    assert [each["id"] for each in listed["items"]] == [batch]


def test_an_archive_s_entries_are_files_under_its_name(service: Service) -> None:
    archive = zipped({"市局/甲.txt": b"one", "乙.txt": b"two", "bad/../../x": b"three", "empty.txt": b""})
    with service.client() as client:
        answer = upload(client, {"全省.zip": archive, "c.txt": b"two"})
    assert outcomes(answer) == {
        "全省.zip/市局/甲.txt": "accepted",
        "全省.zip/乙.txt": "accepted",
        "全省.zip/bad/../../x": "rejected",
        "全省.zip/empty.txt": "rejected",
        "c.txt": "duplicate",
    }
    assert rows(service, "SELECT name FROM received_archive") == [("全省.zip",)]
    assert service.spooled() == []


def test_a_damaged_or_empty_archive_is_rejected_under_its_own_name(service: Service) -> None:
    with service.client() as client:
        answer = upload(client, {"cut.zip": zipped({"a": b"x" * 5000})[:60], "none.zip": zipped({})})
    assert outcomes(answer) == {"cut.zip": "rejected", "none.zip": "rejected"}
    assert {each["code"] for each in answer.json()["files"]} == {"archive.damaged", "archive.empty"}


def test_the_same_file_again_in_a_batch_changes_nothing(service: Service) -> None:
    with service.client("submit") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        for _ in range(2):
            answer = upload(client, {"a": b"1", "b": b"2"}, f"/v1/batches/{batch}/files")
            assert outcomes(answer) == {"a": "accepted", "b": "accepted"}
        assert client.get(f"/v1/batches/{batch}").json()["ledger"]["submitted"] == 2


def test_a_closed_batch_takes_no_more_files(service: Service) -> None:
    with service.client("submit") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        closed = client.post(f"/v1/batches/{batch}/close").json()
        refused = upload(client, {"a": b"1"}, f"/v1/batches/{batch}/files")
    assert closed["closed_at"]
    assert (refused.status_code, refused.json()["code"]) == (409, "batch.closed")


def test_the_open_batch_of_a_source_is_gone_on_with(service: Service) -> None:
    ask: dict[str, str | bool] = {"source": "client:host:/x", "resume": True, "keep_open": True}
    with service.client("submit") as client, service.key("other") as other:
        first, second = (client.post("/v1/batches", params=ask).json()["batch_id"] for _ in range(2))
        theirs = other.post("/v1/batches", params=ask).json()["batch_id"]
        client.post(f"/v1/batches/{first}/close")
        third = client.post("/v1/batches", params=ask).json()["batch_id"]
    assert first == second
    assert len({first, theirs, third}) == 3


def test_fields_before_the_files_name_label_and_lane(service: Service) -> None:
    with service.client() as client:
        fields = {"label": "急件", "lane": "interactive"}
        answer = client.post("/v1/batches", data=fields, files={"f": ("a", b"1")})
        wrong = client.post("/v1/batches", data={"lane": "quick"}, files={"f": ("a", b"2")})
        late = client.post("/v1/batches", data={"label": "晚"}, files=[("f", ("c", b"3"))])
        text = client.post("/v1/batches", files={"files": (None, b"no file")})
    assert (answer.json()["label"], answer.json()["lane"]) == ("急件", "interactive")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "request.invalid")
    assert late.json()["label"] == "晚"
    assert (text.status_code, text.json()["code"]) == (422, "request.field")
    assert rows(service, "SELECT lane FROM report ORDER BY id") == [("interactive",), ("bulk",)]


def test_known_bytes_need_not_be_sent(service: Service) -> None:
    with service.client("submit") as client:
        sent = upload(client, {"a": b"1"}).json()["files"][0]
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        unknown = {"name": "b", "sha256": "0" * 64, "size_bytes": 1}
        asked = {"files": [{"name": "again", "sha256": sent["sha256"], "size_bytes": 99}, unknown]}
        answer = client.post(f"/v1/batches/{batch}/known", json=asked).json()
    (found,) = answer["files"]
    assert (found["name"], found["outcome"], found["report_id"]) == ("again", "duplicate", sent["report_id"])
    assert found["size_bytes"] == 1
    assert answer["missing"] == [unknown]


def test_a_hash_alone_opens_nobody_else_s_report_to_a_submit_key(service: Service) -> None:
    with service.client("operate") as owner, service.client("submit") as client:
        sent = upload(owner, {"a": b"secret"}).json()["files"][0]
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        asked = {"files": [{"name": "a", "sha256": sent["sha256"], "size_bytes": 6}]}
        answer = client.post(f"/v1/batches/{batch}/known", json=asked).json()
    assert answer["files"] == []
    assert len(answer["missing"]) == 1


def test_a_whole_archive_is_known_and_its_entries_are_there(service: Service) -> None:
    import hashlib

    data = zipped({"a": b"1"})
    with service.client("submit") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        asked = {"files": [{"name": "x.zip", "sha256": hashlib.sha256(data).hexdigest(), "size_bytes": len(data)}]}
        before = client.post(f"/v1/batches/{batch}/known", json=asked).json()
        upload(client, {"x.zip": data}, f"/v1/batches/{batch}/files")
        after = client.post(f"/v1/batches/{batch}/known", json=asked).json()
    assert before["missing"] == asked["files"] == after["archives"]
    assert after["missing"] == []


def test_submissions_are_listed_page_by_page_and_by_state(service: Service) -> None:
    contents = {f"{n:02d}": str(n).encode() for n in range(7)} | {"e": b""}
    with service.client("submit") as client:
        batch = upload(client, contents).json()["batch_id"]
        names: list[str] = []
        after: int | None = 0
        while after is not None:
            page = client.get(f"/v1/batches/{batch}/submissions", params={"after": after, "limit": 3}).json()
            names += [each["name"] for each in page["items"]]
            after = page["next"]
        rejected = client.get(f"/v1/batches/{batch}/submissions", params={"state": "rejected"}).json()["items"]
        waiting = client.get(f"/v1/batches/{batch}/submissions", params={"state": "in_flight"}).json()["items"]
    assert names == list(contents)
    assert [each["name"] for each in rejected] == ["e"]
    assert len(waiting) == 7


def test_the_same_call_again_gives_the_same_answer_and_makes_nothing_new(service: Service) -> None:
    with service.client("submit") as client:
        again = {"Idempotency-Key": "run-1"}
        first, second = (upload(client, {"a": b"1", "b": b""}, headers=again) for _ in range(2))
        other_files = upload(client, {"a": b"2"}, headers=again)
        other_route = client.post("/v1/reports", files={"file": ("a", b"1")}, headers=again)
    assert first.json() == second.json()
    assert rows(service, "SELECT count(*) FROM batch") == [(1,)]
    assert rows(service, "SELECT count(*) FROM submission") == [(2,)]
    assert {(each.status_code, each.json()["code"]) for each in (other_files, other_route)} == {
        (409, "idempotency.other_call")
    }


def test_the_same_call_twice_at_once_is_one_batch(service: Service) -> None:
    both = threading.Barrier(2)

    def call(_: int) -> httpx.Response:
        with service.client("submit") as client:
            both.wait()
            return upload(client, {"a": b"1", "b": b"2"}, headers={"Idempotency-Key": "once"})

    for _ in range(10):
        with write(service.resources.engine) as session:
            session.execute(text("DELETE FROM idempotency_key"))
        batches = rows(service, "SELECT count(*) FROM batch")[0][0]
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(call, range(2))
        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert first.status_code == 202
        assert rows(service, "SELECT count(*) FROM batch") == [(batches + 1,)]


def test_an_interrupted_call_is_gone_on_with_by_its_key(service: Service) -> None:
    """The first call is cut off in the middle of its second file; the same call again completes the same batch."""
    boundary = "x" * 20
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="%s"\r\n\r\n%s\r\n'
    whole = (part % ("a", "1") + part % ("b", "2") + f"--{boundary}--\r\n").encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Idempotency-Key": "k"}
    with service.client("submit") as client:
        cut = client.post("/v1/batches", content=whole[:-40], headers=headers)
        assert (cut.status_code, cut.json()["code"]) == (400, "request.incomplete")
        answer = client.post("/v1/batches", content=whole, headers=headers)
    assert outcomes(answer) == {"a": "accepted", "b": "accepted"}
    assert rows(service, "SELECT count(*) FROM batch") == [(1,)]


def test_one_report_goes_into_the_interactive_lane(service: Service) -> None:
    with service.client("submit") as client:
        answer = client.post("/v1/reports", files={"file": ("甲.txt", b"one")})
        again = client.post("/v1/reports", files={"file": ("乙.txt", b"one")})
    assert answer.status_code == 202
    assert (answer.json()["outcome"], again.json()["outcome"]) == ("accepted", "duplicate")
    assert answer.json()["id"] == again.json()["id"]
    assert rows(service, "SELECT lane FROM report") == [("interactive",)]


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ([], 422, "request.one_file"),
        ([("a", b"1"), ("b", b"2")], 422, "request.one_file"),
        ([("a", b"")], 422, "file.empty"),
        ([("a", b"x" * 2000)], 413, "file.too_large"),
        ([("../a", b"1")], 422, "file.name"),
        ([("a.zip", zipped({"a": b"1"}))], 422, "request.archive"),
    ],
)
def test_what_is_no_single_report_is_refused(
    serve: Serve, parts: list[tuple[str, bytes]], status: int, code: str
) -> None:
    service = serve(limits={"file_bytes": 1000})
    with service.client("submit") as client:
        answer = client.post("/v1/reports", files=[("file", each) for each in parts] or None)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert rows(service, "SELECT count(*) FROM report") == [(0,)]
    assert service.spooled() == []


def test_a_batch_is_followed_by_its_events_to_the_end(service: Service) -> None:
    with service.client("submit") as client:
        batch = upload(client, {"a": b"", "b": b""}).json()["batch_id"]
        with client.stream("GET", f"/v1/batches/{batch}/events") as stream:
            lines = list(stream.iter_lines())
    (event,) = [line for line in lines if line.startswith("event:")]
    (data,) = [json.loads(line[5:]) for line in lines if line.startswith("data:")]
    assert event == "event: end"
    assert (data["ended"], data["ledger"]["rejected"]) == (True, 2)
