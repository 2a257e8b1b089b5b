"""What was found in a batch, added up by the database: by rule, by agency, by code of what failed; no finding is loaded.

It is about the reports that the batch's files point to, each once, duplicates of earlier batches too, and about the
results that these show now.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Engine, String, Subquery, and_, case, func, select, type_coerce
from sqlmodel import Session, col

from intake.ledger import Ledger, ledger_of
from models.database import read
from models.tables import Batch, DeadLetter, Finding, Report, ReportState, Submission, SubmissionOutcome, Verdict
from pipeline.checks import OWN_READING

MOST_AGENCIES = 500
WEIGHTS = ("error", "warning", "info", "doubt")


class Tally(msgspec.Struct, frozen=True):
    """Findings by weight; those that one error explains are one of `issues`, and so is a finding alone.

    A `doubt` is ours (an unknown figure decides, or our own reading is in question) and no issue.
    """

    error: int = 0
    warning: int = 0
    info: int = 0
    doubt: int = 0
    issues: int = 0


class RuleLine(msgspec.Struct, frozen=True):
    """What one rule found: findings, issues of which such a finding is the first, and reports."""

    rule: str
    weight: str
    findings: int
    issues: int
    reports: int


class AgencyLine(msgspec.Struct, frozen=True):
    """What was found in the reports of one agency (None: those that name none)."""

    agency: str | None
    reports: int
    found: Tally


class Reports(msgspec.Struct, frozen=True):
    """Reports that have results, by the gravest of what was found in them; the four add up to `checked`."""

    checked: int
    with_errors: int
    with_warnings: int
    with_infos: int
    without: int


class Agencies(msgspec.Struct, frozen=True):
    """Agencies, worst first; `rest` is all beyond those listed, None where there are no more of them."""

    number: int
    listed: tuple[AgencyLine, ...]
    rest: AgencyLine | None


class BatchSummary(msgspec.Struct, frozen=True):
    """One batch; each list adds up to the total above it: rules and agencies to `found`, codes to the ledger."""

    batch: int
    label: str
    submitted_at: datetime
    closed_at: datetime | None
    ledger: Ledger
    balanced: bool
    reports: Reports
    found: Tally
    rules: tuple[RuleLine, ...]
    agencies: Agencies
    dead_letters: dict[str, int]
    rejected: dict[str, int]


def batch_summary(engine: Engine, batch_id: int, *, everything: bool = False) -> BatchSummary | None:
    """Return the summary of a batch as it is at one moment, None if there is no such batch.

    At most `MOST_AGENCIES` agencies are listed, or all if `everything` is wanted.
    """
    with read(engine) as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            return None
        counts = ledger_of(session, batch_id)
        reports, found = _totals(session, per_report_of(batch_id))
        return BatchSummary(
            batch=batch.id,
            label=batch.label,
            submitted_at=batch.created_at,
            closed_at=batch.closed_at,
            ledger=counts,
            balanced=counts.balanced,
            reports=reports,
            found=found,
            rules=_by_rule(session, batch_id),
            agencies=_by_agency(session, batch_id, reports, found, None if everything else MOST_AGENCIES),
            dead_letters=_dead(session, batch_id),
            rejected=_rejected(session, batch_id),
        )


def judged(batch_id: int) -> Subquery:
    """The shown findings of a batch's reports: report, rule, what it weighs, and 1 where it leads what one error caused."""
    doubt = (col(Finding.verdict) == Verdict.UNCERTAIN) | col(Finding.rule).in_(OWN_READING)
    weight = case((doubt, "doubt"), else_=type_coerce(col(Finding.severity), String))
    rank = case(*((weight == each, number) for number, each in enumerate(WEIGHTS)))
    behind = (col(Finding.report_id), func.coalesce(col(Finding.group_number), -1 - col(Finding.ordinal)))
    place = func.row_number().over(partition_by=behind, order_by=(rank, col(Finding.ordinal)))
    shown = and_(col(Report.id) == col(Finding.report_id), col(Report.result_run) == col(Finding.run))
    return (
        select(
            col(Finding.report_id).label("report_id"),
            col(Finding.rule).label("rule"),
            weight.label("weight"),
            case((doubt, 0), (place == 1, 1), else_=0).label("leads"),
        )
        .join(Report, shown)
        .where(col(Finding.report_id).in_(_ours(batch_id)))
        .subquery()
    )


def per_report_of(batch_id: int) -> Subquery:
    """Each report of a batch that has results: its id, its agency, and a column for each field of `Tally`."""
    found = judged(batch_id)
    sums = [func.coalesce(func.sum(case((found.c.weight == each, 1), else_=0)), 0).label(each) for each in WEIGHTS]
    return (
        select(
            col(Report.id).label("report_id"),
            col(Report.agency).label("agency"),
            *sums,
            func.coalesce(func.sum(found.c.leads), 0).label("issues"),
        )
        .outerjoin(found, found.c.report_id == col(Report.id))
        .where(*_have_results(batch_id))
        .group_by(col(Report.id), col(Report.agency))
        .subquery()
    )


def _have_results(batch_id: int) -> tuple[ColumnElement[bool], ...]:
    return col(Report.id).in_(_ours(batch_id)), col(Report.result_run).is_not(None)


def _ours(batch_id: int) -> Any:
    return select(col(Submission.report_id)).where(
        col(Submission.batch_id) == batch_id, col(Submission.report_id).is_not(None)
    )


def _tallied(per_report: Subquery) -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(per_report.c[name]), 0) for name in (*WEIGHTS, "issues")]


def _totals(session: Session, per_report: Subquery) -> tuple[Reports, Tally]:
    c = per_report.c
    gravest = case((c.error > 0, 0), (c.warning > 0, 1), (c.info > 0, 2), else_=3)
    graded = [func.coalesce(func.sum(case((gravest == each, 1), else_=0)), 0) for each in range(4)]
    row = session.execute(select(*graded, *_tallied(per_report))).one()
    counts = [int(each) for each in row]
    return Reports(sum(counts[:4]), *counts[:4]), Tally(*counts[4:])


def _by_rule(session: Session, batch_id: int) -> tuple[RuleLine, ...]:
    """Errors first, then by how many there are."""
    found = judged(batch_id)
    statement = select(
        found.c.rule, found.c.weight, func.count(), func.sum(found.c.leads), func.count(found.c.report_id.distinct())
    ).group_by(found.c.rule, found.c.weight)
    lines = [RuleLine(row[0], row[1], row[2], int(row[3]), row[4]) for row in session.execute(statement)]
    return tuple(sorted(lines, key=lambda line: (WEIGHTS.index(line.weight), -line.findings, line.rule)))


def _by_agency(session: Session, batch_id: int, reports: Reports, found: Tally, most: int | None) -> Agencies:
    per_report = per_report_of(batch_id)
    sums = _tallied(per_report)
    agency = per_report.c.agency
    worst_first = (*(each.desc() for each in sums[: len(WEIGHTS)]), agency.nulls_last())
    statement = select(agency, func.count(), *sums).group_by(agency).order_by(*worst_first).limit(most)
    listed = tuple(AgencyLine(row[0], row[1], Tally(*map(int, row[2:]))) for row in session.execute(statement))
    names = select(col(Report.agency)).where(*_have_results(batch_id)).distinct().subquery()
    number = session.execute(select(func.count()).select_from(names)).scalar_one()
    left = AgencyLine(None, reports.checked - sum(each.reports for each in listed), _less(found, listed))
    return Agencies(number, listed, left if number > len(listed) else None)


def _less(found: Tally, listed: Sequence[AgencyLine]) -> Tally:
    names = Tally.__struct_fields__
    return Tally(*(getattr(found, name) - sum(getattr(each.found, name) for each in listed) for name in names))


def _dead(session: Session, batch_id: int) -> dict[str, int]:
    """What the batch's own reports died of, in their newest run; adds up to `dead` of the ledger."""
    its_letter = and_(col(DeadLetter.report_id) == col(Report.id), col(DeadLetter.run) == col(Report.run))
    statement = (
        select(func.coalesce(col(DeadLetter.code), "unknown").label("cause"), func.count())
        .select_from(Submission)
        .join(Report, col(Report.id) == col(Submission.report_id))
        .outerjoin(DeadLetter, its_letter)
        .where(
            col(Submission.batch_id) == batch_id,
            col(Submission.outcome) == SubmissionOutcome.ACCEPTED,
            col(Report.state) == ReportState.DEAD,
        )
        .group_by("cause")
        .order_by(func.count().desc(), "cause")
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _rejected(session: Session, batch_id: int) -> dict[str, int]:
    refused = (col(Submission.batch_id) == batch_id, col(Submission.outcome) == SubmissionOutcome.REJECTED)
    statement = select(col(Submission.code), func.count()).where(*refused).group_by(col(Submission.code))
    return {row[0]: row[1] for row in session.execute(statement.order_by(func.count().desc(), col(Submission.code)))}
