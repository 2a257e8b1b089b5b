"""How many reports a message carries: bounded in number and in bytes, one by one where a person waits."""

import pytest

from config.settings import WorkSettings
from models.tables import Lane
from workers.dispatch import Waiting, messages

SETTINGS = WorkSettings(chunk_size=3, chunk_bytes=1000)


def sizes(*size_bytes: int, lane: Lane = Lane.BULK) -> list[list[int]]:
    """The sizes of the files of each message."""
    waiting = [Waiting(number, 1, size) for number, size in enumerate(size_bytes)]
    made = list(messages(waiting, lane, SETTINGS))
    assert [pair for each in made for pair in each] == [(each.id, 1) for each in waiting]
    return [[size_bytes[number] for number, _ in each] for each in made]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), []),
        ((10,) * 7, [[10, 10, 10], [10, 10, 10], [10]]),
        ((600, 400, 1), [[600, 400], [1]]),
        ((10, 5000, 10), [[10], [5000], [10]]),
        ((5000, 5000), [[5000], [5000]]),
    ],
)
def test_a_message_is_full_by_number_or_by_bytes(given: tuple[int, ...], expected: list[list[int]]) -> None:
    assert sizes(*given) == expected


def test_what_a_person_waits_for_travels_alone() -> None:
    assert sizes(1, 1, lane=Lane.INTERACTIVE) == [[1], [1]]
