"""Which marks are in force for what a report shows: a pure rule that asks no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.tables import Review, ReviewStanding, ReviewState

#: Rule, table, row and column.
Place = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What tells one shown finding from another: what it says, as one number, and its place."""

    fingerprint: str
    place: Place


def standings(marks: Sequence[Review], findings: Sequence[Shown], sha256: str) -> list[ReviewStanding]:
    """Return how each mark of a report stands when it shows these findings, read from the bytes `sha256`.

    A finding marked as mended is open again in any other bytes: they should not have it. A mark whose finding is gone
    counts as changed where its place has a finding that no mark covers.
    """
    shown = {each.fingerprint for each in findings}
    holding = {each.fingerprint for each in marks if each.fingerprint in shown and not _failed(each, sha256)}
    open_places = {each.place for each in findings if each.fingerprint not in holding}

    def standing(mark: Review) -> ReviewStanding:
        if mark.fingerprint in holding:
            return ReviewStanding.HOLDS
        if mark.fingerprint in shown:
            return ReviewStanding.STILL_FOUND
        place = (mark.rule, mark.table_key, mark.row_key, mark.column_key)
        return ReviewStanding.CHANGED if place in open_places else ReviewStanding.NOT_FOUND

    return [standing(each) for each in marks]


def _failed(mark: Review, sha256: str) -> bool:
    return mark.state == ReviewState.MENDED and mark.sha256 != sha256
