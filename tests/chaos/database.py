"""The database under test: a PostgreSQL server from the wheel, or one SQLite file that all processes share."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.servers import PostgresServer, fresh_database, postgres_server, restart_postgres

from .plan import Kind

_CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname IS NOT NULL AND pid <> pg_backend_pid()
"""


class Database:
    """Where it is, and what can be done to it; SQLite has no server to do anything to."""

    def __init__(self, url: str, server: PostgresServer | None) -> None:
        self.url = url
        self._server = server

    @property
    def kind(self) -> Kind:
        return "postgresql" if self._server else "sqlite"

    @property
    def server(self) -> PostgresServer:
        assert self._server is not None, "there is no server; the fault is for PostgreSQL"
        return self._server

    def restart(self) -> None:
        """Stop the server as a crash does, and start it."""
        restart_postgres(self.server, "immediate")

    def cut_connections(self) -> int:
        """End every connection but our own, and return how many there were."""
        with psycopg.connect(f"host={self.server.folder} user=postgres", autocommit=True) as connection:
            found = connection.execute(_CUT.encode()).fetchone()
            return int(found[0]) if found else 0


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[Database]:
    """An empty database in a new folder, for as long as the block lasts."""
    if kind == "sqlite":
        folder.mkdir()
        yield Database(f"sqlite:///{folder / 'nianbao.sqlite3'}", None)
        return
    with postgres_server(folder) as server:
        address = make_url(fresh_database(server)).set(drivername="postgresql")
        yield Database(address.render_as_string(hide_password=False), server)
