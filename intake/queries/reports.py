"""Reports as a list, page by page, and what happened to one of them: its runs and its audit entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, select
from sqlmodel import Session, col

from models.database import read
from models.tables import (
    AgencyLevel,
    AuditLog,
    DeadLetter,
    Finding,
    Lane,
    Report,
    ReportState,
    Run,
    Severity,
    Stage,
    Verdict,
)

from .report_filter import ReportFilter, conditions
from .shown import SHOWN


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings of the shown results fail for sure, by severity."""

    error: int = 0
    warning: int = 0
    info: int = 0


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in a list: where it stands, what it says of itself, and what does not add up in it.

    `code` is that of its dead letter, None unless the report is dead now.
    """

    id: int
    name: str
    sha256: str
    size_bytes: int
    lane: Lane
    state: ReportState
    stage: Stage
    run: int
    result_run: int | None
    attempt: int
    agency: str | None
    level: AgencyLevel | None
    region: str | None
    year: int | None
    form: str | None
    published_on: date | None
    figures_read: int | None
    figures_expected: int | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    code: str | None
    findings: FindingCounts


@dataclass(frozen=True, slots=True)
class Page:
    """Some reports in the order of their ids; `next` is what to give as `after` for more, None at the end."""

    items: tuple[ReportLine, ...]
    next: int | None


_SHOWN = [col(getattr(Report, name)) for name in ReportLine.__slots__ if name not in {"code", "findings"}]


def page_of_reports(engine: Engine, chosen: ReportFilter, *, after: int | None, limit: int) -> Page:
    """Return the next `limit` reports (1 or more) whose ids are greater than `after`.

    Rows that are added meanwhile move no other row to another page. Two statements, whatever the size of the page.
    """
    wanted = [*conditions(engine, chosen), col(Report.id) > (after or 0)]
    with read(engine) as session:
        lines = _lines(session, wanted, limit + 1)
    shown = lines[:limit]
    return Page(shown, shown[-1].id if len(lines) > limit else None)


def report_line(engine: Engine, report_id: int, *, key_id: int | None = None) -> ReportLine | None:
    """Return one report; None if there is none, or none that a batch of the key `key_id` points to."""
    wanted = [*conditions(engine, ReportFilter(key_id=key_id)), col(Report.id) == report_id]
    with read(engine) as session:
        return next(iter(_lines(session, wanted, 1)), None)


def runs_of(engine: Engine, report_id: int) -> list[Run]:
    """Return the runs of a report, the first one first; none if there is no such report."""
    with read(engine) as session:
        statement = select(Run).where(col(Run.report_id) == report_id).order_by(col(Run.run))
        return list(session.execute(statement).scalars())


def audit_of(engine: Engine, report_id: int) -> list[AuditLog]:
    """Return the audit entries of a report, the oldest first; none if there is no such report."""
    with read(engine) as session:
        statement = select(AuditLog).where(col(AuditLog.report_id) == report_id).order_by(col(AuditLog.seq))
        return list(session.execute(statement).scalars())


def _lines(session: Session, wanted: Sequence[ColumnElement[bool]], limit: int) -> tuple[ReportLine, ...]:
    its_letter = and_(
        col(DeadLetter.report_id) == col(Report.id),
        col(DeadLetter.run) == col(Report.run),
        col(Report.state) == ReportState.DEAD,
    )
    statement: Any = (
        select(*_SHOWN, col(DeadLetter.code))
        .outerjoin(DeadLetter, its_letter)
        .where(*wanted)
        .order_by(col(Report.id))
        .limit(limit)
    )
    rows = session.execute(statement).mappings().all()
    counts = _finding_counts(session, [row["id"] for row in rows])
    return tuple(ReportLine(**row, findings=FindingCounts(**counts.get(row["id"], {}))) for row in rows)


def _finding_counts(session: Session, report_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    statement = (
        select(col(Finding.report_id), col(Finding.severity), func.count())
        .join(Report, SHOWN)
        .where(col(Finding.report_id).in_(report_ids), col(Finding.verdict) == Verdict.FAIL)
        .group_by(col(Finding.report_id), col(Finding.severity))
    )
    counts: dict[int, dict[str, int]] = {}
    for report_id, severity, count in session.execute(statement):
        counts.setdefault(report_id, {})[Severity(severity).value] = count
    return counts
