"""How a database goes about the statements that some code gave it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

_ASKING = ("SELECT", "UPDATE", "DELETE")
_WHOLE_TABLE = re.compile(r"(?:^|\s)(?:SCAN|Seq Scan on) (?!\d)(\w+)(?! USING)\b(?!.*COVERING INDEX)")


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement and the lines of its plan."""

    statement: str
    lines: tuple[str, ...]

    @property
    def whole_tables(self) -> set[str]:
        """Tables that are read from end to end, past every index."""
        return {found[1] for line in self.lines if (found := _WHOLE_TABLE.search(line))}


@dataclass(frozen=True, slots=True)
class _Given:
    statement: str
    parameters: Any


@contextmanager
def statements_of(engine: Engine) -> Iterator[dict[str, _Given]]:
    """Collect what is asked of the database while the block lasts, once for each text."""
    seen: dict[str, _Given] = {}

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, many: Any) -> None:
        if statement.lstrip().startswith(_ASKING):
            seen.setdefault(statement, _Given(statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plans_of(engine: Engine, seen: dict[str, _Given], *, whatever_the_size: bool = False) -> list[Plan]:
    """Ask for the plan of each statement, without doing it.

    `whatever_the_size` lets PostgreSQL read a whole table only where it has no other way, as it would a large one.
    """
    sqlite = engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN (COSTS OFF) "
    with engine.connect() as connection:
        if whatever_the_size and not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return [
            Plan(
                each.statement,
                tuple(str(row[-1]) for row in connection.exec_driver_sql(explain + each.statement, each.parameters)),
            )
            for each in seen.values()
        ]
