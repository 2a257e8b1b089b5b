"""What a rule is, what it is given and what it gives. To add a rule, write one function with `@rule(…)` above it."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from pipeline.characters import letters
from pipeline.claims import Claims
from pipeline.document import Document, Span
from pipeline.figures import Figure, Value, plain_value
from pipeline.form import Column, Form, Table
from pipeline.messages import Message
from pipeline.outline import Outline
from pipeline.tables import Reading

from .area import with_those_of_the_tables

Severity = Literal["error", "warning", "info"]
Verdict = Literal["fail", "uncertain"]
Source = Literal["official", "practice", "derived", "own_reading"]


class Scope(msgspec.Struct, frozen=True):
    """Which part of which table a finding is about; None means all of it, or no table at all."""

    table: str | None = None
    row: str | None = None
    column: str | None = None


class Operand(msgspec.Struct, frozen=True, gc=False):
    """One figure that takes part in a finding: its keys, its value (None if unknown), its side, and its place."""

    table: str
    row: str | None
    column: str | None
    value: Value | None
    side: Literal["left", "right"] = "left"
    raw: str | None = None
    at: Span | None = None


class Correction(msgspec.Struct, frozen=True):
    """One way of putting failed identities right: the cells as they are, and the value that each would have to be."""

    cells: tuple[Operand, ...]
    values: tuple[Value, ...]


class Hint(msgspec.Struct, frozen=True):
    """What most probably went wrong in a failed identity, and what to check (rule T3-007).

    `operand` is the cell that is most probably wrong, None if several are equally so. Each of `corrections` alone, the
    likeliest first, makes all identities of the rows and columns of its cells hold.
    """

    kind: Literal["difference_equals_operand", "one_digit", "shifted_column", "correction", "corrections"]
    operand: Operand | None
    message: Message
    corrections: tuple[Correction, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One rule that a report breaks, or may break where an unknown figure decides.

    `left` and `right` are the two sides of the equation where there is one; `quote` is the sentence as written and
    `quote_at` its place in the normalised text. Findings that one error explains have the same `group`, counted from 1.
    `about` tells apart what neither sides nor figures nor a quote do: a section's key, what is lacking, a date, how many
    places; it stays the same when messages are worded anew.
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
    group: int | None = None
    about: str | None = None


class Facts(msgspec.Struct, frozen=True, dict=True):
    """All that a rule may look at; what several rules need, as the claims, is worked out once, when first asked for."""

    document: Document
    outline: Outline
    reading: Reading

    @cached_property
    def claims(self) -> Claims:
        """What the sentences claim; of what they tell of others, that is the agency's own which the tables hold."""
        return with_those_of_the_tables(Claims(self.document, self.outline), self.reading)

    @cached_property
    def form(self) -> Form:
        """The edition of the form that the figures follow."""
        return self.reading.edition

    @cached_property
    def agency_is_certain(self) -> bool:
        """Whether the title itself names the agency: a name from elsewhere on the page may be that of its publisher."""
        title, agency = self.outline.title, self.outline.agency
        return title is not None and agency is not None and letters(agency) in letters(title)

    @cached_property
    def cells(self) -> tuple[tuple[str, str, Column, Figure], ...]:
        """Table key, row key, column and figure of each of the form's figures, in the form's order."""
        return tuple(
            (table.key, row.key, column, figures[column.key])
            for table in self.form.tables
            for row in table.rows
            for figures in [self.reading.table(table.key).figures[row.key]]
            for column in row.columns
        )

    @cached_property
    def of_note(self) -> tuple[tuple[str, str, Column, Figure], ...]:
        """Those of `cells` that are not a bare number of at least 0; few reports have many."""
        return tuple(
            cell for cell in self.cells if not (figure := cell[3]).plain or figure.value is None or figure.value < 0
        )

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
    """One entry of the catalogue: what it asks, how grave a breach is, where it comes from, and the check itself.

    `basis` is the article, the form or the practice that asks it, as people cite it; empty where it follows by itself.
    """

    id: str
    version: int
    severity: Severity
    source: Source
    title: Message
    check: Check
    basis: str = ""

    @property
    def note(self) -> str:
        """What the rule passes over and why, in the words of its function; for those who read the catalogue."""
        return " ".join((self.check.__doc__ or "").split())

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
        severity: Severity | None = None,
        about: str | None = None,
    ) -> Finding:
        """Return a finding of this rule; `severity` is given where this breach is graver than most.

        The two sides are kept without zeros at their end, so that they read alike before and after they are stored.
        """
        words, at = (quote[1].of(quote[0].text), quote[1]) if quote else (None, None)
        graded = severity or self.severity
        left, right = (plain_value(side) if isinstance(side, Decimal) else side for side in (left, right))
        shown = tuple(operands)
        return Finding(self.id, graded, verdict, scope, message, left, right, shown, words, at, hint, about=about)


REGISTRY: dict[str, Rule] = {}


def rule(
    rule_id: str, *, severity: Severity, source: Source, zh: str, en: str, version: int = 1, basis: str = ""
) -> Callable[[Check], Check]:
    """Enter the function below into the catalogue; `zh` and `en` say what it asks, `basis` which article or form does."""

    def enter(check: Check) -> Check:
        if rule_id in REGISTRY:
            raise ValueError(f"rule {rule_id} is in the catalogue already; give the new one an id of its own")
        REGISTRY[rule_id] = Rule(rule_id, version, severity, source, Message(zh, en), check, basis)
        return check

    return enter
