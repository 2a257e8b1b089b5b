"""The marks on a report's findings as the remarks of its page: those in force, and those that its open findings had."""

from collections import Counter
from collections.abc import Iterator

from intake.queries.findings import FindingsOfReport, LapsedMark, Mark, ReviewedFinding
from models.tables import ReviewStanding
from pipeline.checks import Scope

from .remarks import Lapsed, Remark, Remarks

Place = tuple[str, Scope]


def remarks_on(found: FindingsOfReport) -> Remarks:
    """Return what was made of each finding that a page shows."""
    still_open = Counter(_place(each) for each in found.findings if each.review is None)
    return {each.finding: tuple(_remarks(each, found.lapsed, still_open)) for each in found.findings}


def _place(each: ReviewedFinding) -> Place:
    return each.finding.rule, each.finding.scope


def _remarks(each: ReviewedFinding, gone: tuple[LapsedMark, ...], still_open: Counter[Place]) -> Iterator[Remark]:
    """The mark in force; without one the newest that lapsed."""
    if each.review is not None:
        yield _remark(each.review)
        return
    before = [(mark, lapsed) for mark in gone if (lapsed := _lapsed(mark, each, still_open)) is not None]
    if before:
        mark, lapsed = max(before, key=lambda pair: pair[0].review.at)
        yield _remark(mark.review, lapsed)


def _lapsed(mark: LapsedMark, each: ReviewedFinding, still_open: Counter[Place]) -> Lapsed | None:
    """Why a mark that this finding had is in force no more; None if it was another's, or may have been."""
    if mark.standing == ReviewStanding.STILL_FOUND and mark.fingerprint == each.fingerprint:
        return "still_found"
    place = (mark.rule, mark.scope)
    if mark.standing == ReviewStanding.CHANGED and place == _place(each) and still_open[place] == 1:
        return "changed"
    return None


def _remark(mark: Mark, lapsed: Lapsed | None = None) -> Remark:
    return Remark(mark.state.value, mark.by, mark.at, mark.reason, lapsed)
