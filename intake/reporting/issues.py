"""Findings as people look at them: what one error caused is one issue; our own doubts stand apart from the agency's errors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.checks import OWN_READING, RULES, Finding, Hint
from pipeline.checks.base import Operand, Rule
from pipeline.checks.names import cell_name, column_name, row_name, table_name
from pipeline.figures import Value
from pipeline.form import Form
from pipeline.messages import Message
from pipeline.tables.reading import edition_of

from .advice import advice_of
from .chinese import typeset
from .model import WEIGHTS, Issue, Line, Side, Weight
from .remarks import Remarks, held, is_dismissed, remarks_said
from .words import WORDS, Words

_RULES: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
_IDENTITIES = ("T3-", "T4-")
_SIDES = ("left", "right")
_LONGEST_QUOTE = 400
_NONE: Remarks = {}


def weight_of(finding: Finding) -> Weight:
    """Return what a finding weighs; a doubt where an unknown figure decides or our own reading is in question."""
    return "doubt" if finding.verdict == "uncertain" or finding.rule in OWN_READING else finding.severity


def gathered(findings: Sequence[Finding], remarks: Remarks = _NONE) -> list[list[Finding]]:
    """Return the findings in groups, the gravest group first and in each the gravest finding first.

    A group is what one error explains; doubts of one rule on one table stand together. What was dismissed stands behind
    what was not, in its group as among the groups.
    """

    def place(finding: Finding) -> tuple[bool, int]:
        return is_dismissed(finding, remarks), WEIGHTS.index(weight_of(finding))

    groups: dict[tuple[object, ...], list[Finding]] = {}
    for index, finding in enumerate(findings):
        key: tuple[object, ...] = ("alone", index)
        if weight_of(finding) == "doubt":
            key = ("doubt", finding.rule, finding.scope.table)
        elif finding.group is not None:
            key = ("group", finding.group)
        groups.setdefault(key, []).append(finding)
    return sorted((sorted(group, key=place) for group in groups.values()), key=lambda group: place(group[0]))


def described(
    groups: Iterable[Sequence[Finding]], form: str | None, lang: str, remarks: Remarks = _NONE
) -> Iterator[Issue]:
    """Yield an issue for each group, numbered from 1; `form` is the edition that the report says it follows."""
    names = Naming(form, lang)
    for number, group in enumerate(groups, 1):
        ours = held(group, remarks)
        lead, *others = (names.line(finding) for finding in ours or group)
        advice, choices = names.advice(ours)
        review = remarks_said(group, remarks, lambda each: names.remarked(each, remarks), WORDS[lang])
        yield Issue(number, weight_of(group[0]), lead, tuple(others), advice, choices, review, not ours)


def hint_of(group: Sequence[Finding]) -> Hint | None:
    """Return what explains a group, None if nothing does."""
    return next((finding.hint for finding in group if finding.hint is not None), None)


def told_by(issue: Issue, words: Words) -> str:
    """Return what to say before the consequences of an issue."""
    if issue.weight == "doubt":
        said = words.also_unsure
    elif all(line.rule.startswith(_IDENTITIES) for line in issue.consequences):
        said = words.caused
    else:
        said = words.caused_other
    return said.format(len(issue.consequences))


def terms_of(side: Side, words: Words) -> str:
    """Return the figures of one side by name, and how many more are 0."""
    terms = [" ".join(filter(None, term)) for term in side.terms]
    return words.comma.join(terms + ([words.zeros.format(side.zeros)] if side.zeros else []))


class Naming:
    """Names rules, places and figures of one report in one language."""

    def __init__(self, form: str | None, lang: str) -> None:
        self._form = form
        self._lang = lang
        self._words = WORDS[lang]

    def said(self, message: Message) -> str:
        """Return a message in the page's language."""
        return typeset(message.zh) if self._lang == "zh" else message.en

    def advice(self, group: Sequence[Finding]) -> tuple[str, tuple[str, ...]]:
        """Return what is most probably wrong in a group, and the corrections that would do; nothing where none is known."""
        hint = hint_of(group)
        rows = {cell.row or "" for each in hint.corrections for cell in each.cells} if hint else set()
        return advice_of(hint, edition_of(self._form, rows), self._lang)

    def remarked(self, finding: Finding, remarks: Remarks) -> str:
        """Return how a remark names what it is on: a dismissed finding stands nowhere else, so with what it says."""
        line = self.line(finding)
        return f"{line.name} {line.message}" if is_dismissed(finding, remarks) else line.name

    def line(self, finding: Finding) -> Line:
        """Return one finding as a line."""
        rule = _RULES.get(finding.rule)  # a stored report may name one that is gone
        return Line(
            rule=finding.rule,
            title=self.said(rule.title) if rule else "",
            basis=rule.basis if rule else "",
            where=self._where(finding),
            message=self.said(finding.message),
            sides=tuple(self._sides(finding)),
            quote=_short(finding.quote or ""),
        )

    def _where(self, finding: Finding) -> str:
        scope = finding.scope
        if scope.table is None:
            return ""
        if scope.row is None and scope.column is None:
            return self.said(table_name(scope.table))
        return self.said(cell_name(self._edition(scope.row), scope.table, scope.row, scope.column))

    def _edition(self, row: str | None) -> Form:
        return edition_of(self._form, {row or ""})

    def _sides(self, finding: Finding) -> Iterator[Side]:
        """Both sides of an equation; none where it has no figures, or any of them is unknown."""
        totals = (finding.left, finding.right)
        known = all(operand.value is not None for operand in finding.operands)
        if not finding.operands or not known or None in totals:
            return
        for side, total in zip(_SIDES, totals, strict=True):
            operands = [each for each in finding.operands if each.side == side]
            terms = [each for each in operands if each.value != 0 or len(operands) == 1]
            named = tuple((self._term(each, finding), _shown(each.value)) for each in terms)
            yield Side(_shown(total), named or self._none(operands), len(operands) - len(terms))

    def _none(self, operands: Sequence[Operand]) -> tuple[tuple[str, str], ...]:
        """What a side consists of that has no figure: the words of a sentence."""
        return () if operands else ((self._words.in_text, ""),)

    def _term(self, operand: Operand, finding: Finding) -> str:
        """A figure's name, without the row or column that the finding is about."""
        form, row, column = self._edition(operand.row), operand.row, operand.column
        in_column = finding.scope.row is None or (len(finding.operands) > 1 and finding.scope.column == column)
        if in_column and finding.scope.column and row:
            return self.said(row_name(form, operand.table, row))
        if finding.scope.row == row and column and finding.scope.column is None:
            return self.said(column_name(form, operand.table, column))
        return self.said(cell_name(form, operand.table, row, column))


def _short(quote: str) -> str:
    """A sentence as far as a person reads it; a stranger's may have no end."""
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"


def _shown(value: Value | None) -> str:
    return "?" if value is None else str(value)
