"""Migrations lead from an empty database to exactly the schema that the tables describe."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from models.database import create_engine_for, dispose, write
from models.migrate import UnknownRevisionError, current_revision, head_revision, migrate
from models.tables import Table
from tests.conftest import Databases
from tests.contract.examples import add_batch

MIGRATE_WHEN_TOLD = """
import sys
from models.migrate import migrate
print("ready", flush=True)
sys.stdin.readline()
migrate(sys.argv[1])
"""


def test_an_empty_database_has_no_revision_and_migrates_to_the_head(empty_url: str) -> None:
    assert current_revision(empty_url) is None
    migrate(empty_url)
    assert current_revision(empty_url) == head_revision()


def test_migrating_again_keeps_what_is_stored(url: str, engine: Engine) -> None:
    with write(engine) as session:
        batch_id = add_batch(session)
    migrate(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT id FROM batch")) == batch_id


def test_processes_that_migrate_at_once_all_succeed(empty_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", MIGRATE_WHEN_TOLD, empty_url]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in processes]
    assert errors == [""] * 4
    assert current_revision(empty_url) == head_revision()


def test_threads_that_migrate_the_same_and_other_databases_at_once_all_succeed(databases: Databases) -> None:
    urls = [databases.empty() for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(migrate, urls * 2)) == [None] * 8
    assert [current_revision(url) for url in urls] == [head_revision()] * 4


def test_alembic_finds_no_difference_between_tables_and_migrations(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_migrated_schema_is_what_the_tables_would_create(engine: Engine, empty_url: str) -> None:
    created = create_engine_for(empty_url)
    with created.begin() as connection:
        Table.metadata.create_all(connection)
    expected, migrated = schema_of(created), schema_of(engine)
    dispose(created)
    assert migrated.pop("alembic_version")
    assert migrated == expected


def test_a_revision_from_the_future_is_refused(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownRevisionError, match="install the version that migrated it"):
        migrate(url)


def test_a_failing_migration_leaves_nothing_behind(empty_url: str) -> None:
    engine = create_engine_for(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE audit_log (id INTEGER)"))
    with pytest.raises(Exception, match="audit_log"):
        migrate(empty_url)
    assert inspect(engine).get_table_names() == ["audit_log"]
    dispose(engine)


def schema_of(engine: Engine) -> dict[str, Any]:
    """Columns, keys, checks and indexes of each table, as the database tells them."""
    inspector = inspect(engine)
    return {name: _table(inspector, name, engine) for name in inspector.get_table_names()}


def _table(inspector: Any, name: str, engine: Engine) -> dict[str, Any]:
    def by_name(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(items, key=lambda item: str(item["name"]))

    columns = [
        {**column, "type": column["type"].compile(dialect=engine.dialect)} for column in inspector.get_columns(name)
    ]
    return {
        "columns": columns,
        "key": inspector.get_pk_constraint(name),
        "foreign": _foreign(inspector.get_foreign_keys(name), engine),
        "unique": by_name(inspector.get_unique_constraints(name)),
        "checks": by_name(inspector.get_check_constraints(name)),
        "indexes": by_name(
            [{**index, "dialect_options": _plain(index)} for index in inspector.get_indexes(name)],
        ),
    }


def _foreign(keys: list[dict[str, Any]], engine: Engine) -> list[dict[str, Any]]:
    """The foreign keys; on SQLite without their names, which it does not tell of a column that was added later."""
    unnamed = engine.dialect.name == "sqlite"
    named = [{**key, "name": None} if unnamed else key for key in keys]
    return sorted(named, key=lambda key: (str(key["name"]), key["constrained_columns"]))


def _plain(index: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in index.get("dialect_options", {}).items()}
