"""Marks that people put on findings: put, taken back, and weighed anew when a report shows the results of another run."""

from .marks import mark, take_back
from .reasons import Refused
from .weighing import Change, weigh

__all__ = ["Change", "Refused", "mark", "take_back", "weigh"]
