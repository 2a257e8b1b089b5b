"""What a rule is, what it is given and what it gives. To add a rule, write one function with `@rule(…)` above it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from pipeline.claims import Claims
from pipeline.document import Document, Span
from pipeline.figures import Figure, Value
from pipeline.form import Form, Table
from pipeline.messages import Message
from pipeline.outline import Outline
from pipeline.tables import Reading

Severity = Literal["error", "warning", "info"]
Verdict = Literal["fail", "uncertain"]
Source = Literal["official", "practice", "derived", "own_reading"]


class Scope(msgspec.Struct, frozen=True):
    """Which part of which table a finding is about; None means all of it, or no table at all."""

    table: str | None = None
    row: str | None = None
    column: str | None = None


class Operand(msgspec.Struct, frozen=True):
    """One figure that takes part in a finding: its keys, its value (None if unknown), its side, and its place."""

    table: str
    row: str | None
    column: str | None
    value: Value | None
    side: Literal["left", "right"] = "left"
    raw: str | None = None
    at: Span | None = None


class Hint(msgspec.Struct, frozen=True):
    """What most probably went wrong in a failed identity (rule T3-007)."""

    kind: Literal["difference_equals_operand", "one_digit", "shifted_column"]
    operand: Operand | None
    message: Message


class Finding(msgspec.Struct, frozen=True):
    """One rule that a report breaks, or may break where an unknown figure decides.

    `left` and `right` are the two sides of the equation where there is one; `quote` is the sentence as written and
    `quote_at` its place in the normalised text.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    scope: Scope
    message: Message
    left: Value | None = None
    right: Value | None = None
    operands: tuple[Operand, ...] = ()
    quote: str | None = None
    quote_at: Span | None = None
    hint: Hint | None = None


class Facts(msgspec.Struct, frozen=True, dict=True):
    """All that a rule may look at; the claims are read when the first rule asks for them."""

    document: Document
    outline: Outline
    reading: Reading

    @cached_property
    def claims(self) -> Claims:
        """What the sentences claim."""
        return Claims(self.document, self.outline)

    @property
    def form(self) -> Form:
        """The edition of the form that the figures follow."""
        return self.reading.edition

    def figures(self, table: Table) -> Iterator[tuple[str, str, Figure]]:
        """Yield row key, column key and figure of a table, in the form's order."""
        rows = self.reading.table(table.key).figures
        for row in table.rows:
            for column in row.columns:
                yield row.key, column.key, rows[row.key][column.key]

    def operand(
        self, table: str, row: str, column: str, side: Literal["left", "right"] = "left", *, with_raw: bool = False
    ) -> Operand:
        """Return one figure as an operand."""
        figure = self.reading.figure(table, row, column)
        return Operand(table, row, column, figure.value, side, figure.raw if with_raw else None, figure.at)


Check = Callable[[Facts, "Rule"], Iterable[Finding]]


class Rule(msgspec.Struct, frozen=True):
    """One entry of the catalogue: what it asks, how grave a breach is, where it comes from, and the check itself."""

    id: str
    version: int
    severity: Severity
    source: Source
    title: Message
    check: Check

    def finding(
        self,
        scope: Scope,
        message: Message,
        *,
        verdict: Verdict = "fail",
        left: Value | None = None,
        right: Value | None = None,
        operands: Iterable[Operand] = (),
        quote: tuple[Document, Span] | None = None,
        hint: Hint | None = None,
    ) -> Finding:
        """Return a finding of this rule."""
        words, at = (quote[1].of(quote[0].text), quote[1]) if quote else (None, None)
        return Finding(self.id, self.severity, verdict, scope, message, left, right, tuple(operands), words, at, hint)


REGISTRY: dict[str, Rule] = {}


def rule(
    rule_id: str, *, severity: Severity, source: Source, zh: str, en: str, version: int = 1
) -> Callable[[Check], Check]:
    """Enter the function below into the catalogue; `zh` and `en` say what the rule asks."""

    def enter(check: Check) -> Check:
        if rule_id in REGISTRY:
            raise ValueError(f"rule {rule_id} is in the catalogue already; give the new one an id of its own")
        REGISTRY[rule_id] = Rule(rule_id, version, severity, source, Message(zh, en), check)
        return check

    return enter
