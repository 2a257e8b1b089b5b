"""Brings a database to the schema of this code, from an installed package and without alembic.ini."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from models.database import BEGIN, create_engine_for, dispose, let_it_last

MIGRATIONS = Path(__file__).parent / "migrations"

#: The key of the PostgreSQL advisory lock that one migrating process holds; any number, as long as it stays.
LOCK_KEY = 7_311_402_026

#: Alembic keeps the running migration in module globals, so two threads must take turns.
_one_at_a_time = threading.Lock()


class UnknownRevisionError(RuntimeError):
    """The database has a revision that this code does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has schema revision {revision}, which this version does not know; "
            "install the version that migrated it, or a later one"
        )
        self.revision = revision


def migrate(url: str) -> None:
    """Migrates to the newest revision in one transaction; does nothing where that is done already.

    Safe when several processes and threads call it at once: one migrates, the others wait for it.
    """
    engine = create_engine_for(url)
    try:
        with (
            _one_at_a_time,
            engine.connect().execution_options(**{BEGIN: "IMMEDIATE"}) as connection,
            connection.begin(),
        ):
            let_it_last(connection)
            _upgrade(connection)
    finally:
        dispose(engine)


def current_revision(url: str) -> str | None:
    """The revision of the database, or None where nothing was migrated yet."""
    engine = create_engine_for(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        dispose(engine)


def head_revision() -> str:
    """The newest revision that this code knows."""
    (head,) = ScriptDirectory.from_config(_config()).get_heads()
    return head


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
    config = _config()
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise UnknownRevisionError(current)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
