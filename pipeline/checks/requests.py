"""What the text says of applications against table 3 (X-001 to X-006, X-013, X-014, T3-008)."""

from collections.abc import Iterator

from pipeline.claims import Subject
from pipeline.form import LEGAL_COLUMNS
from pipeline.messages import Message

from .base import Facts, Finding, Rule, rule
from .claimed import Cell, Figure, against, contradicted, side_of

_REQUESTS = "requests"
_GROUPS: dict[str, tuple[Subject, Message]] = {
    "granted": ("requests.result.granted", Message("(一)予以公开", "granted")),
    "partially_granted": ("requests.result.partially_granted", Message("(二)部分公开", "partially granted")),
    "refused": ("requests.result.refused", Message("(三)不予公开", "refused")),
    "unavailable": ("requests.result.unavailable", Message("(四)无法提供", "unavailable")),
    "not_processed": ("requests.result.not_processed", Message("(五)不予处理", "not processed")),
    "other": ("requests.result.other", Message("(六)其他处理", "other handling")),
}


def _total(row: str) -> Cell:
    return (_REQUESTS, row, "total")


@rule(
    "X-001",
    version=3,
    severity="error",
    source="practice",
    zh="正文所述收到申请数与表三一致",
    en="applications received in the text are those of table 3",
)
def received_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-001; a sum (共) may include what was carried over from last year. That none came in is X-013's."""
    new, carried = _total("new_received"), _total("carried_over_in")
    figure = Figure(
        (new,),
        Message("收到申请", "applications received"),
        Message("本年新收·总计", "newly received, total"),
        instead=((new, carried),),
        decides=True,
    )
    yield from against(facts, rule, facts.claims.of("requests.received", says="number"), figure)


@rule(
    "X-002",
    version=2,
    severity="error",
    source="practice",
    zh="正文所述上年结转数与表三一致",
    en="applications carried over from last year in the text are those of table 3",
)
def carried_in_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-002; 无上年结转 states 0."""
    figure = Figure(
        (_total("carried_over_in"),),
        Message("上年结转申请", "applications carried over from last year"),
        Message("上年结转·总计", "carried over in, total"),
    )
    yield from against(facts, rule, facts.claims.of("requests.carried_in"), figure)


@rule(
    "X-003",
    version=3,
    severity="error",
    source="practice",
    zh="正文所述答复、办结申请数与表三总计一致",
    en="applications answered in the text are table 3's total",
)
def answered_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-003; those that were handled (办理) may be all that came in as well."""
    total, new, carried = (_total(row) for row in ("total", "new_received", "carried_over_in"))
    named = Message("(七)总计·总计", "total, total")
    figure = Figure((total,), Message("答复或办结申请", "applications answered"), named, decides=True)
    yield from against(facts, rule, facts.claims.of("requests.answered", says="number"), figure)
    handled = Figure((total,), Message("办理申请", "applications handled"), named, instead=((new,), (new, carried)))
    yield from against(facts, rule, facts.claims.of("requests.handled", says="number"), handled)


@rule(
    "X-004",
    version=2,
    severity="error",
    source="practice",
    zh="正文所述结转下年度数与表三一致",
    en="applications carried over to next year in the text are those of table 3",
)
def carried_out_agrees(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-004; 无结转 states 0."""
    figure = Figure(
        (_total("carried_over_out"),),
        Message("结转下年度申请", "applications carried over to next year"),
        Message("结转下年度·总计", "carried over out, total"),
    )
    yield from against(facts, rule, facts.claims.of("requests.carried_out"), figure)


@rule(
    "X-005",
    version=2,
    severity="warning",
    source="derived",
    zh="正文所述办理结果与表三各类之和一致",
    en="results in the text are the sums of table 3's groups",
)
def results_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-005, each of the six groups; the 2019 form may have 其他处理 in one row."""
    for group, (subject, name) in _GROUPS.items():
        claims = facts.claims.of(subject, says="number")
        if claims:
            rows = [row.key for row in facts.form.table(_REQUESTS).rows if row.key.split(".")[0] == group]
            yield from against(facts, rule, claims, Figure(tuple(map(_total, rows)), name, name))


@rule(
    "X-006",
    version=2,
    severity="warning",
    source="derived",
    zh="正文所述申请人情况与表三各列一致",
    en="applicants in the text are table 3's columns",
)
def applicants_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-006, of what was received, with or without what was carried in, or of what was answered."""
    kinds: tuple[tuple[Subject, tuple[str, ...], Message], ...] = (
        (
            "requests.applicant.natural_person",
            ("natural_person",),
            Message("自然人申请", "applications of natural persons"),
        ),
        (
            "requests.applicant.legal_person",
            LEGAL_COLUMNS,
            Message("法人或其他组织申请", "applications of legal persons"),
        ),
    )
    for subject, columns, name in kinds:
        new, carried, total = (
            tuple((_REQUESTS, row, column) for column in columns)
            for row in ("new_received", "carried_over_in", "total")
        )
        figure = Figure(
            new, name, Message(f"本年新收·{name.zh}", f"newly received, {name.en}"), instead=((*new, *carried), total)
        )
        yield from against(facts, rule, facts.claims.of(subject, says="number"), figure)


@rule(
    "X-013",
    version=2,
    severity="error",
    source="derived",
    zh="正文称未收到申请时,表三本年新收为 0",
    en="where the text says that no application came in, table 3 has none",
)
def none_means_none(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-013; silent where another sentence names the number that the table has."""
    received = side_of(facts, [_total("new_received")])
    if any(claim.value == received.value for claim in facts.claims.of("requests.received", says="number")):
        return
    text = Message("表三“本年新收·总计”为", "table 3's newly received, total, is")
    for claim in facts.claims.of("requests.received", says="none")[:1]:
        yield from contradicted(facts, rule, claim, [_total("new_received")], text)


@rule(
    "X-014",
    severity="error",
    source="practice",
    zh="正文称申请均已办结时,表三结转下年度为 0",
    en="where the text says that all applications were finished, table 3 carries none over",
)
def all_means_all(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """X-014: 均已办结, 办结率100%; silent where the text itself says that some go on next year."""
    if any(claim.value for claim in facts.claims.of("requests.carried_out")):
        return
    text = Message("表三“结转下年度·总计”为", "table 3's carried over out, total, is")
    for claim in facts.claims.of("requests.answered", says="all")[:1]:
        yield from contradicted(facts, rule, claim, [_total("carried_over_out")], text)


@rule(
    "T3-008",
    severity="warning",
    source="derived",
    zh="第六部分称未发出收费通知时,“逾期未按收费通知要求缴纳费用”为 0",
    en="where section 6 denies any fee notice, no application lapsed for an unpaid one",
)
def no_notice_no_lapse(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """T3-008."""
    text = Message("表三“逾期未按收费通知要求缴纳费用”为", "table 3's overdue fee is")
    for claim in facts.claims.of("fee_notices.sent", says="none")[:1]:
        yield from contradicted(facts, rule, claim, [_total("other.overdue_fee")], text)
