"""Engines and transactions for SQLite and PostgreSQL; the rules of both are set here and nowhere else."""

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlmodel import Session, SQLModel

CONNECT_TIMEOUT_S = 5
BUSY_TIMEOUT_S = 30.0
#: How long a transaction that may hold locks may last: beyond it, its process is stopped or its host gone.
TRANSACTION_TIMEOUT_S = 120
_BOUNDS_TRANSACTIONS = 170_000  # the first version of PostgreSQL that can end them
RETRY_S = 0.01

#: How a SQLite transaction begins; an option of our own, read by the begin hook.
BEGIN = "nianbao_begin"


class UnknownDatabaseError(ValueError):
    """The address is of a database that we do not run on."""


def create_engine_for(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """An engine for `sqlite:///<path>` or `postgresql://…`, which connects only when it is used.

    Create it after a fork, in the process that uses it, or `dispose` of it before the fork. A connection that came
    through a fork all the same is laid aside unused and a new one is opened; on SQLite even that is not enough, since
    the child then inherits the library's table of locks.

    A SQLite commit is on the disk when it returns (WAL with synchronous=FULL: with NORMAL, a loss of power could
    take back what intake had already answered). A writer waits `busy_timeout_s` for another one to finish.
    """
    address = make_url(url)
    match address.get_backend_name():
        case "sqlite":
            engine = _sqlite_engine(address, busy_timeout_s)
        case "postgresql":
            engine = _postgresql_engine(address)
        case other:
            raise UnknownDatabaseError(f"{other} is not a database we run on; use sqlite:///… or postgresql://…")
    _keep_connections_in_their_process(engine)
    return engine


@contextmanager
def write(engine: Engine) -> Iterator[Session]:
    """One transaction that may write: committed at the end of the block, rolled back when it raises.

    On SQLite it takes the write lock at its first statement (BEGIN IMMEDIATE): a transaction that reads first
    and writes later would fail at once when another one wrote in between. Objects stay usable afterwards.
    """
    with (
        engine.connect().execution_options(**{BEGIN: "IMMEDIATE"}) as connection,
        Session(connection, expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


@contextmanager
def read(engine: Engine) -> Iterator[Session]:
    """One transaction that sees a single moment of the database, keeps nobody waiting and refuses to write."""
    options: dict[str, Any] = {BEGIN: "READ ONLY"}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        engine.connect().execution_options(**options) as connection,
        Session(connection, expire_on_commit=False) as session,
        session.begin(),
    ):
        let_it_last(connection)
        yield session


def let_it_last(connection: Connection) -> None:
    """Take the bound from the current transaction, which holds up nobody, or must be waited for."""
    if connection.dialect.name == "postgresql" and _can_bound(connection.connection.dbapi_connection):
        connection.exec_driver_sql("SET LOCAL transaction_timeout = 0")


def clock(engine: Engine) -> Any:
    """The time by the one clock that all who share a database have, for use in a statement; aware, in UTC.

    That is PostgreSQL's own; SQLite is used on one host, whose clock it is.
    """
    if engine.dialect.name == "postgresql":
        return func.clock_timestamp(type_=DateTime(timezone=True))
    return datetime.now(UTC)


def clock_reading(engine: Engine) -> datetime:
    """What `clock` says now."""
    if engine.dialect.name != "postgresql":
        return datetime.now(UTC)
    with read(engine) as session:
        now: datetime = session.execute(select(clock(engine))).scalar_one()
        return now


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, with one statement.

    Past the ORM, which would look at each row for what its objects need: half the time of a large insert.
    """
    session.connection().execute(insert(table.__table__), rows)  # type: ignore[attr-defined]


def update_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows by their primary key with one statement; they all name it and the same other columns.

    Past the ORM, as `insert_all`. A row that is not there is passed by.
    """
    columns = table.__table__  # type: ignore[attr-defined]
    keys = [each.name for each in columns.primary_key]
    which = [columns.c[name] == bindparam(f"key_{name}") for name in keys]
    changed: dict[Any, Any] = {name: bindparam(name) for name in rows[0] if name not in keys}
    values = [{f"key_{name}" if name in keys else name: value for name, value in row.items()} for row in rows]
    session.connection().execute(update(columns).where(*which).values(changed), values)


def dispose(engine: Engine) -> None:
    """Closes all connections that are not in use, for instance before a fork; the engine can be used again."""
    engine.dispose()


def to_json(value: object) -> str:
    """Compact JSON with Chinese kept readable; what JSON lacks (a Decimal, a time) becomes text."""
    return msgspec.json.encode(value).decode()


def _postgresql_engine(address: URL) -> Engine:
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "nianbao"},
        json_serializer=to_json,
        json_deserializer=msgspec.json.decode,
    )
    event.listen(engine, "connect", _bound_postgresql)
    return engine


def _bound_postgresql(connection: Any, _record: object) -> None:
    """Let nobody wait without end for what a stopped process or a lost host has locked."""
    bounds = {"lock_timeout": BUSY_TIMEOUT_S}
    if _can_bound(connection):
        bounds["transaction_timeout"] = TRANSACTION_TIMEOUT_S
    for name, seconds in bounds.items():
        connection.execute(f"SET {name} = '{seconds:.0f}s'")
    connection.commit()


def _can_bound(connection: Any) -> bool:
    return bool(connection.info.server_version >= _BOUNDS_TRANSACTIONS)


def _sqlite_engine(address: URL, busy_timeout_s: float) -> Engine:
    engine = create_engine(
        address.set(drivername="sqlite+pysqlite"),
        connect_args={"timeout": busy_timeout_s},
        json_serializer=to_json,
        json_deserializer=msgspec.json.decode,
    )
    event.listen(engine, "connect", partial(_configure_sqlite, busy_timeout_s))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(busy_timeout_s: float, connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 begins nothing by itself; the begin hook does
    _switch_to_wal(connection, time.monotonic() + busy_timeout_s)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _switch_to_wal(connection: sqlite3.Connection, give_up_at: float) -> None:
    """Tries until it works: SQLite's own timeout does not cover two that open a new file at once."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(RETRY_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(BEGIN, "DEFERRED")
    read_only = mode == "READ ONLY"
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql(f"BEGIN {'DEFERRED' if read_only else mode}")


#: Connections of a parent process: never closed in the child, where closing would tell the server goodbye.
_inherited: list[object] = []


def _keep_connections_in_their_process(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def note_process(_connection: object, record: Any) -> None:
        record.info["pid"] = os.getpid()

    @event.listens_for(engine, "checkout")
    def refuse_inherited(connection: object, record: Any, proxy: Any) -> None:
        if record.info["pid"] != os.getpid():
            _inherited.append(connection)
            record.dbapi_connection = proxy.dbapi_connection = None
            raise DisconnectionError("the connection belongs to the parent process; a new one is opened")
