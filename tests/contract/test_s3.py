"""What a bucket's store makes of services that are away, silent, full, or cut their answers short."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pydantic import SecretStr, ValidationError

from config.settings import Settings, StorageSettings
from models.files import FileStoreFull, FileStoreUnavailable, LocalFiles
from models.files.s3 import S3Files
from tests.servers import s3_client
from workers.resources import build_resources

DATA = b"report"


def store_at(address: str) -> S3Files:
    storage = StorageSettings(
        s3_bucket="reports",
        s3_endpoint_url=address,
        s3_access_key="key",
        s3_secret_key=SecretStr("secret"),
        s3_timeout_s=0.2,
    )
    return S3Files(storage)


@contextmanager
def away() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


@contextmanager
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def answering(status: int, body: bytes, promised_bytes: int) -> AbstractContextManager[str]:
    """A service that gives the same answer to everything, with a wrong length if told so."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # which says at once that a body may come

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(promised_bytes))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = answer  # noqa: N815 - the library's names

        def do_HEAD(self) -> None:
            self.send_response(404)
            self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    @contextmanager
    def running() -> Iterator[str]:
        with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
            thread = Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()

    return running()


def error_of(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()


@pytest.mark.parametrize("service", [away, silent])
def test_a_service_that_does_not_answer_is_given_up_soon(
    service: Callable[[], AbstractContextManager[str]],
) -> None:
    with service() as address:
        store = store_at(address)
        for act in (store.check, lambda: store.put(DATA), lambda: store.get("0" * 64), lambda: store.has("0" * 64)):
            with pytest.raises(FileStoreUnavailable):
                act()


@pytest.mark.parametrize(("status", "code"), [(507, "XMinioStorageFull"), (403, "QuotaExceeded")])
def test_a_service_without_room_is_full(status: int, code: str) -> None:
    with answering(status, error_of(code), len(error_of(code))) as address, pytest.raises(FileStoreFull):
        store_at(address).put(DATA)


@pytest.mark.parametrize(("status", "code"), [(403, "AccessDenied"), (404, "NoSuchBucket"), (503, "SlowDown")])
def test_a_service_that_refuses_says_why_and_no_file_counts_as_missing(status: int, code: str) -> None:
    with answering(status, error_of(code), len(error_of(code))) as address:
        store = store_at(address)
        for act in (lambda: store.put(DATA), lambda: store.get("0" * 64), lambda: store.stream("0" * 64)):
            with pytest.raises(FileStoreUnavailable, match=code):
                act()


def test_an_answer_that_is_cut_short_is_no_damaged_file() -> None:
    with answering(200, DATA, len(DATA) + 1) as address:
        store = store_at(address)
        with pytest.raises(FileStoreUnavailable):
            store.get("0" * 64)
        stream = store.stream("0" * 64)
        with pytest.raises(FileStoreUnavailable):
            list(stream)


def test_what_a_bucket_has_already_is_not_sent_again(bucket: StorageSettings) -> None:
    client, store = s3_client(bucket.s3_endpoint_url), S3Files(bucket)
    client.put_bucket_versioning(Bucket=bucket.s3_bucket, VersioningConfiguration={"Status": "Enabled"})
    for _ in range(3):
        store.put(DATA)
        store.check()
    versions = client.list_object_versions(Bucket=bucket.s3_bucket)["Versions"]
    assert len({each["Key"] for each in versions}) == len(versions) == 2


def test_the_settings_choose_the_store_and_where_bytes_wait(tmp_path: Path, bucket: StorageSettings) -> None:
    local = build_resources(Settings(data_dir=tmp_path))
    assert isinstance(local.files, LocalFiles)
    assert local.spool.folder.is_relative_to(local.settings.files_dir)
    remote = build_resources(Settings(data_dir=tmp_path, storage=bucket))
    assert isinstance(remote.files, S3Files)
    assert remote.spool.folder.parent == tmp_path
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", [{"s3_access_key": "key"}, {"s3_endpoint_url": "minio:9000"}, {"s3_prefix": "/a"}])
def test_settings_that_cannot_work_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        StorageSettings.model_validate({"s3_bucket": "reports"} | wrong)


def test_the_secret_is_not_shown(bucket: StorageSettings) -> None:
    assert "s3_secret_key=SecretStr('**********')" in repr(Settings(storage=bucket))
