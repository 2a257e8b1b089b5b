"""Sends dead reports through again: a new run, from the start, noted in the audit log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.database import write
from models.tables import AuditLog, DeadLetter, DeadLetterState, Report, ReportState, Stage, utc_now
from workers.dispatch import chunks

_AT_ONCE = 500  # letters in one transaction, so that workers need not wait long for their turn


def requeue(engine: Engine, letter_ids: Sequence[int], *, actor: str) -> list[int]:
    """Start a new run for the reports of those dead letters that are open; return the report ids.

    Asking twice sends each once: a letter that is not open any more is passed by. The reconciler publishes them.
    """
    sent: list[int] = []
    for ids in chunks(sorted(set(letter_ids)), _AT_ONCE):
        with write(engine) as session:
            sent += _requeue(session, ids, actor, utc_now())
    return sent


def _requeue(session: Session, letter_ids: Sequence[int], actor: str, now: datetime) -> list[int]:
    statement: Any = (
        select(
            col(DeadLetter.id).label("letter"),
            col(DeadLetter.code),
            col(Report.id),
            col(Report.run),
            col(Report.audit_seq),
            col(Report.audit_head),
        )
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(
            col(DeadLetter.id).in_(letter_ids),
            col(DeadLetter.state) == DeadLetterState.OPEN,
            col(Report.state) == ReportState.DEAD,
            col(Report.run) == col(DeadLetter.run),
        )
        .order_by(col(Report.id))
        .with_for_update()
    )
    rows = session.execute(statement).all()
    if not rows:
        return []
    audit, reports = [], []
    for row in rows:
        detail = {"run": row.run + 1, "dead_letter": row.letter, "code": row.code}
        chained = chain(row.id, row.audit_seq, row.audit_head, [Entry(now, actor, "report.requeued", detail)])
        audit += chained.rows
        reports.append(
            {
                "id": row.id,
                "state": ReportState.QUEUED,
                "stage": Stage.NORMALIZE,
                "run": row.run + 1,
                "attempt": 0,
                "queued_at": now,
                "published_at": None,
                "next_attempt_at": now,
                "finished_at": None,
                "updated_at": now,
                "audit_seq": chained.seq,
                "audit_head": chained.head,
            }
        )
    session.execute(insert(AuditLog), audit)
    session.execute(update(Report), reports)
    letters = [{"id": row.letter, "state": DeadLetterState.REQUEUED, "updated_at": now} for row in rows]
    session.execute(update(DeadLetter), letters)
    return [row.id for row in rows]
