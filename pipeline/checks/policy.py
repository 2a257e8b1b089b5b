"""A policy: what an office changes of the catalogue, severities and single rules; read from the text of a rules file."""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from pipeline.messages import Message

from .base import Finding, Rule, Severity

_GRAVITY: tuple[Severity, ...] = ("info", "warning", "error")
_TABLE, _OFF = "rules", "off"
_VALUES = (*reversed(_GRAVITY), _OFF)
_MOST_ALIKE = 3


class PolicyError(ValueError):
    """The text is no policy; `problems` are all that is wrong with it, each ending in what to do."""

    def __init__(self, problems: Sequence[Message]) -> None:
        super().__init__("; ".join(each.en for each in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Policy:
    """Severities by rule id, and the rules that do not run; only what differs from the catalogue stands in it.

    A changed severity is that of a rule's usual breach. Where the rule itself weighs one breach more than most, as F-023
    does, that one stays as much graver, as far as there are grades.
    """

    off: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()

    @property
    def hash(self) -> str:
        """A short name for what is changed; empty where nothing is."""
        if self == UNCHANGED:
            return ""
        listed = ",".join([*sorted(self.off), *(f"{rule}:{severity}" for rule, severity in self.severities)])
        return hashlib.sha256(listed.encode()).hexdigest()[:8]

    def severity_of(self, rule: Rule) -> Severity:
        """Return what a usual breach of the rule weighs."""
        return dict(self.severities).get(rule.id, rule.severity)

    def weighed(self, rule: Rule, findings: list[Finding]) -> list[Finding]:
        """Return the findings of the rule with the severities that this policy gives them."""
        steps = _GRAVITY.index(self.severity_of(rule)) - _GRAVITY.index(rule.severity) if self.severities else 0
        return [_moved(each, steps) for each in findings] if steps else findings


UNCHANGED = Policy()
"""The catalogue as it is."""


def _moved(finding: Finding, steps: int) -> Finding:
    grade = min(max(_GRAVITY.index(finding.severity) + steps, 0), len(_GRAVITY) - 1)
    return msgspec.structs.replace(finding, severity=_GRAVITY[grade])


def policy_of(text: str, rules: Sequence[Rule]) -> Policy:
    """Return the policy in `text` (TOML), held against the catalogue; what it says that holds anyway is left out.

    Raises `PolicyError` with everything that is wrong.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(
            [Message(f"不是有效的 TOML({error});请改正该处", f"it is no TOML ({error}); mend that place")]
        ) from error
    known = {each.id: each for each in rules}
    said = given.get(_TABLE, {})
    problems = list(_problems(text, given, known))
    if problems:
        raise PolicyError(problems)
    off = frozenset(rule for rule, value in said.items() if value == _OFF)
    changed = (each for each in said.items() if each[0] not in off and each[1] != known[each[0]].severity)
    return Policy(off, tuple(sorted(changed)))


def _problems(text: str, given: Mapping[str, object], known: Mapping[str, Rule]) -> Iterator[Message]:
    for key in [each for each in given if each != _TABLE]:
        yield _at(text, key).filled(
            zh=f"没有名为 {key!r} 的项,规则都写在 [rules] 一节中;请改正或删除",
            en=f"there is no key {key!r}: all rules stand in the table [rules]; mend or remove it",
        )
    said = given.get(_TABLE, {})
    if not isinstance(said, dict):
        yield _at(text, _TABLE).filled(
            zh='rules 应为一节,如在 [rules] 下写 F-010 = "info";请改正',
            en='rules must be a table, such as F-010 = "info" below [rules]; mend it',
        )
        return
    for rule, value in said.items():
        if rule not in known:
            yield _at(text, rule).filled(**_unknown_rule(rule, known))
        if value not in _VALUES:
            yield _at(text, rule).filled(
                zh=f"{rule!r} 的值 {value!r} 无效,可用的是 {'、'.join(_VALUES)};请改正",
                en=f"{rule!r} is {value!r}, which is none of {', '.join(_VALUES)}; choose one of these",
            )


def _unknown_rule(rule: str, known: Mapping[str, Rule]) -> dict[str, str]:
    alike = difflib.get_close_matches(rule.upper(), known, _MOST_ALIKE)
    zh, en = (f"(相近的有 {'、'.join(alike)})", f" (alike are {', '.join(alike)})") if alike else ("", "")
    return {
        "zh": f"没有编号为 {rule!r} 的规则{zh};请从 nianbao rules list 中选取",
        "en": f"no rule is called {rule!r}{en}; take one of `nianbao rules list`",
    }


def _at(text: str, word: str) -> Message:
    """What a sentence on a word begins with: the line where it first stands, comments left out."""
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    for number, line in enumerate(text.splitlines(), 1):
        if whole.search(line.partition("#")[0]):
            return Message(f"第 {number} 行:{{zh}}", f"line {number}: {{en}}")
    return Message("{zh}", "{en}")  # it is written in a way of TOML's own, such as with escapes
