"""Subtotals that a report adds to table 3 against their members (T3-005, T3-006); what may be no subtotal was not kept."""

from collections.abc import Iterator

from pipeline.form import LEGAL_COLUMNS
from pipeline.messages import Message
from pipeline.tables import LEGAL_PERSONS, Subtotal, group_rows

from .base import Facts, Finding, Operand, Rule, Scope, rule
from .bounds import Side
from .equations import compared

_REQUESTS = "requests"


def _of(subtotal: Subtotal) -> Side:
    figure = subtotal.figure
    return Side([Operand(_REQUESTS, subtotal.row, subtotal.column, figure.value, "left", at=figure.at)])


@rule(
    "T3-005",
    severity="error",
    source="practice",
    zh="另加的小计行等于该类各项之和",
    en="a subtotal row that the report adds is the sum of its group",
)
def subtotal_rows_add_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-005, (三) to (六), in each column; a group's name beside other values than its own sum is no subtotal."""
    text = Message("小计应等于该类各项之和", "the subtotal must be the sum of its group")
    for each in facts.reading.table(_REQUESTS).subtotals:
        if each.column == LEGAL_PERSONS:
            continue
        rows = group_rows(facts.form.table(_REQUESTS), each.row)
        members = Side(facts.operand(_REQUESTS, row, each.column, "right") for row in rows)
        scope = Scope(_REQUESTS, each.row, each.column)
        yield from compared(facts, rule, scope, (_of(each), members), text)


@rule(
    "T3-006",
    severity="error",
    source="practice",
    zh="另加的法人小计列等于五类法人或其他组织之和",
    en="a subtotal column that the report adds is the sum of the five kinds of legal persons",
)
def subtotal_column_adds_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-006, in each row; a column that is only called 小计 is taken for theirs where it is their sum in most rows."""
    text = Message(
        "法人小计应等于五类法人或其他组织之和", "the subtotal must be the sum of the five kinds of legal persons"
    )
    for each in facts.reading.table(_REQUESTS).subtotals:
        if each.column == LEGAL_PERSONS:
            members = Side(facts.operand(_REQUESTS, each.row, column, "right") for column in LEGAL_COLUMNS)
            yield from compared(facts, rule, Scope(_REQUESTS, each.row, None), (_of(each), members), text)
