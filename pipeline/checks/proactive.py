"""What the text says of documents, decisions and fees against table 2 (X-010, X-011, X-012, T2-003, T2-004)."""

from collections.abc import Iterator
from typing import cast

from pipeline.claims import Subject
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Scope, rule
from .claimed import Figure, against, has
from .names import cell_name

_TABLE = "proactive_disclosure"
_FEES = (_TABLE, "fees", "amount_10k_cny")
_DECISIONS = ("licences", "penalties", "coercive_measures")
_IN_10K = Message("万元", "")


@rule(
    "X-010",
    version=2,
    severity="warning",
    source="derived",
    zh="正文所述规章、规范性文件数与表二一致",
    en="regulations and normative documents in the text are those of table 2",
)
def documents_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-010: issued, repealed, in force; pieces published are no documents issued. The 2019 form has 本年新制作 alone."""
    for row in ("regulations", "normative_documents"):
        for column, other in (("issued", "newly_made"), ("repealed", ""), ("in_force", "")):
            claims = facts.claims.of(cast("Subject", f"{row}.{column}"))
            key = column if has(facts, (_TABLE, row, column)) else other
            if claims and has(facts, (_TABLE, row, key)):
                name = cell_name(facts.form, _TABLE, row, key)
                yield from against(facts, rule, claims, Figure(((_TABLE, row, key),), name, name))


@rule(
    "X-011",
    severity="warning",
    source="derived",
    zh="正文所述行政许可、处罚、强制数与表二一致",
    en="licences, penalties and coercive measures in the text are those of table 2",
)
def decisions_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-011; items that are published (公开许可事项N条) are no decisions."""
    for row in _DECISIONS:
        claims = facts.claims.of(cast("Subject", f"{row}.decisions"))
        if claims:
            name = cell_name(facts.form, _TABLE, row, "decisions")
            yield from against(facts, rule, claims, Figure(((_TABLE, row, "decisions"),), name, name))


@rule(
    "X-012",
    severity="warning",
    source="derived",
    zh="正文所述行政事业性收费金额与表二一致",
    en="administrative fees in the text, in 10,000 CNY, are those of table 2",
)
def fees_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-012; the text may give fewer decimals."""
    if has(facts, _FEES):
        name = cell_name(facts.form, *_FEES)
        yield from against(facts, rule, facts.claims.of("fees.amount"), Figure((_FEES,), name, name, _IN_10K))


@rule(
    "T2-003",
    severity="warning",
    source="official",
    zh="信息处理费不超过行政事业性收费",
    en="information processing fees are not more than administrative fees, of which they are one",
)
def processing_fees_are_fees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T2-003, of what the text says was collected."""
    if not has(facts, _FEES):
        return
    table = facts.operand(*_FEES, "right")
    for claim in facts.claims.of("processing_fees.amount"):
        if table.value is None or not claim.certain or not claim.value or claim.value <= table.value:
            continue
        words = claim.clause.of(facts.document.text)
        yield rule.finding(
            Scope(*_FEES),
            Message(
                f"正文“{words}”,即信息处理费 {claim.value} 万元,表二行政事业性收费为 {table.value} 万元:"
                f"{claim.value} > {table.value}",
                f'the text says "{words}", {claim.value} (10,000 CNY) of processing fees, table 2 has {table.value} '
                f"of administrative fees: {claim.value} > {table.value}",
            ),
            left=claim.value,
            right=table.value,
            operands=(table,),
            quote=(facts.document, claim.clause),
        )


@rule(
    "T2-004",
    severity="info",
    source="derived",
    zh="正文述及行政许可、处罚或强制时,表二不全为 0",
    en="where the text tells of licences, penalties or coercive measures, table 2 is not all zero",
)
def decisions_are_in_the_table(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T2-004, of all figures of table 2, ten in the 2021 form."""
    claims = facts.claims.of(*(cast("Subject", f"{row}.decisions") for row in _DECISIONS))
    for claim in [each for each in claims if each.value][:1]:
        operands = [facts.operand(_TABLE, row, key, "right") for row, key, _ in facts.figures(facts.form.table(_TABLE))]
        if any(operand.value != 0 for operand in operands):
            return
        words = claim.clause.of(facts.document.text)
        yield rule.finding(
            Scope(_TABLE),
            Message(
                f"正文“{words}”({claim.value} 件),表二全部为 0",
                f'the text says "{words}" ({claim.value}), table 2 is all zero',
            ),
            verdict="fail" if claim.certain else "uncertain",
            left=claim.value,
            right=0,
            operands=operands,
            quote=(facts.document, claim.clause),
        )
