"""What the text says against itself (X-016 to X-019)."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from pipeline.claims import Claim, Subject
from pipeline.claims.breakdowns import Breakdown, breakdowns, is_share, shares
from pipeline.claims.comparisons import Comparison, comparisons
from pipeline.figures import Value
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Scope, rule

_MOST_VALUES = 10  # of one fact that are held against each other
_CARRIED = ("requests", "carried_over_in", "total")
_ROWS = {
    "requests.received": "new_received",
    "requests.answered": "total",
    "requests.carried_in": "carried_over_in",
    "requests.carried_out": "carried_over_out",
}
#: Subjects of which parts may be told one by one, in the same words as the whole.
_MANY = (".handled", ".result.", ".applicant.", ".upheld", ".corrected", ".other", ".pending")


@rule(
    "X-016",
    version=3,
    severity="warning",
    source="practice",
    zh="“共N,其中……”各分项之和等于总数",
    en="named parts add up to their whole",
)
def parts_add_up(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-016; parts followed by 等 may add up to less. Parts that add up before the list ends are complete.

    Where the whole is not called a sum (共), the sentence may name some parts only: less is then uncertain, and far
    less says nothing. Uncertain, too, is more where the parts are places of publication, and both where it is not clear
    which number they are parts of.
    """
    for breakdown in breakdowns(facts.claims.prose):
        values = [part.value for part in breakdown.parts]
        whole, total = breakdown.whole.value, sum(values, Decimal(0))
        sums = {sum(values[:n]) for n in range(2, len(values) + 1)}
        if whole in sums or sums & breakdown.others or (breakdown.open_ended and total < whole):
            continue
        if _is_of_another(breakdown, values) if total > whole else _is_a_choice(breakdown, total):
            continue
        sure = not breakdown.by_channel if total > whole else breakdown.overall
        equation = f"{whole} ≠ {' + '.join(str(value) for value in values)}"
        yield rule.finding(
            Scope(),
            Message(f"分项之和与总数不符:{equation}(={total})", f"the parts do not add up: {equation} (= {total})"),
            verdict="fail" if sure and not breakdown.unclear else "uncertain",
            left=whole,
            right=total,
            quote=(facts.document, breakdown.at),
        )


def _is_of_another(breakdown: Breakdown, values: list[Decimal]) -> bool:
    """Whether parts are too great for a number that may not be their whole."""
    return breakdown.unclear and (breakdown.by_channel or max(values) > breakdown.whole.value)


def _is_a_choice(breakdown: Breakdown, total: Decimal) -> bool:
    """Whether the parts may be but some that were worth naming: far too few, or such as go on in other units."""
    meant = breakdown.overall and not breakdown.parted
    few = total * 3 < breakdown.whole.value * 2
    return (few and not meant) or breakdown.mixed or (breakdown.unclear and not breakdown.overall)


@rule(
    "X-017",
    version=2,
    severity="warning",
    source="practice",
    zh="所述百分比与分项、总数相符",
    en="a stated percentage is its part of its whole",
)
def percentages_are_right(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-017, within half a unit of the last digit; an exact half may be rounded either way."""
    for share in shares(facts.claims.prose):
        if any(is_share(share.part.value, whole.value, share.percent) for whole in share.wholes):
            continue
        whole = max(share.wholes, key=lambda quantity: quantity.value)
        exact = _percent(share.part.value, whole.value, share.percent)
        words = f"{share.part.value} / {whole.value} = {exact}% ≠ {share.percent}%"
        yield rule.finding(
            Scope(),
            Message(f"百分比不符:{words}", f"the percentage is off: {words}"),
            left=exact,
            right=Decimal(share.percent),
            quote=(facts.document, share.at),
        )


def _percent(part: Decimal, whole: Decimal, like: str) -> Decimal:
    """Return a percentage with as many decimals as `like`."""
    return round(part * 100 / whole, len(like.partition(".")[2]))


@rule(
    "X-018",
    version=2,
    severity="warning",
    source="practice",
    zh="同比变化及其百分比与上年数据相符",
    en="a change from last year and its percentage agree with last year's figure",
)
def changes_are_right(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-018, as far as the sentence itself gives last year's figure or the difference."""
    for each in comparisons(facts.claims.prose):
        found = _wrong_change(each)
        if found is None:
            continue
        left, right, words = found
        yield rule.finding(
            Scope(),
            Message(f"与上年相比的变化不符:{words}", f"the change from last year is off: {words}"),
            left=left,
            right=right,
            quote=(facts.document, each.at),
        )


def _wrong_change(each: Comparison) -> tuple[Value, Value, str] | None:
    """Both sides and the equation that does not hold, or None."""
    now, sign = each.now.value, -1 if each.direction == "down" else 1
    last = each.last
    if last is None:
        last = now - sign * (each.change or Decimal(0))
    difference = (now - last) * sign
    if each.direction == "level":
        return (now, last, f"{now} ≠ {last}") if now != last else None
    if each.last is not None and each.change is not None and difference != each.change:
        return difference, each.change, f"|{now} - {last}| ≠ {each.change}"
    if last < 0 or (difference <= 0 and each.last is not None):
        return now, last, f"{now} {'<' if sign > 0 else '>'} {last}"
    if each.percent is None or last == 0 or is_share(difference, last, each.percent):
        return None
    exact = _percent(difference, last, each.percent)
    return exact, Decimal(each.percent), f"|{now} - {last}| / {last} = {exact}% ≠ {each.percent}%"


@rule(
    "X-019",
    severity="warning",
    source="practice",
    zh="正文对同一事实的说法一致",
    en="the text states one fact with one value",
)
def one_fact_has_one_value(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-019, of whole sums in different sentences; 共12件 and 新收10件 agree where 2 were carried over."""
    first_to_say: dict[Subject, dict[Value, Claim]] = {}
    for claim in facts.claims.all:
        if claim.scope == "own" and claim.certain and claim.value is not None:
            values = first_to_say.setdefault(claim.subject, {})
            if len(values) < _MOST_VALUES:
                values.setdefault(claim.value, claim)
    for claims in first_to_say.values():
        pair = next((pair for pair in combinations(claims.values(), 2) if _differ(facts, *pair)), None)
        if pair is None:
            continue
        one, two = pair
        first, second = (claim.clause.of(facts.document.text) for claim in (one, two))
        yield rule.finding(
            Scope(),
            Message(
                f"正文前后不一:“{first}”与“{second}”,{one.value} ≠ {two.value}",
                f'the text says "{first}" and "{second}": {one.value} ≠ {two.value}',
            ),
            left=one.value,
            right=two.value,
            quote=(facts.document, two.clause),
        )


def _differ(facts: Facts, one: Claim, two: Claim) -> bool:
    """Whether two claims of one subject cannot both be right."""
    if one.value is None or two.value is None or one.value == two.value or one.sentence == two.sentence:
        return False
    if any(part in one.subject for part in _MANY):
        return False
    together = sum(claim.value or 0 for claim in facts.claims.of(one.subject))
    row = _ROWS.get(one.subject)
    if row and one.value and two.value and together == facts.operand("requests", row, "total").value:
        return False  # told office by office
    carried = {facts.operand(*_CARRIED).value, *(claim.value for claim in facts.claims.of("requests.carried_in"))}
    return one.subject != "requests.received" or abs(one.value - two.value) not in carried
