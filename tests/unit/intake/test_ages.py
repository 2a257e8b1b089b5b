"""Ages as people write them."""

from datetime import timedelta

import pytest

from intake.ages import age_of


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("90m", timedelta(minutes=90)), ("2h", timedelta(hours=2)), ("3d", timedelta(days=3)),
        ("0s", timedelta(0)), ("9999d", timedelta(days=9999)),
    ],
)  # fmt: skip
def test_a_number_with_its_unit_is_an_age(said: str, age: timedelta) -> None:
    assert age_of(said) == age


@pytest.mark.parametrize("said", ["", "2", "d", "2w", "-2h", "1.5h", "99999d", "2h ", "2H", "２h", "2h\n"])
def test_anything_else_is_none(said: str) -> None:
    assert age_of(said) is None
