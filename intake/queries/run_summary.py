"""The files of a batch with what was found in each, and its worst reports with their findings; both bounded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, and_, func, or_, select
from sqlmodel import col

from intake.reporting.model import WEIGHTS
from intake.reports import finding_of
from models import tables
from models.database import read
from models.tables import Report, ReportState, Review, ReviewState, Submission, SubmissionOutcome
from pipeline.checks import Finding

from .judged import per_report_of
from .shown import IN_FORCE, SHOWN


@dataclass(frozen=True, slots=True)
class FileLine:
    """One submitted file, its report (for a duplicate, the one that was there first), and its findings by weight."""

    name: str
    outcome: SubmissionOutcome
    code: str | None
    message_zh: str | None
    message_en: str | None
    state: ReportState | None
    agency: str | None
    year: int | None
    form: str | None
    figures_read: int | None
    figures_expected: int | None
    error: int
    warning: int
    info: int


@dataclass(frozen=True, slots=True)
class WorstReport:
    """One report in which something was found, with its findings in the order of the checks, but for dismissed ones."""

    id: int
    name: str
    agency: str | None
    year: int | None
    form: str | None
    findings: tuple[Finding, ...]


def file_lines(engine: Engine, batch_id: int, *, most: int, only_wrong: bool) -> list[FileLine]:
    """Return files in the order of submission; or those with errors or that failed, the worst first."""
    found = per_report_of(batch_id)
    sums = [func.coalesce(found.c[weight], 0) for weight in ("error", "warning", "info")]
    of_file = ("name", "outcome", "code", "message_zh", "message_en")
    of_report = ("state", "agency", "year", "form", "figures_read", "figures_expected")
    statement = (
        select(
            *(col(getattr(Submission, name)) for name in of_file),
            *(col(getattr(Report, name)) for name in of_report),
            *sums,
        )
        .outerjoin(Report, col(Report.id) == col(Submission.report_id))
        .outerjoin(found, found.c.report_id == col(Report.id))
        .where(col(Submission.batch_id) == batch_id)
        .limit(most)
    )
    if only_wrong:
        failed = and_(
            col(Submission.outcome) != SubmissionOutcome.DUPLICATE,
            or_(col(Report.state).is_(None), col(Report.state) != ReportState.DONE),
        )
        statement = statement.where(or_(sums[0] > 0, failed)).order_by(*(each.desc() for each in sums))
    with read(engine) as session:
        return [FileLine(*row) for row in session.execute(statement.order_by(col(Submission.id)))]


def worst_reports(engine: Engine, batch_id: int, *, most: int) -> tuple[list[WorstReport], int]:
    """Return the reports of a batch in which most was found, worst first, and how many there are in all."""
    found = per_report_of(batch_id)
    sums = [found.c[weight] for weight in WEIGHTS]
    something = or_(*(each > 0 for each in sums))
    statement = (
        select(*(col(getattr(Report, name)) for name in ("id", "name", "agency", "year", "form")))
        .join(found, found.c.report_id == col(Report.id))
        .where(something)
        .order_by(*(each.desc() for each in sums), col(Report.id))
        .limit(most)
    )
    with read(engine) as session:
        rows = session.execute(statement).all()
        number = session.execute(select(func.count()).select_from(found).where(something)).scalar_one()
    findings = _findings(engine, [row[0] for row in rows])
    worst = [
        WorstReport(row.id, row.name, row.agency, row.year, row.form, tuple(findings.get(row.id, ()))) for row in rows
    ]
    return worst, number


def _findings(engine: Engine, report_ids: Sequence[int]) -> dict[int, list[Finding]]:
    not_dismissed = or_(col(Review.state).is_(None), col(Review.state) != ReviewState.DISMISSED)
    statement = (
        select(tables.Finding)
        .join(Report, SHOWN)
        .outerjoin(Review, IN_FORCE)
        .where(col(tables.Finding.report_id).in_(report_ids), not_dismissed)
        .order_by(col(tables.Finding.report_id), col(tables.Finding.ordinal))
    )
    findings: dict[int, list[Finding]] = {}
    with read(engine) as session:
        for row in session.execute(statement).scalars():
            findings.setdefault(row.report_id, []).append(finding_of(row))
    return findings
