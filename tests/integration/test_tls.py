"""Broker, database and storage over TLS with passwords, every certificate verified.

The servers of the wheels are built without TLS; a proxy before them speaks it, the clients are the real ones.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from models.database import create_engine_for, dispose, read
from models.files import FileStoreUnavailable
from models.files.s3 import S3Files
from tests.tls import make_certificates, tls_before
from tests.waiting import eventually
from workers.app import create_app
from workers.queues import messages_waiting

from .conftest import System, made_reports
from .secured import BROKER, DATABASE, Secured, secured_servers
from .test_flower import flower, lengths


@pytest.fixture(scope="module")
def secured() -> Iterator[Secured]:
    with secured_servers() as secured:
        yield secured


@pytest.fixture
def system(secured: Secured, tmp_path: Path) -> Iterator[System]:
    system = System(secured.settings, tmp_path)
    yield system
    dispose(system.resources.engine)
    system.app.close()


def test_reports_go_from_end_to_end_and_flower_watches(secured: Secured, system: System) -> None:
    with flower(system) as site:
        batch = system.submit(made_reports(8))
        assert lengths(site)["bulk.normalize"] == 1
        with system.worker():
            assert system.finish(batch).done == 8
            eventually(lambda: len(site.ended_tasks()) >= 4, "tasks in Flower", within_s=20)
    assert secured.broker.connections > 0
    assert secured.database.connections > 0
    assert not system.settings.files_dir.exists()
    log = (system.folder / "worker.log").read_text("utf-8")
    assert "insecure" not in log


@pytest.fixture(params=["another authority", "the system's authorities", "another host's certificate"])
def untrusted(request: pytest.FixtureRequest, secured: Secured, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A broker's address, and a file of authorities, that do not go together."""
    port, ca = secured.broker.port, secured.certificates.ca
    with ExitStack() as stack:
        match request.param:
            case "another authority":
                ca = make_certificates(tmp_path).ca
            case "the system's authorities":
                ca = Path()
            case _:
                other = make_certificates(tmp_path, host="127.0.0.2")
                socket = Path(secured.broker.socket)
                port, ca = stack.enter_context(tls_before(other, socket)).port, other.ca
        yield f"rediss://:{quote(BROKER, safe='')}@127.0.0.1:{port}/0", ca


def test_a_broker_that_nobody_vouches_for_gets_no_password(secured: Secured, untrusted: tuple[str, Path]) -> None:
    url, ca = untrusted
    seen = secured.broker.connections
    trust = str(ca) if ca.is_file() else ""
    app = create_app(secured.settings.model_copy(update={"broker_url": url, "broker_ca_file": trust}))
    assert messages_waiting(app) is None
    assert secured.broker.connections == seen
    app.close()
    app = create_app(secured.settings)
    assert messages_waiting(app) is not None
    app.close()


def test_a_database_that_nobody_vouches_for_gets_no_password(secured: Secured, tmp_path: Path) -> None:
    seen = secured.database.connections
    engine = create_engine_for(secured.database_url(make_certificates(tmp_path).ca))
    with pytest.raises(OperationalError, match="certificate verify failed") as refused, read(engine) as session:
        session.execute(text("SELECT 1"))
    assert DATABASE not in str(refused.value)
    assert secured.database.connections == seen
    dispose(engine)


def test_a_storage_that_nobody_vouches_for_gets_no_file(
    secured: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    S3Files(secured.settings.storage).check()
    monkeypatch.setenv("AWS_CA_BUNDLE", str(make_certificates(tmp_path).ca))
    with pytest.raises(FileStoreUnavailable, match="SSLError"):
        S3Files(secured.settings.storage).check()
