"""The real server, in a thread of the test process, on a port of its own; a database of its own; no workers unless asked."""

import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.settings import LimitSettings, ServerSettings, Settings
from intake.keys import create_key
from intake.server import Server
from models.database import dispose
from models.tables import KeyRole
from tests.conftest import Databases
from tests.servers import valkey_server
from workers.app import create_app
from workers.resources import Resources, build_resources

NOWHERE = "redis://127.0.0.1:1/0"  # a broker that is away


@dataclass(frozen=True)
class Service:
    """One running server with a key of each role."""

    url: str
    resources: Resources
    keys: dict[str, str]

    def client(self, role: str | None = "operate", **more: Any) -> httpx.Client:
        """A client that sends the key of a role, or none."""
        headers = {} if role is None else {"Authorization": f"Bearer {self.keys[role]}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, **more)

    def key(self, name: str, role: str = "submit") -> httpx.Client:
        """A client with a key of its own."""
        key = create_key(self.resources.engine, name, KeyRole(role), created_by="test")
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def spooled(self) -> list[Path]:
        """What is left in the spool."""
        folder = self.resources.spool.folder
        return list(folder.iterdir()) if folder.exists() else []


Serve = Callable[..., Service]


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    """Run a server for as long as the block lasts."""
    resources = build_resources(settings)
    publisher = create_app(settings)
    keys = {role.value: create_key(resources.engine, role.value, role, created_by="test") for role in KeyRole}
    with Server(resources, publisher).listening() as url:
        yield Service(url, resources, keys)
    dispose(resources.engine)
    publisher.close()


@pytest.fixture
def serve(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Serve]:
    """Starts servers with the limits and server settings that a test names; the broker is away."""
    with ExitStack() as stack:

        def start(*, limits: dict[str, Any] | None = None, **server: Any) -> Service:
            settings = Settings(
                data_dir=Path(tempfile.mkdtemp(dir=tmp_path)),
                database_url=sqlite_databases.migrated(),
                broker_url=NOWHERE,
                limits=LimitSettings(free_bytes=0).model_copy(update=limits or {}),
                server=ServerSettings(port=0).model_copy(update=server),
            )
            return stack.enter_context(serving(settings))

        yield start


@pytest.fixture
def service(serve: Serve) -> Service:
    return serve()


@pytest.fixture
def broker() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="nianbao-v-") as folder, valkey_server(Path(folder)) as url:
        yield url


def files(**contents: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    """Files for a multipart body, `name="…"` with `_` for the point."""
    return [("files", (name.replace("__", "."), data)) for name, data in contents.items()]


@contextmanager
def half_an_upload(service: Service, batch_id: int) -> Iterator[None]:
    """A client that begins to send a file to a batch and leaves when the block ends."""
    address = httpx.URL(service.url)
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="half.txt"\r\n\r\nhalf of it'
    head = [
        f"POST /v1/batches/{batch_id}/files HTTP/1.1",
        f"Host: {address.host}",
        f"Authorization: Bearer {service.keys['operate']}",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 5000",
    ]
    with socket.create_connection((address.host, address.port or 80)) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() + part)
        yield
