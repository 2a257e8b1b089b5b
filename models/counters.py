"""Adds to the sums that the metrics show, and reads them; see `models.tables.counter`."""

import os
from collections.abc import Mapping
from socket import gethostname
from typing import Any
from zlib import crc32

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.tables import Counter

_SLOTS = 64
Sums = Mapping[tuple[str, str], int]  # by name and label


def own_slot() -> int:
    """The slot of this process: two that write at once seldom share one, so neither waits for the other's commit."""
    return crc32(f"{gethostname()}/{os.getpid()}".encode()) % _SLOTS  # containers give out the same small numbers


def add(session: Session, sums: Sums, slot: int) -> None:
    """Add to sums, those that are not there yet too, with one statement.

    To be called last in a transaction: everyone locks reports before sums, and sums in the order of their names.
    """
    rows = [
        {"name": name, "label": label, "slot": slot, "total": amount}
        for (name, label), amount in sorted(sums.items())
        if amount
    ]
    if not rows:
        return
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    adding = insert(Counter).values(rows)
    session.execute(
        adding.on_conflict_do_update(
            index_elements=["name", "label", "slot"], set_={"total": col(Counter.total) + adding.excluded.total}
        )
    )


def totals(session: Session) -> dict[str, dict[str, int]]:
    """Return all sums, by name and label."""
    statement = select(col(Counter.name), col(Counter.label), func.sum(col(Counter.total))).group_by(
        col(Counter.name), col(Counter.label)
    )
    found: dict[str, dict[str, int]] = {}
    for name, label, total in session.execute(statement):
        found.setdefault(name, {})[label] = int(total)
    return found
