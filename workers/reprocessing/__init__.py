"""Reports that go through the stages again: new runs, alone or many together, with a canary, and what came of them."""

from .beginning import Request, begin, note, send_first, spread
from .course import advance, under_way
from .letters import dismiss
from .mending import BytesOfAnotherError, mend
from .runs import Target

__all__ = [
    "BytesOfAnotherError",
    "Request",
    "Target",
    "advance",
    "begin",
    "dismiss",
    "mend",
    "note",
    "send_first",
    "spread",
    "under_way",
]
