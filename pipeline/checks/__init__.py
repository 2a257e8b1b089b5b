"""The checks: rules that walk over figures and sentences and return findings."""

from .base import Facts, Finding, Hint, Operand, Scope
from .catalogue import RULES, check_consistency, rules_version
from .policy import UNCHANGED, Policy, PolicyError, policy_of

__all__ = [
    "RULES", "UNCHANGED", "Facts", "Finding", "Hint", "Operand", "Policy", "PolicyError", "Scope", "check_consistency",
    "policy_of", "rules_version",
]  # fmt: skip
