"""What the text says of reconsiderations and suits about disclosure against table 4 (X-007, X-008, X-009, X-015)."""

from collections.abc import Iterator
from typing import cast

from pipeline.claims import Claim, Subject
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Verdict, rule
from .claimed import Cell, Figure, against, contradicted, scope_of, side_of

_TABLE = "litigation"
_SUITS = ("litigation_direct", "litigation_after_reconsideration")
_RECONSIDERATION = Message("行政复议", "reconsiderations")
_SUIT = Message("行政诉讼", "suits")
_OUTCOMES: tuple[tuple[str, Message], ...] = (
    ("upheld", Message("结果维持", "upheld")),
    ("corrected", Message("结果纠正", "corrected")),
    ("other", Message("其他结果", "other")),
    ("pending", Message("尚未审结", "pending")),
)


def _cells(rows: tuple[str, ...], column: str) -> tuple[Cell, ...]:
    return tuple((_TABLE, row, column) for row in rows)


@rule(
    "X-007",
    version=2,
    severity="error",
    source="practice",
    zh="正文所述行政复议数与表四一致",
    en="reconsiderations in the text are those of table 4",
)
def reconsiderations_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-007; that there was none is X-015's."""
    figure = Figure(
        _cells(("reconsideration",), "total"), _RECONSIDERATION, Message("行政复议·总计", "reconsideration, total")
    )
    yield from against(facts, rule, facts.claims.of("reconsideration.total", says="number"), figure)


@rule(
    "X-008",
    version=2,
    severity="error",
    source="practice",
    zh="正文所述行政诉讼数与表四一致",
    en="suits in the text are those of table 4, direct and after reconsideration",
)
def suits_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-008; a number that is told of one of the two kinds is held against that one."""
    both = Figure(_cells(_SUITS, "total"), _SUIT, Message("行政诉讼·总计", "suits, both totals"))
    yield from against(facts, rule, facts.claims.of("suit.total", says="number"), both)
    kinds: tuple[tuple[Subject, str, Message], ...] = (
        ("suit.direct", _SUITS[0], Message("未经复议直接起诉", "suits without reconsideration")),
        ("suit.after_reconsideration", _SUITS[1], Message("复议后起诉", "suits after reconsideration")),
    )
    for subject, row, name in kinds:
        figure = Figure(_cells((row,), "total"), name, name)
        yield from against(facts, rule, facts.claims.of(subject, says="number"), figure)


@rule(
    "X-009",
    version=2,
    severity="warning",
    source="derived",
    zh="正文所述复议、诉讼结果与表四一致",
    en="outcomes of disputes in the text are those of table 4",
)
def outcomes_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-009; 均胜诉 and 均维持 say that all were upheld."""
    kinds: tuple[tuple[str, tuple[str, ...], Message], ...] = (
        ("reconsideration", ("reconsideration",), _RECONSIDERATION),
        ("suit", _SUITS, _SUIT),
    )
    for key, rows, kind in kinds:
        for column, outcome in _OUTCOMES:
            subject = cast("Subject", f"{key}.{column}")
            if not facts.claims.of(subject):
                continue
            name = Message(f"{kind.zh}·{outcome.zh}", f"{kind.en} {outcome.en}")
            figure = Figure(_cells(rows, column), name, name)
            yield from against(facts, rule, facts.claims.of(subject, says="number"), figure)
            for claim in facts.claims.of(subject, says="all")[:1]:
                yield from _all_upheld(facts, rule, claim, rows, name)


def _all_upheld(facts: Facts, rule: Rule, claim: Claim, rows: tuple[str, ...], name: Message) -> Iterator[Finding]:
    """One that was corrected contradicts it; one that is pending or ended otherwise may have been left out."""
    upheld, total, corrected = (side_of(facts, _cells(rows, key)) for key in ("upheld", "total", "corrected"))
    if upheld.value is None or total.value is None or upheld.value == total.value:
        return
    verdict: Verdict = "fail" if corrected.known else "uncertain"
    sign, words = "≠" if verdict == "fail" else "≟", claim.clause.of(facts.document.text)
    equation = f"{total.value} {sign} {upheld.value}"
    yield rule.finding(
        scope_of(_cells(rows, "upheld")),
        Message(
            f"正文“{words}”,表四总计 {total.value} 件,{name.zh} {upheld.value} 件:{equation}",
            f'the text says "{words}", table 4 has {total.value} in all and {upheld.value} {name.en}: {equation}',
        ),
        verdict=verdict,
        left=total.value,
        right=upheld.value,
        operands=(*total.operands, *upheld.operands),
        quote=(facts.document, claim.clause),
    )


@rule(
    "X-015",
    severity="error",
    source="derived",
    zh="正文称未发生复议、诉讼时,表四总计为 0",
    en="where the text says that there was no reconsideration or suit, table 4 has none",
)
def no_dispute_means_none(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-015, once for reconsiderations and once for suits; silent where another sentence gives their number."""
    kinds: tuple[tuple[Subject, tuple[str, ...], Message], ...] = (
        (
            "reconsideration.total",
            ("reconsideration",),
            Message("表四“行政复议·总计”为", "table 4's reconsiderations are"),
        ),
        ("suit.total", _SUITS, Message("表四“行政诉讼·总计”为", "table 4's suits are")),
        ("suit.direct", _SUITS[:1], Message("表四“未经复议直接起诉·总计”为", "table 4's direct suits are")),
        (
            "suit.after_reconsideration",
            _SUITS[1:],
            Message("表四“复议后起诉·总计”为", "table 4's suits after reconsideration are"),
        ),
    )
    for subject, rows, text in kinds:
        if any(claim.value for claim in facts.claims.of(subject)):
            continue
        for claim in facts.claims.of(subject, says="none")[:1]:
            yield from contradicted(facts, rule, claim, _cells(rows, "total"), text)
