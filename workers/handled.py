"""What one message's work at one stage came to: what the next link gets of it, and how it reads in Flower."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.names import next_stage
from config.settings import WorkSettings
from models.tables import Stage

from .book import Outcome, Released
from .claims import Claimed, Pair
from .failures import Failure, may_try_again
from .storing import Stored

_STORED = "stored"


@dataclass(frozen=True, slots=True, repr=False)
class Handled:
    """A task's result: the reports now due at the next stage, and words on the others.

    The broker gets `due` alone. Celery's events get the words: one bad report fails no task, and would otherwise be
    seen by nobody who watches Flower.
    """

    due: Sequence[Pair] = ()
    words: str = "nothing"

    def __json__(self) -> list[list[int]]:
        return [list(pair) for pair in self.due]

    def __repr__(self) -> str:
        return self.words


def handled(
    stage: Stage,
    due: Sequence[Pair],
    reports: Sequence[Claimed],
    outcomes: Mapping[int, Outcome],
    *,
    passed_by: int,
    settings: WorkSettings,
) -> Handled:
    """Return the result of a message whose claimed `reports` had these outcomes.

    It reads like `29 on, 2 dead (format.unknown), 1 again (storage.unavailable)`.
    """
    last = next_stage(stage.value) is None
    counts = Counter(_word(outcomes[each.id], each.attempt, settings) for each in reports)
    stored = counts.pop(_STORED, 0)
    words = {"done" if last else "on": stored if last else len(due)} | dict(sorted(counts.items()))
    words["passed by"] = passed_by
    return Handled(due, ", ".join(f"{count} {word}" for word, count in words.items() if count))


def _word(outcome: Outcome, attempt: int, settings: WorkSettings) -> str:
    match outcome:
        case Stored():
            return _STORED
        case Released():
            return "put back"
        case Failure():
            return f"{'again' if may_try_again(outcome, attempt, settings) else 'dead'} ({outcome.code})"
