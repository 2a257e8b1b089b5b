"""Checks on our own reading (P-001), never blamed on the agency; P-002 and P-005 are errors of the stages themselves."""

from collections.abc import Iterator

from pipeline.figures import read_figure
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Scope, rule
from .names import cell_name


@rule(
    "P-001",
    severity="error",
    source="own_reading",
    zh="每个数据都能从原文位置重新读出",
    en="each figure re-reads from its place in the source as the same value",
)
def figures_re_read(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """P-001."""
    for table in facts.form.tables:
        for row in table.rows:
            for column in row.columns:
                figure = facts.reading.figure(table.key, row.key, column.key)
                if figure.at is None:
                    continue
                again = read_figure(figure.at.of(facts.document.text), column, figure.at)
                if (again.value, again.kind) == (figure.value, figure.kind):
                    continue
                name = cell_name(facts.form, table.key, row.key, column.key)
                yield rule.finding(
                    Scope(table.key, row.key, column.key),
                    Message(
                        f"系统自检:“{name.zh}”在原文位置读出 {again.value},与所存 {figure.value} 不同",
                        f"our own reading: {name.en} reads as {again.value} at its place, stored is {figure.value}",
                    ),
                    left=figure.value,
                    right=again.value,
                    operands=(facts.operand(table.key, row.key, column.key),),
                )
