"""Trying again: what passes is tried until patience ends, what does not is raised at once."""

import time

import pytest

from intake.client.errors import TryAgain, UnreachableError
from intake.client.patience import Patience
from pipeline.messages import Message


class Trouble:
    """Fails so often before it works."""

    def __init__(self, times: int, *, busy: bool = False) -> None:
        self.left = times
        self._busy = busy

    def __call__(self) -> str:
        if self.left:
            self.left -= 1
            raise TryAgain("忙", "it is busy", busy=self._busy)
        return "done"


def test_what_passes_is_tried_again_and_told_once() -> None:
    told: list[Message] = []
    patience = Patience("http://x", 60, told.append)
    assert patience.try_until_done(Trouble(2)) == "done"
    assert [each.en for each in told] == ["it is busy"]
    assert patience.try_until_done(Trouble(1)) == "done"
    assert len(told) == 2


def test_patience_ends_with_the_reason() -> None:
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match=r"http://x could not be used .*it is busy"):
        Patience("http://x", 0.3, lambda _: None).try_until_done(Trouble(10**9))
    assert 0.3 <= time.monotonic() - begun < 5


def test_a_server_that_only_asks_to_wait_is_waited_for_beyond_all_patience() -> None:
    assert Patience("http://x", 0.001, lambda _: None).try_until_done(Trouble(2, busy=True)) == "done"


def test_what_is_no_trouble_that_passes_is_raised_at_once() -> None:
    with pytest.raises(ZeroDivisionError):
        Patience("http://x", 60, lambda _: None).try_until_done(lambda: str(1 / 0))
