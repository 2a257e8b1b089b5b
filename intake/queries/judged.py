"""The shown findings of a batch by what they weigh and what people made of them, as subqueries: no finding is loaded."""

from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, and_, case, func, select, type_coerce
from sqlmodel import col

from intake.reporting.model import WEIGHTS
from models.tables import Finding, Report, Review, ReviewState, Submission, Verdict
from pipeline.checks import OWN_READING

from .shown import IN_FORCE, SHOWN

#: What is counted of each report, as `Tally` has it.
COUNTED = (*WEIGHTS, "dismissed", "issues", "confirmed")


def judged(batch_id: int) -> Subquery:
    """The shown findings of a batch's reports: report, rule, weight, and 1 where it leads what one error caused.

    `dismissed` and `confirmed` are 1 where a mark in force says so; what was dismissed leads nothing.
    """
    doubt = (col(Finding.verdict) == Verdict.UNCERTAIN) | col(Finding.rule).in_(OWN_READING)
    weight = case((doubt, "doubt"), else_=type_coerce(col(Finding.severity), String))
    dismissed = case((col(Review.state) == ReviewState.DISMISSED, 1), else_=0)
    rank = case((dismissed == 1, len(WEIGHTS)), *((weight == each, number) for number, each in enumerate(WEIGHTS)))
    behind = (col(Finding.report_id), func.coalesce(col(Finding.group_number), -1 - col(Finding.ordinal)))
    place = func.row_number().over(partition_by=behind, order_by=(rank, col(Finding.ordinal)))
    return (
        select(
            col(Finding.report_id).label("report_id"),
            col(Finding.rule).label("rule"),
            weight.label("weight"),
            dismissed.label("dismissed"),
            case((col(Review.state) == ReviewState.CONFIRMED, 1), else_=0).label("confirmed"),
            case((doubt, 0), (dismissed == 1, 0), (place == 1, 1), else_=0).label("leads"),
        )
        .join(Report, SHOWN)
        .outerjoin(Review, IN_FORCE)
        .where(col(Finding.report_id).in_(_ours(batch_id)))
        .subquery()
    )


def per_report_of(batch_id: int) -> Subquery:
    """Each report of a batch that has results: its id, its agency, and a column for each of what is `COUNTED`."""
    found = judged(batch_id)
    c = found.c
    counts: dict[str, ColumnElement[int]] = {
        each: case((and_(c.weight == each, c.dismissed == 0), 1), else_=0) for each in WEIGHTS
    }
    counts |= {"dismissed": c.dismissed, "issues": c.leads, "confirmed": c.confirmed}
    return (
        select(
            col(Report.id).label("report_id"),
            col(Report.agency).label("agency"),
            *(func.coalesce(func.sum(counts[each]), 0).label(each) for each in COUNTED),
        )
        .outerjoin(found, c.report_id == col(Report.id))
        .where(*have_results(batch_id))
        .group_by(col(Report.id), col(Report.agency))
        .subquery()
    )


def have_results(batch_id: int) -> tuple[ColumnElement[bool], ...]:
    """What holds of the batch's reports that have results."""
    return col(Report.id).in_(_ours(batch_id)), col(Report.result_run).is_not(None)


def _ours(batch_id: int) -> Any:
    return select(col(Submission.report_id)).where(
        col(Submission.batch_id) == batch_id, col(Submission.report_id).is_not(None)
    )
