"""What this process understood last, so that its next stage need not read it back from the database.

The process that stored a chunk is mostly the one that gets its next message.
"""

from collections import OrderedDict
from collections.abc import Sequence

from sqlalchemy import Engine

from config.names import next_stage
from models.database import read
from models.tables import Stage

from .claims import Claimed
from .loading import load_understood
from .understood import Understood

_MOST_REPORTS = 256
_MOST_CHARACTERS = 4_000_000  # of normalised text; with grids and figures a report takes some ten bytes for each


class Recent:
    """A bounded memory of what the stages made of the reports that were noted last.

    Something may be noted only once it is stored under the report's lease: then nobody stores another for that run.
    The bytes' hash is part of the key, so that a database that was set back to an earlier day is not taken for this one.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int, str], tuple[Stage, Understood]] = OrderedDict()
        self._characters = 0

    def note(self, report: Claimed, stage: Stage, understood: Understood) -> None:
        """Remember what is known of a report after `stage`, and forget the oldest beyond the bounds."""
        self.forget(report)
        self._known[_key(report)] = stage, understood
        self._characters += len(understood.document.text)
        while len(self._known) > _MOST_REPORTS or self._characters > _MOST_CHARACTERS:
            _, (_, oldest) = self._known.popitem(last=False)
            self._characters -= len(oldest.document.text)

    def forget(self, report: Claimed) -> None:
        """Let go of a report, if it is there."""
        _, known = self._known.pop(_key(report), (None, None))
        self._characters -= len(known.document.text) if known else 0

    def before(self, stage: Stage, engine: Engine, reports: Sequence[Claimed]) -> dict[int, Understood]:
        """Return what the stages before `stage` gave for each report, by its id: remembered, or else read back.

        What is remembered may be older than that, where another process did a stage in between.
        """
        found = {}
        for each in reports:
            noted_after, known = self._known.get(_key(each), (None, None))
            if known is not None and noted_after is not None and next_stage(noted_after.value) == stage.value:
                found[each.id] = known
        missing = [(each.id, each.run) for each in reports if each.id not in found]
        if missing:
            with read(engine) as session:
                found |= load_understood(session, missing, stage)
        return found


def _key(report: Claimed) -> tuple[int, int, str]:
    return report.id, report.run, report.sha256
