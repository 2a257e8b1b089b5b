"""Puts a person's mark on a finding that a report shows, or takes it back; each act is audited."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update
from sqlmodel import Session, col

from models.audit import Entry, chain
from models.database import write
from models.tables import AuditLog, Finding, Report, Review, ReviewStanding, ReviewState, Run, utc_now

from .reasons import cleaned, unknown_finding, unknown_report


@dataclass(frozen=True, slots=True)
class _Held:
    """A report that is locked, and so shows one run's results as long as the transaction lasts."""

    id: int
    run: int
    audit_seq: int
    audit_head: str


def mark(
    engine: Engine, report_id: int, fingerprint: str, state: ReviewState, *, reason: str | None, actor: str
) -> bool:
    """Put a mark in place of any earlier one; False if the same person put the same one before, and it holds.

    Of two who mark at once the later one prevails, and the audit log has both. Raises `Refused`.
    """
    with write(engine) as session:
        held = _hold(session, report_id)
        finding = _finding(session, held, fingerprint)
        if finding is None:
            raise unknown_finding(report_id, fingerprint)
        words = cleaned(state, reason)
        before = session.get(Review, (report_id, fingerprint))
        wanted = (state, words, actor, ReviewStanding.HOLDS)
        if before is not None and (before.state, before.reason, before.actor, before.standing) == wanted:
            return False
        sha256 = session.get_one(Run, (report_id, held.run)).sha256
        detail = {"run": held.run, "sha256": sha256, "reason": words, "before": before.state.value if before else None}
        _note(session, held, actor, f"review.{state.value}", _about(finding) | detail)
        made = _made(finding, state=state, reason=words, actor=actor, run=held.run, sha256=sha256, marked_at=utc_now())
        session.merge(made)
        return True


def take_back(engine: Engine, report_id: int, fingerprint: str, *, actor: str, reason: str | None = None) -> bool:
    """Remove a mark, also one that is not in force any more; False if there is none. Raises `Refused`."""
    with write(engine) as session:
        held = _hold(session, report_id)
        found = session.get(Review, (report_id, fingerprint))
        if found is None:
            if _finding(session, held, fingerprint) is None:
                raise unknown_finding(report_id, fingerprint)
            return False
        detail = {"reason": cleaned(None, reason), "before": found.state.value}
        _note(session, held, actor, "review.taken_back", _about(found) | detail)
        session.delete(found)
        return True


def _hold(session: Session, report_id: int) -> _Held:
    """Lock the report, as whoever stores a run does; what is read after this does not change until we are done."""
    columns: Any = select(col(Report.result_run), col(Report.audit_seq), col(Report.audit_head))
    row: Row[Any] | None = session.execute(columns.where(col(Report.id) == report_id).with_for_update()).one_or_none()
    if row is None:
        raise unknown_report(report_id)
    return _Held(report_id, row.result_run or 0, row.audit_seq, row.audit_head)


def _finding(session: Session, held: _Held, fingerprint: str) -> Finding | None:
    """The first of the shown findings that say so."""
    ours = (col(Finding.report_id) == held.id, col(Finding.run) == held.run, col(Finding.fingerprint) == fingerprint)
    statement = select(Finding).where(*ours).order_by(col(Finding.ordinal)).limit(1)
    return session.execute(statement).scalar_one_or_none()


def _note(session: Session, held: _Held, actor: str, action: str, detail: dict[str, Any]) -> None:
    chained = chain(held.id, held.audit_seq, held.audit_head, [Entry(utc_now(), actor, action, detail)])
    session.execute(insert(AuditLog), chained.rows)
    session.execute(update(Report), [{"id": held.id, "audit_seq": chained.seq, "audit_head": chained.head}])


def _about(said: Finding | Review) -> dict[str, Any]:
    return {"fingerprint": said.fingerprint, "rule": said.rule}


def _made(finding: Finding, **marked: Any) -> Review:
    kept = (
        "report_id", "fingerprint", "rule", "table_key", "row_key", "column_key", "left_value", "right_value",
        "message_zh", "message_en",
    )  # fmt: skip
    return Review(**{name: getattr(finding, name) for name in kept}, standing=ReviewStanding.HOLDS, **marked)
