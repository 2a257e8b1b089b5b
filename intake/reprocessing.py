"""Sends dead reports through again: a new run, from the start, noted in the audit log."""

from collections.abc import Sequence

from sqlalchemy import Engine, insert, select, update
from sqlmodel import col

from models.audit import Entry, chain
from models.database import write
from models.tables import AuditLog, DeadLetter, DeadLetterState, Report, ReportState, Stage, utc_now


def requeue(engine: Engine, letter_ids: Sequence[int], *, actor: str) -> list[int]:
    """Start a new run for the reports of those dead letters that are open; return the report ids.

    Asking twice sends each once: a letter that is not open any more is passed by. The reconciler publishes them.
    """
    now = utc_now()
    statement = (
        select(DeadLetter, Report)
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(
            col(DeadLetter.id).in_(letter_ids),
            col(DeadLetter.state) == DeadLetterState.OPEN,
            col(Report.state) == ReportState.DEAD,
            col(Report.run) == col(DeadLetter.run),
        )
        .with_for_update()
    )
    sent: list[int] = []
    with write(engine) as session:
        for letter, report in session.execute(statement).all():
            detail = {"run": report.run + 1, "dead_letter": letter.id, "code": letter.code}
            chained = chain(
                report.id, report.audit_seq, report.audit_head, [Entry(now, actor, "report.requeued", detail)]
            )
            session.execute(insert(AuditLog), chained.rows)
            session.execute(
                update(DeadLetter)
                .where(col(DeadLetter.id) == letter.id)
                .values(state=DeadLetterState.REQUEUED, updated_at=now)
            )
            session.execute(
                update(Report)
                .where(col(Report.id) == report.id)
                .values(
                    state=ReportState.QUEUED,
                    stage=Stage.NORMALIZE,
                    run=report.run + 1,
                    attempt=0,
                    queued_at=now,
                    published_at=None,
                    next_attempt_at=now,
                    finished_at=None,
                    updated_at=now,
                    audit_seq=chained.seq,
                    audit_head=chained.head,
                )
            )
            sent.append(report.id)
    return sent
