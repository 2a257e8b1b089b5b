"""Findings with what people made of them: those of one report, and page by page those of many."""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select
from sqlmodel import Session, col

from models.database import read
from models.tables import Finding, Report, Review, ReviewStanding, ReviewState, Run, Verdict

from .report_filter import ReportFilter, conditions, equal, finding_conditions
from .reviewed import FindingPage, FindingsOfReport, FindingState, LapsedMark, Mark, ReviewedFinding, lapsed, reviewed
from .shown import IN_FORCE, SHOWN

__all__ = [
    "FindingFilter",
    "FindingPage",
    "FindingPlace",
    "FindingState",
    "FindingsOfReport",
    "LapsedMark",
    "Mark",
    "ReviewedFinding",
    "findings_of_report",
    "fingerprints_like",
    "page_of_findings",
    "reviewed_findings",
]


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What is given must hold, all of it together; of `reports` rule and severity choose the findings themselves."""

    reports: ReportFilter = field(default_factory=ReportFilter)
    state: FindingState | None = None
    verdict: Verdict | None = None
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a finding stands in a list of many: `7.3` is the fourth finding of report 7."""

    report_id: int
    ordinal: int

    PATTERN: ClassVar[str] = r"^[0-9]{1,18}\.[0-9]{1,9}$"

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the place that is written so; a ValueError for anything else."""
        if not re.fullmatch(cls.PATTERN, text):
            raise ValueError(f"{text!r} is no place in a list of findings; give what the page before called next")
        report_id, ordinal = map(int, text.split("."))
        return cls(report_id, ordinal)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.report_id}.{self.ordinal}"


def reviewed_findings(engine: Engine, report_id: int) -> tuple[ReviewedFinding, ...]:
    """Return the findings that a report shows, in their order; none if it shows no results, or is not there."""
    with read(engine) as session:
        return _of_report(session, report_id)


def findings_of_report(engine: Engine, report_id: int) -> FindingsOfReport:
    """Return the findings that a report shows and its marks out of force, all of one moment."""
    ours = (col(Review.report_id) == report_id, col(Review.standing) != ReviewStanding.HOLDS)
    out_of_force = select(Review).where(*ours).order_by(col(Review.marked_at), col(Review.fingerprint))
    with read(engine) as session:
        run = session.execute(select(col(Report.result_run)).where(col(Report.id) == report_id)).scalar_one_or_none()
        gone = tuple(map(lapsed, session.execute(out_of_force).scalars()))
        return FindingsOfReport(report_id, run, _of_report(session, report_id), gone)


def page_of_findings(
    engine: Engine, chosen: FindingFilter, *, after: FindingPlace | None = None, limit: int
) -> FindingPage:
    """Return the next `limit` findings (1 or more) behind `after`, in the order of reports and of findings in them."""
    wanted = [*conditions(engine, chosen.reports, by_findings=False), *finding_conditions(chosen.reports)]
    wanted += equal({Finding.verdict: chosen.verdict, Report.id: chosen.report_id})
    if chosen.state == FindingState.OPEN:
        wanted.append(col(Review.state).is_(None))
    elif chosen.state is not None:
        wanted.append(col(Review.state) == ReviewState(chosen.state.value))
    if after is not None:
        later = and_(col(Report.id) == after.report_id, col(Finding.ordinal) > after.ordinal)
        # The bound alone says nothing new; it is what an index can begin at.
        wanted += [col(Report.id) >= after.report_id, or_(col(Report.id) > after.report_id, later)]
    with read(engine) as session:
        rows = session.execute(_statement(wanted).limit(limit + 1)).all()
    shown = rows[:limit]
    more = FindingPlace(shown[-1].Finding.report_id, shown[-1].Finding.ordinal) if len(rows) > limit else None
    return FindingPage(tuple(map(reviewed, shown)), str(more) if more else None)


def fingerprints_like(engine: Engine, report_id: int, beginning: str) -> list[str]:
    """Return the fingerprints of a report's findings and marks that begin so."""
    found = findings_of_report(engine, report_id)
    known = {each.fingerprint for each in found.findings} | {each.fingerprint for each in found.lapsed}
    return sorted(each for each in known if each.startswith(beginning))


def _statement(wanted: list[ColumnElement[bool]]) -> Any:
    of_run = (col(Run.report_id) == col(Finding.report_id), col(Run.run) == col(Finding.run))
    file_name = func.coalesce(col(Run.name), col(Report.name)).label("file_name")
    columns: Any = (Finding, Review, file_name, col(Report.agency), col(Report.year))
    return (
        select(*columns)
        .join(Report, SHOWN)
        .outerjoin(Run, and_(*of_run))
        .outerjoin(Review, IN_FORCE)
        .where(*wanted)
        .order_by(col(Report.id), col(Finding.ordinal))
    )


def _of_report(session: Session, report_id: int) -> tuple[ReviewedFinding, ...]:
    return tuple(map(reviewed, session.execute(_statement([col(Report.id) == report_id]))))
