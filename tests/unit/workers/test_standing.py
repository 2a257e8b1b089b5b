"""Which marks are in force, told from what a report shows and from which bytes it was read."""

import pytest

from models.tables import Review, ReviewStanding, ReviewState
from workers.reviewing.standing import Place, Shown, standings

OLD, NEW = "a" * 64, "b" * 64
PLACE: Place = ("T3-002", "requests", None, "total")
ELSEWHERE: Place = ("T3-002", "requests", None, "other")


def marked(fingerprint: str = "f", state: ReviewState = ReviewState.CONFIRMED, place: Place = PLACE) -> Review:
    rule, table, row, column = place
    return Review(
        report_id=1, fingerprint=fingerprint, rule=rule, table_key=table, row_key=row, column_key=column, state=state,
        message_zh="", message_en="", actor="", run=1, sha256=OLD, standing=ReviewStanding.HOLDS,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(ReviewState))
def test_a_mark_holds_while_the_same_is_found_in_the_same_bytes(state: ReviewState) -> None:
    assert standings([marked(state=state)], [Shown("f", PLACE)], OLD) == [ReviewStanding.HOLDS]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (ReviewState.CONFIRMED, ReviewStanding.HOLDS),
        (ReviewState.DISMISSED, ReviewStanding.HOLDS),
        (ReviewState.MENDED, ReviewStanding.STILL_FOUND),
    ],
)
def test_what_was_called_mended_is_open_in_other_bytes(state: ReviewState, standing: ReviewStanding) -> None:
    assert standings([marked(state=state)], [Shown("f", PLACE)], NEW) == [standing]


@pytest.mark.parametrize("state", list(ReviewState))
def test_another_finding_in_its_place_is_a_changed_one(state: ReviewState) -> None:
    assert standings([marked(state=state)], [Shown("g", PLACE)], NEW) == [ReviewStanding.CHANGED]
    assert standings([marked(state=state)], [Shown("g", ELSEWHERE)], NEW) == [ReviewStanding.NOT_FOUND]
    assert standings([marked(state=state)], [], NEW) == [ReviewStanding.NOT_FOUND]


def test_a_finding_that_another_mark_covers_is_not_what_a_gone_one_changed_into() -> None:
    marks = [marked("f"), marked("g")]
    assert standings(marks, [Shown("g", PLACE)], OLD) == [ReviewStanding.NOT_FOUND, ReviewStanding.HOLDS]


def test_no_marks_have_no_standings() -> None:
    assert standings([], [Shown("f", PLACE)], OLD) == []
