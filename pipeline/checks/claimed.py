"""What a claim of the text is held against: one figure, or a sum of figures, and the finding where they differ."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec

from pipeline.claims import Claim
from pipeline.messages import Message

from .base import Facts, Finding, Operand, Rule, Scope, Verdict
from .bounds import Side
from .names import table_name

Cell = tuple[str, str, str]


class Figure(msgspec.Struct, frozen=True):
    """The figures whose sum a claim must be, what people call them, and what they may be called in the text.

    `instead` are other sums that will do as well. `decides` says that a claim is told as uncertain even where nothing
    of the sum is known.
    """

    cells: tuple[Cell, ...]
    said: Message
    named: Message
    unit: Message = Message("件", "")
    instead: tuple[tuple[Cell, ...], ...] = ()
    decides: bool = False


def side_of(facts: Facts, cells: Iterable[Cell]) -> Side:
    """Return the sum of the cells that the form has, as the right side of an equation."""
    return Side(facts.operand(*cell, "right") for cell in cells if has(facts, cell))


def has(facts: Facts, cell: Cell) -> bool:
    """Whether the edition of the form that the report follows has this figure."""
    table, row, column = cell
    return column in facts.reading.table(table).figures.get(row, {})


def against(facts: Facts, rule: Rule, claims: Sequence[Claim], figure: Figure) -> Iterator[Finding]:
    """Yield a finding for each claim if none of them, nor all of them together, is the figure or what will do instead.

    Where one sentence agrees with the table, if only on a part (其中我局受理5件), another number is not taken for the same
    fact.
    """
    if not claims:
        return
    side = side_of(facts, figure.cells)
    if not side.operands:
        return
    others = [side_of(facts, cells) for cells in figure.instead]
    if not side.assessable and not figure.decides:
        return
    parts = [each for each in facts.claims.all if each.subject == claims[0].subject and each.scope == "part"]
    if any(_agrees(claim, each) for claim in (*claims, *parts) for each in (side, *others)):
        return
    values = [claim.value for claim in claims if claim.value is not None]
    if len(values) > 1 and sum(values, 0) in {each.value for each in (side, *others)}:
        return
    for claim in claims:
        verdict = _verdict(claim, side, others, decides=figure.decides)
        if verdict is not None:
            yield told(facts, rule, claim, figure, side, verdict)


def _agrees(claim: Claim, side: Side) -> bool:
    """Whether the claim is the sum; an amount is, if it is the sum in as many decimals as the text gives."""
    if side.value is None or claim.value is None:
        return False
    if claim.unit != "万元":
        return side.value == claim.value
    decimals = len(str(claim.value).partition(".")[2])
    return abs(Decimal(side.value) - claim.value) <= Decimal(5).scaleb(-decimals - 1)


def _verdict(claim: Claim, side: Side, others: Sequence[Side], *, decides: bool) -> Verdict | None:
    """`fail` where both sides are known; with unknown parts, where the known ones are more than is claimed."""
    if claim.value is None:
        return None
    if not side.assessable:
        return "uncertain" if decides else None
    if side.whole and all(each.whole or claim.value < each.known for each in others):
        return "fail" if claim.certain else "uncertain"
    if min(each.known for each in (side, *others)) > claim.value:
        return "fail" if claim.certain else "uncertain"
    return "uncertain" if decides else None


def told(facts: Facts, rule: Rule, claim: Claim, figure: Figure, side: Side, verdict: Verdict) -> Finding:
    """Return the finding with both sides, the clause and its place."""
    words, shown = claim.clause.of(facts.document.text), _shown(side)
    table = table_name(figure.cells[0][0])
    sign = "≠" if verdict == "fail" else "≟"
    if not side.assessable:
        zh, en = f"{table.zh}“{figure.named.zh}”无法读取", f"{table.en}'s {figure.named.en} could not be read"
    else:
        zh = f"{table.zh}“{figure.named.zh}”为 {shown}:{claim.value} {sign} {shown}"
        en = f"{table.en} has {shown} ({figure.named.en}): {claim.value} {sign} {shown}"
    doubt = (
        Message("", "")
        if claim.certain
        else Message("(句中有系统不认识的词)", " (some of its words are not known to us)")
    )
    return rule.finding(
        scope_of(figure.cells),
        Message(
            f"正文“{words}”称{figure.said.zh} {claim.value} {figure.unit.zh},{zh}{doubt.zh}",
            f'the text says {claim.value} {figure.said.en} ("{words}"), {en}{doubt.en}',
        ),
        verdict=verdict,
        left=claim.value,
        right=side.value,
        operands=side.operands,
        quote=(facts.document, claim.clause),
    )


def scope_of(cells: Sequence[Cell]) -> Scope:
    """Return what the cells have in common."""
    parts = [set(each) for each in zip(*cells, strict=True)]
    table, row, column = (next(iter(each)) if len(each) == 1 else None for each in parts)
    return Scope(table, row, column)


def contradicted(facts: Facts, rule: Rule, claim: Claim, cells: Sequence[Cell], text: Message) -> Iterator[Finding]:
    """Yield a finding if a claim without a number says that these figures are 0 and their known sum is more."""
    side = side_of(facts, cells)
    if not side.known:
        return
    words = claim.clause.of(facts.document.text)
    yield rule.finding(
        scope_of(cells),
        Message(f"正文“{words}”,{text.zh} {_shown(side)}:0 ≠ {_shown(side)}",
                f'the text says "{words}", {text.en} {_shown(side)}: 0 ≠ {_shown(side)}'),
        left=0,
        right=side.known,
        operands=side.operands,
        quote=(facts.document, claim.clause),
    )  # fmt: skip


def _shown(side: Side) -> str:
    """A sum as people write it; zeros are left out."""
    numbers = [_number(operand) for operand in side.operands if operand.value != 0]
    if len(numbers) > 1 and side.whole:
        return f"{' + '.join(numbers)} = {side.known}"
    return " + ".join(numbers) or "0"


def _number(operand: Operand) -> str:
    return "?" if operand.value is None else str(operand.value)
