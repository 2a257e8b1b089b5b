"""Weighs marks anew in the transaction in which a new run's results become the ones that a report shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import and_, select, update
from sqlmodel import Session, col

from models.lookups import among
from models.tables import Finding, Review, ReviewStanding, Run
from workers.storing import Stored

from .standing import Shown, standings

_ACTIONS = {
    ReviewStanding.HOLDS: "review.restored",
    ReviewStanding.CHANGED: "review.reopened",
    ReviewStanding.STILL_FOUND: "review.reopened",
    ReviewStanding.NOT_FOUND: "review.lapsed",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that stands otherwise than before, as the audit log tells it."""

    action: str
    detail: dict[str, Any]


def weigh(session: Session, pairs: Sequence[tuple[int, int]], stored: Mapping[int, Stored]) -> dict[int, list[Change]]:
    """Note how the marks of reports stand in the runs whose findings are `stored`, and return what changed, by report.

    The reports must be locked, so that nobody marks meanwhile. One query, and one statement more where a mark changes.
    """
    of_run = and_(col(Run.report_id) == col(Review.report_id), among(col(Run.report_id), col(Run.run), pairs))
    statement = select(Review, col(Run.run), col(Run.sha256)).join(Run, of_run)
    rows = session.execute(statement.order_by(col(Review.report_id), col(Review.fingerprint))).all()
    changes: dict[int, list[Change]] = defaultdict(list)
    moved: list[dict[str, Any]] = []
    for report_id, ours in groupby(rows, key=lambda row: row[0].report_id):
        marks, runs, bytes_ = zip(*ours, strict=True)
        for mark, now in zip(marks, standings(marks, _shown(stored[report_id]), bytes_[0]), strict=True):
            if now != mark.standing:
                changes[report_id].append(_change(mark, now, runs[0]))
                moved.append({"report_id": report_id, "fingerprint": mark.fingerprint, "standing": now})
    if moved:
        session.execute(update(Review), moved)
    return changes


def _shown(stored: Stored) -> list[Shown]:
    return [
        Shown(row["fingerprint"], (row["rule"], row["table_key"], row["row_key"], row["column_key"]))
        for row in stored.rows.get(Finding, ())
    ]


def _change(mark: Review, now: ReviewStanding, run: int) -> Change:
    detail = {"fingerprint": mark.fingerprint, "rule": mark.rule, "run": run, "state": mark.state.value}
    return Change(_ACTIONS[now], detail | {"standing": now.value})
