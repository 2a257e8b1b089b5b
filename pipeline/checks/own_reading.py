"""Checks on our own reading (P-001, P-003, P-004), never blamed on the agency; P-002 and P-005 are errors of the stages themselves."""

from collections.abc import Iterator

from pipeline.characters import LOST
from pipeline.document import Span
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
    for table, row, column, figure in facts.cells:
        if figure.at is None:
            continue
        words = figure.at.of(facts.document.text)
        again = read_figure(words, column)
        if again.value == figure.value and again.kind == figure.kind:
            continue
        in_yuan = read_figure(words, column, in_yuan=column.amount)
        if in_yuan.value == figure.value and in_yuan.kind == figure.kind:
            continue  # the unit stands in the column's header
        name = cell_name(facts.form, table, row, column.key)
        yield rule.finding(
            Scope(table, row, column.key),
            Message(
                f"系统自检:“{name.zh}”在原文位置读出 {again.value},与所存 {figure.value} 不同",
                f"our own reading: {name.en} reads as {again.value} at its place, stored is {figure.value}",
            ),
            left=figure.value,
            right=again.value,
            operands=(facts.operand(table, row, column.key),),
        )


@rule(
    "P-003",
    severity="warning",
    source="own_reading",
    zh="两种读法得出的数据一致",
    en="two ways of reading a figure agree",
)
def readings_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """P-003: by the grid's places and by the labels; where they differ the figure is unknown."""
    for table in facts.reading.tables:
        for each in table.disagreements:
            name = cell_name(facts.form, table.key, each.row, each.column)
            yield rule.finding(
                Scope(table.key, each.row, each.column),
                Message(
                    f"系统自检:“{name.zh}”按标签读为“{each.by_label}”,按位置读为“{each.by_place}”,作未知处理",
                    f'our own reading: {name.en} is "{each.by_label}" by its label and "{each.by_place}" by its place; '
                    "it is given as unknown",
                ),
                verdict="uncertain",
                quote=(facts.document, each.at),
            )


@rule("P-004", severity="error", source="own_reading", zh="字符编码可信", en="the encoding is not doubtful")
def characters_are_whole(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """P-004: characters that could not be decoded stand as U+FFFD; what is beside them may not be what was meant."""
    lost = facts.document.text.count(LOST)
    if lost:
        at = facts.document.text.index(LOST)
        yield rule.finding(
            Scope(),
            Message(f"有 {lost} 个字符无法解码", f"{lost} characters could not be decoded"),
            verdict="uncertain",
            quote=(facts.document, Span(max(0, at - 20), min(at + 20, len(facts.document.text)))),
        )
