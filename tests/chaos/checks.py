"""What must hold at any moment, and what must hold at the end; each check returns sentences on what does not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlmodel import col

from intake.ledger import ledger
from models.tables import (
    Attempt,
    AttemptOutcome,
    Batch,
    Finding,
    Report,
    ReportState,
    RequestsRow,
    Section,
    Submission,
    SubmissionOutcome,
    utc_now,
)

from .looking import Look
from .traffic import Sent

REQUESTS_ROWS = 25
_STUCK_AFTER_S = 20.0


def broken_now(look: Look, sent: Sequence[Sent], lease_s: float) -> list[str]:
    """What does not hold now, while reports may be under way and no call is."""
    return [*_ledgers(look, sent), *_stuck(look, lease_s), *(f"report {each} counted twice" for each in doubled(look))]


def doubled(look: Look) -> set[int]:
    """Reports with more or less than one set of results, a stage stored twice in a run, or accepted twice."""
    found: set[int] = set()
    for statement in (_result_sets(), _results_of_other_runs(), _stages_stored_twice(), _accepted_twice()):
        found |= {row[0] for row in look.rows(statement)}
    return found | _same_twice(look)


def lost(look: Look, sent: Sequence[Sent]) -> list[str]:
    """Submitted files that have no submission, no report, or a report that is neither done nor dead."""
    statement = select(
        col(Submission.batch_id),
        col(Submission.name),
        col(Submission.sha256),
        col(Submission.outcome),
        col(Report.state),
    ).outerjoin(Report, col(Report.id) == col(Submission.report_id))
    found = {(row.batch_id, row.name): row for row in look.rows(statement)}
    return [
        f"{made.name} of batch {each.batch_id}: {reason}"
        for each in sent
        for made in each.files
        if (reason := _why_lost(found.get((each.batch_id, made.name)), made.sha256, is_empty=not made.content))
    ]


def _why_lost(row: Row[Any] | None, sha256: str, *, is_empty: bool) -> str | None:
    if row is None:
        return "no submission"
    if is_empty:
        return None if row.outcome == SubmissionOutcome.REJECTED else f"an empty file was {row.outcome}"
    if row.sha256 != sha256 or row.outcome == SubmissionOutcome.REJECTED:
        return f"outcome {row.outcome}, bytes {row.sha256}"
    return None if row.state in {ReportState.DONE, ReportState.DEAD} else f"state {row.state}"


def _ledgers(look: Look, sent: Sequence[Sent]) -> Iterator[str]:
    for each in sent:
        counts = ledger(look.engine, each.batch_id)
        if not counts.balanced or counts.submitted != len(each.files):
            yield f"batch {each.batch_id} of {len(each.files)} files: {counts}"
    known = {each.batch_id for each in sent}
    for row in look.rows(select(col(Batch.id), col(Batch.label))):
        if row.id not in known:
            yield f"batch {row.id} ({row.label}) was never acknowledged"


def _stuck(look: Look, lease_s: float) -> Iterator[str]:
    """Reports whose lease ran out long ago: nobody will ever finish them."""
    before = utc_now() - timedelta(seconds=lease_s + _STUCK_AFTER_S)
    late = (col(Report.state) == ReportState.WORKING, col(Report.lease_expires_at) < before)
    for row in look.rows(select(col(Report.id), col(Report.lease_expires_at), col(Report.lease_owner)).where(*late)):
        yield f"report {row.id} is still held by {row.lease_owner}, whose lease ended at {row.lease_expires_at}"


def _result_sets() -> Any:
    """Done reports whose shown run has not exactly the 25 rows of table 3."""
    ours = and_(col(RequestsRow.report_id) == col(Report.id), col(RequestsRow.run) == col(Report.result_run))
    rows, keys = func.count(col(RequestsRow.row_key)), func.count(func.distinct(col(RequestsRow.row_key)))
    return (
        select(col(Report.id))
        .outerjoin(RequestsRow, ours)
        .where(col(Report.state) == ReportState.DONE)
        .group_by(col(Report.id))
        .having((rows != REQUESTS_ROWS) | (keys != REQUESTS_ROWS))
    )


def _results_of_other_runs() -> Any:
    """Done reports that also have results of a run which is not the one shown."""
    return (
        select(col(Report.id))
        .join(RequestsRow, col(RequestsRow.report_id) == col(Report.id))
        .where(col(Report.state) == ReportState.DONE, col(RequestsRow.run) != col(Report.result_run))
    )


def _stages_stored_twice() -> Any:
    return (
        select(col(Attempt.report_id))
        .where(col(Attempt.outcome) == AttemptOutcome.OK)
        .group_by(col(Attempt.report_id), col(Attempt.run), col(Attempt.stage))
        .having(func.count() > 1)
    )


def _accepted_twice() -> Any:
    return (
        select(col(Submission.report_id))
        .where(col(Submission.outcome) == SubmissionOutcome.ACCEPTED)
        .group_by(col(Submission.report_id))
        .having(func.count() > 1)
    )


def _same_twice(look: Look) -> set[int]:
    """Reports with the same section or the same finding twice in one run."""
    sections = select(col(Section.report_id), col(Section.run), col(Section.start_offset), col(Section.heading))
    findings = select(
        col(Finding.report_id),
        col(Finding.run),
        col(Finding.rule),
        col(Finding.table_key),
        col(Finding.row_key),
        col(Finding.column_key),
        col(Finding.quote_start),
        col(Finding.message_en),
    )
    return {
        row[0]
        for statement in (sections, findings)
        for row, times in Counter(map(tuple, look.rows(statement))).items()
        if times > 1
    }
