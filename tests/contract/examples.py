"""Makes the smallest valid rows that the contract tests need."""

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.tables import AuditLog, Batch, Lane, Report

_numbers = count(1)

MOMENT = datetime(2024, 1, 30, 8, 15, 30, 123456, tzinfo=UTC)


def add_batch(session: Session) -> int:
    batch = Batch(label="试点", lane=Lane.BULK)
    session.add(batch)
    session.flush()
    return batch.id


def add_report(session: Session, **values: Any) -> int:
    """Stores a queued report in a new batch; `values` replace its columns."""
    defaults: dict[str, Any] = {
        "batch_id": values.get("batch_id") or add_batch(session),
        "sha256": hashlib.sha256(str(next(_numbers)).encode()).hexdigest(),
        "name": "报告.txt",
        "size_bytes": 6399,
        "lane": Lane.BULK,
    }
    report = Report(**(defaults | values))
    session.add(report)
    session.flush()
    return report.id


def note(session: Session, report_id: int, *actions: str, detail: dict[str, Any] | None = None) -> None:
    """Appends one audit entry for each action and moves the report's head."""
    state = select(Report.audit_seq, Report.audit_head).where(col(Report.id) == report_id)  # type: ignore[call-overload]
    seq, head = session.execute(state).one()
    entries = [Entry(MOMENT, "操作员", action, detail or {"from": "queued"}) for action in actions]
    chained = chain(report_id, seq, head, entries)
    session.execute(insert(AuditLog), chained.rows)
    moved = {"audit_seq": chained.seq, "audit_head": chained.head}
    session.execute(update(Report).where(col(Report.id) == report_id).values(**moved))
