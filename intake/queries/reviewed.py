"""Findings with what people made of them, as values: what the API, the command line and pages show of a review."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from intake.reports import finding_of
from models.tables import Review, ReviewStanding, ReviewState
from pipeline.checks import Finding, Scope
from pipeline.messages import Message


class FindingState(StrEnum):
    """What a person made of a finding; `open` until someone did, and again once it says something else."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person made of a finding, why, and of which results: those of `run`, read from the bytes `sha256`."""

    state: ReviewState
    reason: str | None
    by: str
    at: datetime
    run: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """One finding that a report shows; `fingerprint` addresses it, and `review` is the mark that is in force.

    Two findings of a report that say the same have the same fingerprint, and share their mark.
    """

    report_id: int
    file_name: str
    agency: str | None
    year: int | None
    run: int
    fingerprint: str
    state: FindingState
    finding: Finding
    review: Mark | None


@dataclass(frozen=True, slots=True)
class LapsedMark:
    """A mark that is not in force, `standing` says why, with what its finding said when it was put."""

    fingerprint: str
    standing: ReviewStanding
    rule: str
    scope: Scope
    left: Decimal | None
    right: Decimal | None
    message: Message
    review: Mark


@dataclass(frozen=True, slots=True)
class FindingsOfReport:
    """What a report shows: the findings of its last run that was done, in their order, and the marks out of force."""

    report_id: int
    run: int | None
    findings: tuple[ReviewedFinding, ...]
    lapsed: tuple[LapsedMark, ...]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Some findings in the order of reports; `next` is what to give as `after` for more, None at the end."""

    items: tuple[ReviewedFinding, ...]
    next: str | None


def reviewed(row: Any) -> ReviewedFinding:
    """Return a finding from a row of what `findings.py` asks for."""
    return ReviewedFinding(
        report_id=row.Finding.report_id,
        file_name=row.file_name,
        agency=row.agency,
        year=row.year,
        run=row.Finding.run,
        fingerprint=row.Finding.fingerprint,
        state=FindingState(row.Review.state.value) if row.Review else FindingState.OPEN,
        finding=finding_of(row.Finding),
        review=_mark(row.Review) if row.Review else None,
    )


def lapsed(row: Review) -> LapsedMark:
    """Return a mark that is not in force."""
    return LapsedMark(
        fingerprint=row.fingerprint,
        standing=row.standing,
        rule=row.rule,
        scope=Scope(row.table_key, row.row_key, row.column_key),
        left=row.left_value,
        right=row.right_value,
        message=Message(row.message_zh, row.message_en),
        review=_mark(row),
    )


def _mark(row: Review) -> Mark:
    return Mark(row.state, row.reason, row.actor, row.marked_at, row.run, row.sha256)
