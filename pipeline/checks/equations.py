"""Two sides compared and, where they do not fit, the finding that shows it as an equation: `总计 2 ≠ 2 + 1`."""

from collections.abc import Callable, Iterator, Mapping

from pipeline.figures import Value
from pipeline.messages import Message

from .base import Facts, Finding, Operand, Rule, Scope, Verdict
from .bounds import Side, judge_equal
from .hints import hint_for
from .names import column_name, row_name

Judge = Callable[[Side, Side], Verdict | None]


def compared(
    facts: Facts,
    rule: Rule,
    scope: Scope,
    sides: tuple[Side, Side],
    text: Message,
    *,
    judge: Judge = judge_equal,
    sign: str = "≠",
    neighbours: Mapping[str, Value | None] | None = None,
) -> Iterator[Finding]:
    """Yield one finding if `judge` finds fault with the two sides; `text` says what must hold.

    `scope` is one row or one column. `neighbours` are the differences of the columns beside it, for the hint.
    """
    verdict = judge(*sides)
    if verdict is None:
        return
    left, right = sides
    name = _name(facts, scope)
    words = _equation(facts, left, right, sign if verdict == "fail" else "≟")
    hinted = verdict == "fail" and judge is judge_equal
    yield rule.finding(
        scope,
        Message(
            f"{name.zh}:{words.zh}({text.zh};请核对该{'列' if scope.column else '行'})",
            f"{name.en}: {words.en} ({text.en}; check that {'column' if scope.column else 'row'})",
        ),
        verdict=verdict,
        left=left.value,
        right=right.value,
        operands=(*left.operands, *right.operands),
        hint=hint_for(facts, left, right, scope.column, neighbours or {}) if hinted else None,
    )


def shown(operand: Operand) -> str:
    """Return the operand's number, or `?`."""
    return "?" if operand.value is None else str(operand.value)


def _name(facts: Facts, scope: Scope) -> Message:
    table = scope.table or ""
    return (
        column_name(facts.form, table, scope.column) if scope.column else row_name(facts.form, table, scope.row or "")
    )


def _equation(facts: Facts, left: Side, right: Side, sign: str) -> Message:
    """The equation as people write it; a single figure on the left has its name, zeros on a long side are left out."""
    name = Message("", "")
    if len(left.operands) == 1:
        first = left.operands[0]
        across = len({operand.row for operand in right.operands}) == 1
        named = column_name(facts.form, first.table, first.column or "") if across else None
        name = named or row_name(facts.form, first.table, first.row or "")
    numbers = f"{_sum(left)} {sign} {_sum(right)}"
    return Message(f"{name.zh} {numbers}".strip(), f"{name.en} {numbers}".strip())


def _sum(side: Side) -> str:
    numbers = [shown(operand) for operand in side.operands if operand.value != 0]
    unknown = numbers.count("?")
    if unknown > 1:
        numbers = [each for each in numbers if each != "?"] + [f"{unknown}×?"]
    return " + ".join(numbers) or "0"
