"""The catalogue of rules, and the stage that runs them all over one report."""

import hashlib
import itertools
from collections.abc import Iterable

from pipeline.document import Document
from pipeline.messages import Message
from pipeline.outline import Outline
from pipeline.tables import Reading

from . import (
    arithmetic,
    contents,
    disputes,
    headings,
    identities,
    own_reading,
    plausible,
    proactive,
    requests,
    structure,
    timing,
    values,
    wording,
)
from .base import REGISTRY, Facts, Finding, Rule, Scope
from .grouping import explained
from .policy import UNCHANGED, Policy

# Importing the modules enters their rules; naming them here is what puts a new module into the catalogue.
MODULES = (
    structure, headings, contents, values, plausible, identities, proactive, requests, disputes, arithmetic, timing, wording,
    own_reading,
)  # fmt: skip
# A bug in one rule must not cost the report its other findings. MemoryError and time limits are not bugs of a rule.
_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
MOST_FINDINGS = 50  # of one rule; the form itself gives a rule at most 25
RULES: tuple[Rule, ...] = tuple(sorted(REGISTRY.values(), key=lambda each: each.id))


def rules_version(policy: Policy = UNCHANGED) -> str:
    """Return a short name for the set of rules and their versions, and for what `policy` changes: equal ones are called equal."""
    listed = ",".join(f"{each.id}:{each.version}:{each.severity}" for each in RULES)
    catalogue = f"{len(RULES)}-{hashlib.sha256(listed.encode()).hexdigest()[:8]}"
    return f"{catalogue}-{policy.hash}" if policy.hash else catalogue


def check_consistency(
    document: Document, outline: Outline, reading: Reading, policy: Policy = UNCHANGED
) -> tuple[Finding, ...]:
    """Return what the report breaks, in the catalogue's order. A rule that fails to run does not spoil the others.

    Rules that `policy` switches off are not run, and no finding is explained by them.
    """
    facts = Facts(document, outline, reading)
    findings: list[Finding] = []
    for each in RULES:
        if each.id not in policy.off:
            findings += policy.weighed(each, _found(each, facts))
    try:
        return explained(facts, findings, policy.off)
    except _BUGS:
        return tuple(findings)  # a finding without its explanation is better than none


def _found(rule: Rule, facts: Facts) -> list[Finding]:
    try:
        return _bounded(rule, rule.check(facts, rule))
    except _BUGS as error:
        return [_not_run(rule, error)]


def _bounded(rule: Rule, found: Iterable[Finding]) -> list[Finding]:
    """At most `MOST_FINDINGS` of one rule; a list that was cut says so in one finding more."""
    findings = list(itertools.islice(found, MOST_FINDINGS + 1))
    if len(findings) <= MOST_FINDINGS:
        return findings
    cut = Message(
        f"规则 {rule.id} 的问题超过 {MOST_FINDINGS} 处,此处只列出前 {MOST_FINDINGS} 处",
        f"there are more than {MOST_FINDINGS} findings of rule {rule.id}; only the first {MOST_FINDINGS} are listed",
    )
    return [*findings[:MOST_FINDINGS], rule.finding(Scope(), cut, verdict="uncertain")]


def _not_run(broken: Rule, error: Exception) -> Finding:
    kind = type(error).__name__
    return broken.finding(
        Scope(),
        Message(
            f"规则 {broken.id} 未能运行({kind}),请报告维护人员",
            f"rule {broken.id} could not run ({kind}); tell the maintainers",
        ),
        verdict="uncertain",
    )
