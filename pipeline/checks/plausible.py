"""Figures that add up to nothing strange but can hardly be meant (F-016, F-017, T2-002, T4-002, T4-003)."""

import itertools
import re
from collections.abc import Iterator, Mapping

from pipeline.figures import Value
from pipeline.messages import Message
from pipeline.metadata.places import level_of

from .base import Facts, Finding, Operand, Rule, Scope, rule
from .names import cell_name, row_name, table_name

_PROACTIVE = "proactive_disclosure"
# 万元 that a body of its level can hardly collect in a year; a tenth of it is doubtful. 元 taken for 万元 is 10,000 times more.
_IMPLAUSIBLE: Mapping[str | None, int] = {
    "town": 100_000,
    "department": 1_000_000,
    "county": 1_000_000,
    "city": 5_000_000,
    "province": 10_000_000,
    None: 10_000_000,
}
# Offices that may report for their government, and bodies whose power the name of their place does not tell.
_OF_OTHER_RANK = re.compile(r"政府(?:办|办公[室厅]|外事办公室)$|管委会|管理委员会|国务院|国家|海关")


@rule(
    "F-016",
    severity="warning",
    source="derived",
    zh="行政事业性收费按万元填报,金额合理",
    en="the fees are plausible in units of 10,000 CNY",
)
def fees_are_plausible(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-016, by the level of the body; an amount that names its unit in the cell was converted and is taken as meant."""
    if "amount_10k_cny" not in facts.reading.table(_PROACTIVE).figures["fees"]:
        return
    fees = facts.operand(_PROACTIVE, "fees", "amount_10k_cny", with_raw=True)
    limit = _IMPLAUSIBLE[facts.outline.level]
    if fees.value is None or "元" in (fees.raw or "") or fees.value * 10 < limit:
        return
    yield rule.finding(
        Scope(_PROACTIVE, "fees", "amount_10k_cny"),
        Message(
            f"行政事业性收费填报为 {fees.value} 万元,可能误以元为单位填报;请核对计量单位",
            f"fees of {fees.value} × 10,000 CNY are hardly plausible, the unit may be CNY; check the unit",
        ),
        verdict="fail" if fees.value >= limit else "uncertain",
        left=fees.value,
        operands=(fees,),
    )


@rule(
    "F-017",
    severity="error",
    source="practice",
    zh="一个数没有被拆填在相邻两格",
    en="no number stands cut in two in neighbouring cells",
)
def numbers_are_whole(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-017: 2 and 0 beside a total of 20. Where our reader drew the line between the cells, it is uncertain."""
    for key in ("requests", "litigation"):
        figures = facts.reading.table(key).figures
        for row in facts.form.table(key).rows:
            *parts, whole = [figure.value for figure in figures[row.key].values()]
            if not whole or whole == sum([part or 0 for part in parts]):
                continue
            cells = [facts.operand(key, row.key, column.key, "right") for column in row.columns]
            pair = _cut(cells[:-1], cells[-1])
            if pair is None:
                continue
            total = facts.operand(key, row.key, row.columns[-1].key)
            one, two = pair
            name = row_name(facts.form, key, row.key)
            names = [cell_name(facts.form, key, None, each.column) for each in pair]
            yield rule.finding(
                Scope(key, row.key, None),
                Message(
                    f"{table_name(key).zh}“{name.zh}”的“{names[0].zh}”{one.value} 与“{names[1].zh}”{two.value} "
                    f"疑为一个数 {one.value}{two.value} 被拆成两格(合成后与总计 {total.value} 相符);请核对这两格",
                    f'in "{name.en}" of {table_name(key).en}, {one.value} ({names[0].en}) and {two.value} ({names[1].en}) '
                    f"look like {one.value}{two.value} cut in two, with which the total {total.value} holds; check both",
                ),
                verdict="fail" if _are_cells_of_the_file(facts, one, two) else "uncertain",
                left=total.value,
                right=sum(cell.value or 0 for cell in cells[:-1]),
                operands=(total, *pair),
            )


def _cut(parts: list[Operand], total: Operand) -> tuple[Operand, Operand] | None:
    """The one pair of neighbours that, read as one number, makes the parts add up to their total."""
    values = [part.value for part in parts]
    if not total.value or any(value is None or value < 0 for value in values):
        return None
    known: list[Value] = [value for value in values if value is not None]
    whole = sum(known)
    if whole >= total.value:
        return None
    fitting = [
        (one, two)
        for one, two in itertools.pairwise(parts)
        if one.value and two.value is not None
        if whole - one.value - two.value + int(f"{one.value}{two.value}") == total.value
    ]
    return fitting[0] if len(fitting) == 1 else None


def _are_cells_of_the_file(facts: Facts, one: Operand, two: Operand) -> bool:
    if facts.document.media_type == "application/pdf" or one.at is None or two.at is None:
        return False
    return re.search(r"[|\t\n]", facts.document.text[one.at.end : two.at.start]) is not None


@rule(
    "T2-002",
    version=2,
    severity="warning",
    source="official",
    basis="《立法法》第九十一条、第九十三条",
    zh="无规章制定权的机关,规章各项为 0",
    en="an agency without the power to make rules (规章) has none",
)
def only_rule_makers_have_rules(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T2-002: counties, towns and offices of a place; a city's or province's own office may report for its government."""
    outline = facts.outline
    agency = outline.agency or ""
    of_place = outline.level == "department" and outline.area is not None and not _OF_OTHER_RANK.search(agency)
    of_county = agency.endswith(("政府办公室", "政府办")) and level_of(outline.area or "") in {"county", "town"}
    if outline.level not in {"county", "town"} and not of_place and not of_county:
        return
    columns = facts.reading.table(_PROACTIVE).figures["regulations"]
    filled = [
        operand
        for column in columns
        if (operand := facts.operand(_PROACTIVE, "regulations", column)).value is not None and operand.value > 0
    ]
    if not filled:
        return
    zh = "、".join(f"{cell_name(facts.form, _PROACTIVE, None, each.column).zh} {each.value}" for each in filled)
    en = ", ".join(f"{cell_name(facts.form, _PROACTIVE, None, each.column).en} {each.value}" for each in filled)
    yield rule.finding(
        Scope(_PROACTIVE, "regulations", None),
        Message(
            f"“{outline.agency}”没有规章制定权,规章却填报{zh};请核对是否应计入行政规范性文件",
            f'"{outline.agency}" has no power to make rules (规章), yet reports {en}; check whether they are normative documents',
        ),
        verdict="fail" if facts.agency_is_certain else "uncertain",
        operands=filled,
    )


@rule(
    "T4-002",
    severity="info",
    source="derived",
    zh="有复议后起诉,则当年或上一年应有行政复议",
    en="suits after reconsideration follow a reconsideration of this year or the last",
)
def suits_follow_reconsiderations(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T4-002; of last year a single report does not tell, so it is never more than uncertain."""
    suits = facts.operand("litigation", "litigation_after_reconsideration", "total")
    reviews = facts.operand("litigation", "reconsideration", "total", "right")
    if suits.value and reviews.value == 0:
        yield rule.finding(
            Scope("litigation", "litigation_after_reconsideration", "total"),
            Message(
                f"复议后起诉 {suits.value} 件,而本年行政复议为 0;缺上一年度行政复议件数,请核对",
                f"{suits.value} suits after reconsideration, yet no reconsideration this year; last year's is not known, check it",
            ),
            verdict="uncertain",
            left=suits.value,
            right=reviews.value,
            operands=(suits, reviews),
        )


@rule(
    "T4-003",
    severity="info",
    source="derived",
    zh="有复议、诉讼,则当年或上一年应办理过申请",
    en="disputes follow applications handled this year or the last",
)
def disputes_follow_applications(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T4-003; of last year a single report does not tell, so it is never more than uncertain."""
    handled = [facts.operand("requests", row, "total", "right") for row in ("new_received", "carried_over_in", "total")]
    disputes = [facts.operand("litigation", row.key, "total") for row in facts.form.table("litigation").rows]
    count = sum(each.value or 0 for each in disputes)
    if count and all(each.value == 0 for each in handled):
        yield rule.finding(
            Scope("litigation"),
            Message(
                f"有复议、诉讼共 {count} 件,而本年没有收到或办理申请;缺上一年度数据,请核对",
                f"{count} disputes, yet no application came in or was handled this year; last year is not known, check it",
            ),
            verdict="uncertain",
            left=count,
            right=0,
            operands=(*disputes, *handled),
        )
