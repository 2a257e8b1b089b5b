"""Dead letters that nobody will send again: dismissed, with a reason."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlmodel import col

from models.audit import AuditRow, Entry, chain
from models.database import write
from models.tables import AuditLog, DeadLetter, DeadLetterState, Report, utc_now

from .runs import open_letters

_AT_ONCE = 500


def dismiss(engine: Engine, letter_ids: Sequence[int], *, reason: str, actor: str) -> list[int]:
    """Close those of the letters that are open, and return them; noted in the audit log. Safe to repeat."""
    dismissed: list[int] = []
    wanted = sorted(set(letter_ids))
    for start in range(0, len(wanted), _AT_ONCE):
        dismissed += _dismiss(engine, wanted[start : start + _AT_ONCE], reason, actor)
    return dismissed


def _dismiss(engine: Engine, letter_ids: Sequence[int], reason: str, actor: str) -> list[int]:
    now = utc_now()
    ours: Any = (
        select(col(DeadLetter.id).label("letter"), col(Report.id), col(Report.audit_seq), col(Report.audit_head))
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(col(DeadLetter.id).in_(letter_ids))
        .order_by(col(Report.id), col(DeadLetter.id))
        .with_for_update(of=Report)
    )
    with write(engine) as session:
        locked = session.execute(ours).all()
        still_open = open_letters(session, letter_ids)
        rows = [row for row in locked if row.letter in still_open]
        if not rows:
            return []
        letters = [
            {"id": row.letter, "state": DeadLetterState.DISMISSED, "reason": reason, "updated_at": now} for row in rows
        ]
        session.execute(update(DeadLetter), letters)
        heads = {row.id: (row.audit_seq, row.audit_head) for row in rows}
        audit: list[AuditRow] = []
        for row in rows:
            entry = Entry(now, actor, "dead_letter.dismissed", {"dead_letter": row.letter, "reason": reason})
            chained = chain(row.id, *heads[row.id], [entry])
            heads[row.id] = (chained.seq, chained.head)
            audit += chained.rows
        session.execute(insert(AuditLog), audit)
        moved = [{"id": each, "audit_seq": seq, "audit_head": head} for each, (seq, head) in heads.items()]
        session.execute(update(Report), moved)
        return [row.letter for row in rows]
