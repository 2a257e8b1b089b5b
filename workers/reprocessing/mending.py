"""Mended bytes for a report: a new run from the start; what the report showed before stays until that run is done."""

from sqlalchemy import Engine, insert, select, update
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.database import write
from models.tables import (
    AuditLog,
    DeadLetter,
    DeadLetterState,
    Lane,
    Report,
    Run,
    RunCause,
    RunOutcome,
    Stage,
    utc_now,
)

from .runs import mark_letters, queued_anew


class BytesOfAnotherError(Exception):
    """The bytes are those of another report, `report_id`."""

    def __init__(self, report_id: int) -> None:
        super().__init__(f"the bytes are those of report {report_id}")
        self.report_id = report_id


def mend(engine: Engine, report_id: int, *, sha256: str, size_bytes: int, name: str, actor: str) -> int | None:
    """Begin a run of the report over bytes that are stored, in the lane of those who wait; return the run.

    None if there is no such report. A run that is under way is superseded: whoever works on it can store nothing more.
    Raises `BytesOfAnotherError`.
    """
    now = utc_now()
    with write(engine) as session:
        report = session.execute(
            select(Report).where(col(Report.id) == report_id).with_for_update()
        ).scalar_one_or_none()
        if report is None:
            return None
        _refuse_bytes_of_another(session, report_id, sha256)
        run: int = report.run + 1
        ours = (col(Run.report_id) == report_id, col(Run.outcome).is_(None))
        session.execute(update(Run).where(*ours).values(outcome=RunOutcome.SUPERSEDED, finished_at=now))
        new = insert(Run).values(
            report_id=report_id, run=run, cause=RunCause.MENDED, actor=actor, from_stage=Stage.NORMALIZE,
            sha256=sha256, name=name, size_bytes=size_bytes, created_at=now,
        )  # fmt: skip
        session.execute(new)
        detail = {"run": run, "sha256": sha256, "size_bytes": size_bytes, "before": report.sha256}
        chained = chain(report_id, report.audit_seq, report.audit_head, [Entry(now, actor, "report.mended", detail)])
        session.execute(insert(AuditLog), chained.rows)
        file = {"sha256": sha256, "size_bytes": size_bytes, "name": name}
        head = {"audit_seq": chained.seq, "audit_head": chained.head}
        queued = queued_anew(report_id, run, Stage.NORMALIZE, now, Lane.INTERACTIVE)
        session.execute(update(Report), [queued | file | head])
        open_ = (col(DeadLetter.report_id) == report_id, col(DeadLetter.state) == DeadLetterState.OPEN)
        letters = session.execute(select(col(DeadLetter.id)).where(*open_)).scalars().all()
        mark_letters(session, letters, DeadLetterState.REQUEUED, now)
        return run


def _refuse_bytes_of_another(session: Session, report_id: int, sha256: str) -> None:
    others = select(col(Run.report_id)).where(col(Run.sha256) == sha256, col(Run.report_id) != report_id)
    other = session.execute(others.order_by(col(Run.report_id)).limit(1)).scalar()
    if other is not None:
        raise BytesOfAnotherError(other)
