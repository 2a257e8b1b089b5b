"""What the text says against the tables, and against itself (X-001, X-003, X-013, X-016, X-017)."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.breakdowns import breakdowns, fits, shares
from pipeline.claims import Act, none_received, request_claims
from pipeline.figures import Value, plain_value
from pipeline.messages import Message
from pipeline.prose import prose_of

from .base import Facts, Finding, Operand, Rule, Scope, Verdict, rule

_REQUESTS = "requests"


def _against_table(
    facts: Facts, rule: Rule, act: Act, row: str, also: tuple[str, ...], words: tuple[Message, Message]
) -> Iterator[Finding]:
    """Compare the claims of one act with a row's total; claims of a sum may also equal it with the rows of `also`.

    Where one sentence agrees with the table, another number is not taken for the same fact.
    """
    claims = [claim for claim in request_claims(facts.document, facts.outline) if claim.act == act]
    table = facts.operand(_REQUESTS, row, "total", "right")
    more = [facts.operand(_REQUESTS, key, "total", "right") for key in also]
    if not claims:
        return
    if table.value is None:
        verdict: Verdict = "uncertain"
    elif any(claim.quantity.value in _allowed(table, more) for claim in claims):
        return
    elif any(operand.value is None for operand in more) and any(claim.quantity.value > table.value for claim in claims):
        verdict = "uncertain"
    else:
        verdict = "fail"
    for claim in claims:
        said = int(claim.quantity.value)
        shown = "?" if table.value is None else table.value
        yield rule.finding(
            Scope(_REQUESTS, row, "total"),
            Message(
                f"正文称{words[0].zh} {said} 件,表三“{words[1].zh}”为 {shown}:{said} ≠ {shown}"
                if verdict == "fail"
                else f"正文称{words[0].zh} {said} 件,表三“{words[1].zh}”无法读取",
                f"the text says {said} {words[0].en}, table 3 has {shown} ({words[1].en}): {said} ≠ {shown}"
                if verdict == "fail"
                else f"the text says {said} {words[0].en}; table 3's {words[1].en} could not be read",
            ),
            verdict=verdict,
            left=said,
            right=table.value,
            operands=(table,),
            quote=(facts.document, claim.clause),
        )


def _allowed(table: Operand, more: list[Operand]) -> set[Value]:
    if table.value is None:
        return set()
    return {table.value, table.value + sum(operand.value or 0 for operand in more)}


@rule(
    "X-001",
    severity="error",
    source="practice",
    zh="正文所述收到申请数与表三一致",
    en="applications received in the text are those of table 3",
)
def received_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-001; a sum (共) may include what was carried over from last year."""
    words = (Message("收到申请", "applications received"), Message("本年新收·总计", "newly received, total"))
    yield from _against_table(facts, rule, "received", "new_received", ("carried_over_in",), words)


@rule(
    "X-003",
    severity="error",
    source="practice",
    zh="正文所述答复、办结申请数与表三总计一致",
    en="applications answered in the text are table 3's total",
)
def answered_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-003."""
    words = (Message("答复或办结申请", "applications answered"), Message("(七)总计·总计", "total, total"))
    yield from _against_table(facts, rule, "answered", "total", (), words)


@rule(
    "X-013",
    severity="error",
    source="derived",
    zh="正文称未收到申请时,表三本年新收为 0",
    en="where the text says that no application came in, table 3 has none",
)
def none_means_none(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-013."""
    clause = none_received(facts.document, facts.outline)
    received = facts.operand(_REQUESTS, "new_received", "total", "right")
    if clause is None or not received.value:
        return
    yield rule.finding(
        Scope(_REQUESTS, "new_received", "total"),
        Message(
            f"正文称未收到申请,表三“本年新收·总计”为 {received.value}:0 ≠ {received.value}",
            f"the text says that no application was received, table 3 has {received.value}: 0 ≠ {received.value}",
        ),
        left=0,
        right=received.value,
        operands=(received,),
        quote=(facts.document, clause),
    )


@rule(
    "X-016",
    severity="warning",
    source="practice",
    zh="“共N,其中……”各分项之和等于总数",
    en="named parts add up to their whole",
)
def parts_add_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-016; parts followed by 等 may add up to less. Parts that add up before the list ends are complete.

    Where the whole is not called a sum (共), the sentence may name some parts only: less is then uncertain. So is
    more where the parts are places of publication.
    """
    prose = prose_of(facts.document, facts.outline)
    if prose is None:
        return
    for breakdown in breakdowns(prose):
        values = [part.value for part in breakdown.parts]
        whole, total = breakdown.whole.value, sum(values, Decimal(0))
        complete = any(sum(values[:n]) == whole for n in range(2, len(values) + 1))
        if complete or (breakdown.open_ended and total < whole):
            continue
        sure = not breakdown.by_channel if total > whole else breakdown.overall
        equation = f"{whole} ≠ {' + '.join(str(value) for value in values)}"
        yield rule.finding(
            Scope(),
            Message(f"分项之和与总数不符:{equation}(={total})", f"the parts do not add up: {equation} (= {total})"),
            verdict="fail" if sure else "uncertain",
            left=plain_value(whole),
            right=plain_value(total),
            quote=(facts.document, breakdown.at),
        )


@rule(
    "X-017",
    severity="warning",
    source="practice",
    zh="所述百分比与分项、总数相符",
    en="a stated percentage is its part of its whole",
)
def percentages_are_right(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-017, within half a unit of the last digit; an exact half may be rounded either way."""
    prose = prose_of(facts.document, facts.outline)
    if prose is None:
        return
    for share in shares(prose):
        if any(fits(share, whole.value) for whole in share.wholes):
            continue
        whole = max(share.wholes, key=lambda quantity: quantity.value)
        decimals = len(share.percent.partition(".")[2])
        exact = round(share.part.value * 100 / whole.value, decimals)
        words = f"{share.part.value} / {whole.value} = {exact}% ≠ {share.percent}%"
        yield rule.finding(
            Scope(),
            Message(f"百分比不符:{words}", f"the percentage is off: {words}"),
            left=plain_value(exact),
            right=plain_value(Decimal(share.percent)),
            quote=(facts.document, share.at),
        )
