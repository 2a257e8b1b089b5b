"""For each rule a report that breaks it, one that just does not, and one of which it cannot be told."""

from __future__ import annotations

from . import figures, own_reading, sentences, structure
from .base import KINDS, LAYOUTS, RuleCase

RULE_CASES: tuple[RuleCase, ...] = (*structure.CASES, *figures.CASES, *sentences.CASES, *own_reading.CASES)
__all__ = ["KINDS", "LAYOUTS", "RULE_CASES", "RuleCase"]
