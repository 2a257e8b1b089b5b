"""Gives each contract test a database of its own, once on SQLite and once on PostgreSQL."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from config.settings import StorageSettings
from models.database import create_engine_for, dispose
from models.migrate import migrate
from tests.servers import PostgresServer, fresh_bucket, fresh_database, postgres_server, s3_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    # Not below pytest's own folder: another pytest run would close that for the server's user.
    folder = Path(tempfile.mkdtemp(prefix="nianbao-pg-"))
    try:
        with postgres_server(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 server."""
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def bucket(s3: str) -> StorageSettings:
    """Settings that keep files in a bucket of the test's own."""
    return fresh_bucket(s3)


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes databases of one kind: `empty()` and `migrated()` give the address of a new one at each call."""

    empty: Callable[[], str]
    migrated: Callable[[], str]


@pytest.fixture(scope="session")
def postgres_databases(postgres: PostgresServer) -> Databases:
    template = fresh_database(postgres)
    migrate(template)
    name = make_url(template).database
    assert name is not None
    return Databases(lambda: fresh_database(postgres), lambda: fresh_database(postgres, copy_of=name))


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    template = tmp_path_factory.mktemp("template") / "nianbao.db"
    migrate(f"sqlite:///{template}")

    def empty() -> str:
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/nianbao.db"

    def migrated() -> str:
        url = empty()
        shutil.copyfile(template, str(make_url(url).database))
        return url

    return Databases(empty, migrated)


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    name = {"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}[request.param]
    found: Databases = request.getfixturevalue(name)
    return found


@pytest.fixture
def empty_url(databases: Databases) -> str:
    """The address of a database in which nothing was made yet."""
    return databases.empty()


@pytest.fixture
def url(databases: Databases) -> str:
    """The address of a migrated database."""
    return databases.migrated()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine_for(url)
    yield engine
    dispose(engine)


@pytest.fixture
def sqlite_engine(sqlite_databases: Databases) -> Iterator[Engine]:
    engine = create_engine_for(sqlite_databases.migrated())
    yield engine
    dispose(engine)
