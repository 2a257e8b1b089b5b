"""What was found in a batch, added up by the database: by rule, by agency, by code of what failed; no finding is loaded.

It is about the reports that the batch's files point to, each once, duplicates of earlier batches too, and about the
results that these show now.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Engine, Subquery, and_, case, func, select
from sqlmodel import Session, col

from intake.ledger import ledger_of
from intake.reporting.model import WEIGHTS
from models.database import read
from models.tables import Batch, DeadLetter, Report, ReportState, Submission, SubmissionOutcome

from .batch_values import Agencies, AgencyLine, BatchSummary, Reports, RuleLine, Tally
from .judged import COUNTED, have_results, judged, per_report_of

MOST_AGENCIES = 500


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


def _tallied(per_report: Subquery) -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(per_report.c[name]), 0) for name in COUNTED]


def _totals(session: Session, per_report: Subquery) -> tuple[Reports, Tally]:
    c = per_report.c
    gravest = case((c.error > 0, 0), (c.warning > 0, 1), (c.info > 0, 2), else_=3)
    graded = [func.coalesce(func.sum(case((gravest == each, 1), else_=0)), 0) for each in range(4)]
    row = session.execute(select(*graded, *_tallied(per_report))).one()
    counts = [int(each) for each in row]
    return Reports(sum(counts[:4]), *counts[:4]), Tally(*counts[4:])


def _by_rule(session: Session, batch_id: int) -> tuple[RuleLine, ...]:
    """Errors first, then by how many there are; reports are those where something is left that was not dismissed."""
    c = judged(batch_id).c
    dismissed = func.sum(c.dismissed)
    reports = func.count(case((c.dismissed == 0, c.report_id)).distinct())
    statement = select(c.rule, c.weight, func.count() - dismissed, func.sum(c.leads), reports, dismissed)
    rows = session.execute(statement.group_by(c.rule, c.weight))
    lines = [RuleLine(row[0], row[1], *map(int, row[2:])) for row in rows]
    return tuple(sorted(lines, key=lambda line: (WEIGHTS.index(line.weight), -line.findings, line.rule)))


def _by_agency(session: Session, batch_id: int, reports: Reports, found: Tally, most: int | None) -> Agencies:
    per_report = per_report_of(batch_id)
    sums = _tallied(per_report)
    agency = per_report.c.agency
    worst_first = (*(each.desc() for each in sums[: len(WEIGHTS)]), agency.nulls_last())
    statement = select(agency, func.count(), *sums).group_by(agency).order_by(*worst_first).limit(most)
    listed = tuple(AgencyLine(row[0], row[1], Tally(*map(int, row[2:]))) for row in session.execute(statement))
    names = select(col(Report.agency)).where(*have_results(batch_id)).distinct().subquery()
    number = session.execute(select(func.count()).select_from(names)).scalar_one()
    left = AgencyLine(None, reports.checked - sum(each.reports for each in listed), _less(found, listed))
    return Agencies(number, listed, left if number > len(listed) else None)


def _less(found: Tally, listed: Sequence[AgencyLine]) -> Tally:
    return Tally(*(getattr(found, name) - sum(getattr(each.found, name) for each in listed) for name in COUNTED))


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
