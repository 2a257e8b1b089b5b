"""What a client may send is bounded: in size, in number, in time; and what was taken before the bound is kept."""

import resource
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from models.database import read, write
from tests.waiting import eventually

from .conftest import Serve, Service, half_an_upload
from .test_batches import outcomes, upload


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(serve: Serve) -> None:
    service = serve(limits={"body_bytes": 10_000})
    with socket.create_connection(_place(service)) as raw:
        head = f"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.keys['submit']}\r\n"
        raw.sendall((head + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10001\r\n\r\n").encode())
        answer = _all(raw)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"request.too_large" in answer


def test_a_body_without_a_length_is_counted_while_it_comes(serve: Serve) -> None:
    service = serve(limits={"body_bytes": 200_000})
    boundary = "b"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="%d"\r\n\r\n%d\r\n'

    def body() -> object:
        for n in range(400):
            yield (head % (n, n)).encode() + b"x" * 2000

    with service.client("submit") as client:
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        with pytest.raises(httpx.HTTPError) as gone:  # noqa: PT012 - either the answer is read or the pipe is closed
            answer = client.post("/v1/batches", content=body(), headers=headers)  # type: ignore[arg-type]
            assert code(answer) == (413, "request.too_large")
            raise httpx.ReadError("answered")
    assert gone.value
    assert eventually(lambda: service.spooled() == [], "the spool to be empty")


def test_other_bodies_are_small(service: Service) -> None:
    with service.client("submit") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        answer = client.post(
            f"/v1/batches/{batch}/known", content=b" " * 5_000_000, headers={"Content-Type": "application/json"}
        )
    assert code(answer) == (413, "request.too_large")


def test_a_file_that_is_too_large_is_refused_for_itself(serve: Serve) -> None:
    service = serve(limits={"file_bytes": 1000})
    with service.client("submit") as client:
        answer = upload(client, {"a": b"x" * 1001, "b": b"x" * 1000})
    assert outcomes(answer) == {"a": "rejected", "b": "accepted"}
    assert answer.json()["files"][0]["code"] == "file.too_large"


def test_too_many_files_end_the_request_and_what_came_before_is_kept(serve: Serve) -> None:
    service = serve(limits={"files_per_request": 3})
    with service.client("submit") as client:
        answer = upload(client, {str(n): str(n).encode() for n in range(5)})
    assert code(answer) == (413, "request.too_many_files")
    assert service.spooled() == []


def test_too_many_fields_or_too_large_ones_are_refused(service: Service) -> None:
    with service.client("submit") as client:
        # Of a field that may stand there: one that may not is refused for itself, when it comes before the others.
        many = client.post("/v1/batches", data={"label": ["x"] * 40}, files={"f": ("a", b"1")})
        large = client.post("/v1/batches", data={"label": "x" * 5000}, files={"f": ("a", b"1")})
    assert code(many) == (413, "request.too_many_fields")
    assert code(large) == (413, "request.field_too_large")


def test_too_many_headers_are_refused(service: Service) -> None:
    with service.client("submit") as client:
        answer = client.get("/v1/batches", headers={f"X-{n}": "1" for n in range(120)})
    assert code(answer) == (431, "request.too_many_headers")


def test_parts_with_huge_headers_are_refused(service: Service) -> None:
    long = b'--b\r\nContent-Disposition: form-data; name="f"; filename="' + b"x" * 10_000 + b'"\r\n\r\n1\r\n--b--\r\n'
    with service.client("submit") as client:
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = client.post("/v1/batches", content=long, headers=headers)
    assert code(answer) == (400, "request.malformed")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", "*"])
def test_a_body_that_is_no_form_is_refused(service: Service, content_type: str) -> None:
    with service.client("submit") as client:
        answer = client.post("/v1/batches", content=b"abc", headers={"Content-Type": content_type})
    assert code(answer) == (415, "request.not_multipart")


def test_names_that_leave_their_folder_are_rejected_for_themselves(service: Service) -> None:
    names = ["../a", "/etc/passwd", "a/../../b", "a\\..\\b", "..", "x" * 2000]
    with service.client("submit") as client:
        answer = upload(client, {name: name.encode() for name in names} | {"好/a.txt": b"1", "./b\\c.txt": b"2"})
    files = answer.json()["files"]
    assert {each["code"] for each in files if each["outcome"] == "rejected"} == {"file.name"}
    assert [each["name"] for each in files if each["outcome"] == "accepted"] == ["好/a.txt", "b/c.txt"]
    assert len(files) == len(names) + 2


def test_a_client_that_pauses_is_given_up_and_what_it_sent_is_kept(serve: Serve) -> None:
    service = serve(receive_timeout_s=0.3)
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n--b\r\n'
    head = f"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.keys['submit']}\r\n"
    head += "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n"
    with socket.create_connection(_place(service)) as raw:
        raw.sendall(head.encode() + part)
        answer = _all(raw)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"request.too_slow" in answer
    assert service.spooled() == []


def test_a_connection_that_never_finishes_its_head_is_closed(serve: Serve) -> None:
    service = serve(header_timeout_s=0.3)
    for beginning in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /h"):
        with socket.create_connection(_place(service)) as raw:
            raw.sendall(beginning)
            begun = time.monotonic()
            _all(raw)  # returns when the server closes
            assert time.monotonic() - begun < 10


def test_a_client_that_leaves_in_the_middle_of_a_body_is_no_failure_of_ours_and_frees_its_place(serve: Serve) -> None:
    service = serve(uploads_at_once=1)
    with service.client() as client, capture_logs() as logged:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        with half_an_upload(service, batch):
            eventually(service.spooled, "the upload begins")
        path = f"/v1/batches/{batch}/files"
        eventually(lambda: upload(client, {"a": b"1"}, path).status_code == 202, "the place is free", within_s=10)
    assert service.spooled() == []
    assert [each for each in logged if each["event"] == "request.failed"] == []


def test_reports_that_pile_up_push_back_with_a_time_to_wait(serve: Serve) -> None:
    service = serve(limits={"pending_reports": 2})
    with service.client("submit") as client:
        assert upload(client, {"a": b"1", "b": b"2"}).status_code == 202
        answer = upload(client, {"c": b"3"})
        assert code(answer) == (429, "queue.full")
        assert int(answer.headers["Retry-After"]) > 0
        with write(service.resources.engine) as session:
            session.execute(text("UPDATE report SET state = 'done'"))
        assert upload(client, {"c": b"3"}).status_code == 202


def test_a_disk_that_is_nearly_full_takes_nothing_in(serve: Serve) -> None:
    service = serve(limits={"free_bytes": 2**62})
    with service.client("submit") as client:
        answer = upload(client, {"a": b"1"})
    assert code(answer) == (507, "storage.full")
    with read(service.resources.engine) as session:
        assert session.execute(text("SELECT count(*) FROM submission")).scalar_one() == 0


def test_a_disk_that_fills_up_while_files_come_is_told_and_nothing_is_half_stored(service: Service) -> None:
    """The server's own process may write no larger file for a moment, which the system tells as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with service.client("submit") as client:
        batch = client.post("/v1/batches", params={"keep_open": True}).json()["batch_id"]
        database = Path(str(service.resources.engine.url.database))
        largest = max(path.stat().st_size for path in database.parent.iterdir()) + 1_000_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
        try:
            answer = upload(client, {"a": bytes(largest + 1)}, f"/v1/batches/{batch}/files")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        assert code(answer) == (507, "storage.full")
        assert client.get(f"/v1/batches/{batch}").json()["ledger"]["submitted"] == 0
        assert outcomes(upload(client, {"a": b"1"}, f"/v1/batches/{batch}/files")) == {"a": "accepted"}
    assert service.spooled() == []


def test_more_uploads_than_may_be_at_once_are_told_to_come_again(serve: Serve) -> None:
    service = serve(uploads_at_once=1, receive_timeout_s=20)
    head = f"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.keys['submit']}\r\n"
    head += "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n"
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1'
    with socket.create_connection(_place(service)) as raw, service.client("submit") as client:
        raw.sendall(head.encode() + part)
        eventually(service.spooled, "the first body to come in")
        answer = upload(client, {"a": b"1"})
        assert code(answer) == (429, "server.busy")
        assert answer.headers["Retry-After"]
        raw.close()
        assert eventually(lambda: upload(client, {"a": b"1"}).status_code == 202, "a free place")


def test_the_same_files_sent_by_many_at_once_are_one_report_each(service: Service) -> None:
    contents = {f"{n}": f"content {n}".encode() for n in range(20)}

    def send(_: int) -> dict[str, str]:
        with service.client("submit") as client:
            return outcomes(upload(client, contents))

    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(send, range(4)))
    accepted = [name for each in seen for name, outcome in each.items() if outcome == "accepted"]
    assert sorted(accepted) == sorted(contents)
    with read(service.resources.engine) as session:
        assert session.execute(text("SELECT count(*) FROM report")).scalar_one() == 20
        assert session.execute(text("SELECT count(*) FROM submission")).scalar_one() == 80


def test_readiness_tells_what_is_away(service: Service, tmp_path: Path) -> None:
    with service.client(None) as client:
        live, ready = client.get("/healthz"), client.get("/readyz")
    assert live.json() == {"status": "ok"}
    assert (ready.status_code, ready.json()) == (
        200, {"status": "degraded", "database": "ok", "storage": "ok", "broker": "away"}
    )  # fmt: skip


def _place(service: Service) -> tuple[str, int]:
    url = httpx.URL(service.url)
    assert url.port is not None
    return url.host, url.port


def _all(raw: socket.socket) -> bytes:
    raw.settimeout(20)
    data = b""
    while more := raw.recv(65536):
        data += more
    return data
