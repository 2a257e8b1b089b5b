"""Versions of rules as people give them: written out, or the word for the rules that this process would apply."""

from config.settings import Settings
from pipeline.checks import rules_version
from workers.policy import policy_in

CURRENT = "current"


def rules_meant(said: str | None, settings: Settings) -> str | None:
    """Return the version that is meant. Raises `RulesFileError` where it is that of a file which cannot be used."""
    return rules_version(policy_in(settings)) if said == CURRENT else said
