"""The checks: rules that walk over figures and sentences and return findings."""

from .base import Facts, Finding, Hint, Operand, Scope
from .catalogue import OWN_READING, RULES, check_consistency, rules_version

__all__ = ["OWN_READING", "RULES", "Facts", "Finding", "Hint", "Operand", "Scope", "check_consistency", "rules_version"]
