"""A store in a bucket of S3-compatible storage; importing it costs 25 MB, so only who has a bucket does."""

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from config.settings import StorageSettings

from .base import CHUNK_BYTES, checked
from .errors import FileCorrupt, FileMissing, FileStoreFull, FileStoreUnavailable
from .spool import Spooled

_AT_ONCE = 16
_CONNECT_TIMEOUT_S = 3
_TRIES = 2  # whoever asked tries again later, with a backoff
_FULL = {"QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"}


@dataclass(frozen=True, slots=True)
class _Connection:
    """What one process talks to the service with; a forked process must not use its parent's sockets and threads."""

    process: int
    client: Any
    uploads: ThreadPoolExecutor


class S3Files:
    """A FileStore in a bucket, `prefix/ab/cd/<sha256>`; the service checks uploads and shows whole objects only."""

    def __init__(self, storage: StorageSettings) -> None:
        self._storage = storage
        self._connection: _Connection | None = None
        self._was_written = False

    def put(self, data: bytes) -> str:
        """As `keep`, with bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self._holds(sha256, len(data)):
            self._send(self._key(sha256), data, sha256)
        return sha256

    def keep(self, spooled: Sequence[Spooled]) -> None:
        """Sends what is not there, some files at a time; removes the spooled ones once all are there."""
        different = {each.sha256: each for each in spooled}
        for _ in self._connected().uploads.map(self._keep_one, different.values()):
            pass
        for each in spooled:
            each.discard()

    def get(self, sha256: str) -> bytes:
        """Fetches the whole object and hashes it."""
        body = self._body(sha256)
        with _service_told(), body:
            data: bytes = body.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileCorrupt(sha256)
        return data

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Asks for the object before it returns."""
        return _pieces(self._body(sha256))

    def has(self, sha256: str) -> bool:
        """Asks for the name only."""
        return self._head(self._key(sha256)) is not None

    def check(self) -> None:
        """Writes an empty object, later looks for it: where a bucket keeps old versions, they would become many."""
        key = self._under("writable")
        if not (self._was_written and self._head(key)):
            self._send(key, b"", hashlib.sha256().hexdigest())
            self._was_written = True

    def _keep_one(self, spooled: Spooled) -> None:
        if not self._holds(spooled.sha256, spooled.size_bytes):
            with _service_told(), spooled.path.open("rb") as file:
                self._send(self._key(spooled.sha256), file, spooled.sha256)

    def _holds(self, sha256: str, size_bytes: int) -> bool:
        """Whether the service vouches for these very bytes; one that says no checksums is sent them once more."""
        found = self._head(self._key(sha256)) or {}
        return (found.get("ContentLength"), found.get("ChecksumSHA256")) == (size_bytes, _checksum(sha256))

    def _send(self, key: str, body: bytes | BinaryIO, sha256: str) -> None:
        with _service_told():
            self._client.put_object(
                Bucket=self._storage.s3_bucket,
                Key=key,
                Body=body,
                ContentType="application/octet-stream",
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=_checksum(sha256),
            )

    def _body(self, sha256: str) -> Any:
        key = self._key(sha256)
        with _service_told():
            try:
                return self._client.get_object(Bucket=self._storage.s3_bucket, Key=key)["Body"]
            except ClientError as error:
                # Never by the status: without the bucket it is 404 too, and no file is lost.
                if error.response["Error"]["Code"] == "NoSuchKey":
                    raise FileMissing(sha256) from None
                raise

    def _head(self, key: str) -> dict[str, Any] | None:
        """What the service says of an object; None where there is none."""
        with _service_told():
            try:
                found: dict[str, Any] = self._client.head_object(
                    Bucket=self._storage.s3_bucket, Key=key, ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if _status(error) == HTTPStatus.NOT_FOUND:
                    return None
                raise
        return found

    def _key(self, sha256: str) -> str:
        return self._under(f"{sha256[:2]}/{sha256[2:4]}/{checked(sha256)}")

    def _under(self, name: str) -> str:
        return f"{self._storage.s3_prefix}/{name}".lstrip("/")

    @property
    def _client(self) -> Any:
        return self._connected().client

    def _connected(self) -> _Connection:
        """Two threads may both make the first connection, and use it: nothing is opened before a request."""
        connection = self._connection
        if connection is None or connection.process != os.getpid():
            uploads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="s3")
            connection = self._connection = _Connection(os.getpid(), _client_of(self._storage), uploads)
        return connection


def _client_of(storage: StorageSettings) -> Any:
    config = Config(
        connect_timeout=_CONNECT_TIMEOUT_S,
        read_timeout=storage.s3_timeout_s,
        retries={"mode": "standard", "total_max_attempts": _TRIES},
        max_pool_connections=2 * _AT_ONCE,
        # Every body is signed, and we give and check SHA-256 ourselves; not every service knows the newer checksums.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": storage.s3_addressing, "payload_signing_enabled": True},
    )
    with _service_told():
        return Session().client(
            "s3",
            endpoint_url=storage.s3_endpoint_url or None,
            region_name=storage.s3_region or None,
            aws_access_key_id=storage.s3_access_key or None,
            aws_secret_access_key=storage.s3_secret_key.get_secret_value() or None,
            config=config,
        )


def _checksum(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode("ascii")


def _pieces(body: Any) -> Iterator[bytes]:
    with _service_told(), body:
        yield from body.iter_chunks(CHUNK_BYTES)


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


@contextmanager
def _service_told() -> Iterator[None]:
    """Turn what the service says, or why it cannot be asked, into errors of the store."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _FULL or _status(error) == HTTPStatus.INSUFFICIENT_STORAGE:
            raise FileStoreFull from error
        raise FileStoreUnavailable(code) from error
    except (BotoCoreError, OSError) as error:
        raise FileStoreUnavailable(type(error).__name__) from error
