"""The years a report names for itself, and whether it was published in time (F-022, F-023); only what is certain fails."""

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.characters import folded
from pipeline.document import Span
from pipeline.messages import Message
from pipeline.metadata import days_signed, in_digits, is_published_on, title_on

from .base import Facts, Finding, Rule, Scope, rule

_PREAMBLE = 3_000  # characters before the first section in which it stands
_AROUND = 5_000  # characters before and after the sections in which dates of publication stand
_OPENING = 120
_NOTICES = re.compile(
    r"《[^《》]{0,80}?(?:通知|意见|办法|条例|要点|方案|细则|规定)[^《》]{0,40}》|关于[^。;；,，]{0,40}?的通知"
)
_OWN_NAME = re.compile(
    r"(?:现将|公布|发布|编制|编写|撰写|制作)了?[^。;；,，\n]{0,30}?(20\d\d)年(?:度)?[^。;；,，\n\d]{0,20}?(?:信息|政务)公开(?:工作)?(?:年度)?(?:报告|年报)"
)
# A year that opens section 1, or a sentence of section 6 on what was collected, is the one reported on.
_OPENS = re.compile(r"\s{0,40}(?:[(（]?一[)）、.．]?[^,，。\n]{0,12}\n?\s*)?(20\d\d)年(?:度)?[,，:：]")
_OF_FEES = re.compile(
    r"(?:^|[。;；\n])[ \t　]{0,8}(?:[(（]?[一二1][)）、.．是]*)?(20\d\d)年(?:度)?[,，]?\s?"
    r"(?:(?:本|我)(?:单位|机关|部门|局|委|办|镇|乡|街道|县|市|区|厅|院|中心)?|全[年局县市区镇乡委])?(?:共|均|未|没有|无|不|收取)[^。;；\n]{0,24}?(?:收取|收费|处理费)"
)
_GOVERNMENTS = frozenset({"province", "city", "county", "town"})
_SPEAKS_FOR_GOVERNMENT = re.compile(r"政府(?:办|办公[室厅])$|政务公开")
# Holidays by order of the State Council in which a deadline lay, with their last day.
_HOLIDAYS = {dt.date(2022, 1, 31): dt.date(2022, 2, 6), dt.date(2025, 1, 31): dt.date(2025, 2, 4)}
_SATURDAY = 5
_BELIEVED = 183  # days after the deadline; a later day is more likely that of a page that was moved


@rule(
    "F-022",
    severity="error",
    source="practice",
    zh="标题、统计期限和正文的年度一致",
    en="title, statistical period and text are of one year",
)
def years_agree(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-022; only years that are surely the report's own: the period, its own name, what opens section 1 or tells of fees."""
    title = title_on(facts.outline.title or "")
    if title is None or title.year is None:
        return
    period, quote = facts.outline.period, None
    if period is not None and not period.start.year <= title.year <= period.end.year:
        yield _disagreement(
            facts, rule, title.year, period.end.year, Message("统计期限", "the statistical period"), quote
        )
    named = Message("正文", "the text")
    for year, place in _years_of_its_own(facts):
        if year != title.year and not (period is not None and period.start.year <= year <= period.end.year):
            yield _disagreement(facts, rule, title.year, year, named, place)


def _disagreement(facts: Facts, rule: Rule, title: int, other: int, where: Message, quote: Span | None) -> Finding:
    return rule.finding(
        Scope(),
        Message(
            f"标题为 {title} 年度,{where.zh}为 {other} 年:{title} ≠ {other};请核对年度,检查是否沿用了往年文字",
            f"the title is of {title}, {where.en} of {other}: {title} ≠ {other}; check whether words of another year were kept",
        ),
        left=title,
        right=other,
        quote=(facts.document, quote) if quote else None,
    )


def _years_of_its_own(facts: Facts) -> Iterator[tuple[int, Span]]:
    """The year of each part of the text that surely speaks of the report's own, where that part names no other year."""
    text, sections = facts.document.text, facts.outline.sections
    first = sections[0].start
    begin = max(0, first - _PREAMBLE)
    yield from _only_year(_NOTICES.sub(lambda found: " " * len(found.group()), text[begin:first]), begin, _OWN_NAME)
    overview = facts.outline.section(1)
    if overview is not None:
        opens = _OPENS.match(text, overview.body, min(overview.end, overview.body + _OPENING))
        if opens and _years(text[overview.body : overview.end]) == {int(opens[1])}:
            yield int(opens[1]), Span(opens.start(1), opens.end())
    other = facts.outline.section(6)
    if other is not None:
        words = text[other.body : other.end]
        if len(_years(words)) == 1:
            yield from _only_year(words, other.body, _OF_FEES)


def _only_year(words: str, begin: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, Span]]:
    found = list(pattern.finditer(words))
    if len({each[1] for each in found}) == 1:
        yield int(found[0][1]), Span(begin + found[0].start(1), begin + found[0].end())


def _years(words: str) -> set[int]:
    return {int(year) for year in re.findall(r"(20\d\d)[ \t　]{0,4}年", words)}


@rule(
    "F-023",
    severity="warning",
    source="official",
    basis="《政府信息公开条例》第四十九条",
    zh="部门于次年1月31日前、政府于次年3月31日前公布",
    en="published by 31 January (departments) or 31 March (governments) of the next year",
)
def published_in_time(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-023. A day that no label calls the day of publication, or that a signature contradicts, leaves it uncertain.

    So do a deadline on a holiday, an agency that the title does not name, and a day more than half a year late: a site
    that moved gives new days to old pages.
    """
    outline = facts.outline
    published, year = outline.published_on, outline.year
    deadline = _deadline(facts)
    if published is None or year is None or deadline is None:
        return
    if dt.date(year, 12, 31) < published <= deadline:
        return
    start, end = outline.sections[0].start, outline.sections[-1].end
    text = facts.document.text
    before, after = in_digits(text[max(0, start - _AROUND) : start]), in_digits(text[end : end + _AROUND])
    signed = list(days_signed(after))
    labelled = is_published_on(published, before, after)
    if published <= dt.date(year, 12, 31):
        if outline.period is None or outline.period.end.year != year:
            return  # of which year it is, is not sure enough for that
        yield rule.finding(
            Scope(),
            Message(
                f"公布日期 {published} 早于统计年度结束;请核对日期和数据的统计期限",
                f"published on {published}, before the year ended; check the date and the period of the figures",
            ),
            verdict="fail" if labelled else "uncertain",
            severity="error",
            about=str(published),
        )
        return
    in_time = [day for day in signed if dt.date(year, 12, 31) < day <= deadline]
    soon = published <= deadline + dt.timedelta(_BELIEVED)
    sure = facts.agency_is_certain and ((labelled and soon and not in_time) or published in signed)
    yield rule.finding(
        Scope(),
        Message(
            f"公布日期 {published} 晚于 {deadline} 的期限;请核对公布日期",
            f"published on {published}, after the deadline of {deadline}; check the date of publication",
        ),
        verdict="fail" if sure and published > _grace(deadline) else "uncertain",
        about=str(published),
    )


def _deadline(facts: Facts) -> dt.date | None:
    """The last day for the report, or None for a body whose rank the name does not tell."""
    outline = facts.outline
    if outline.year is None or outline.level is None:
        return None
    if outline.level in _GOVERNMENTS or _SPEAKS_FOR_GOVERNMENT.search(folded(outline.agency or "")):
        return dt.date(outline.year + 1, 3, 31)
    return dt.date(outline.year + 1, 1, 31)


def _grace(deadline: dt.date) -> dt.date:
    """The next working day where the deadline is none: a holiday that we know of, or a weekend."""
    if deadline in _HOLIDAYS:
        return _HOLIDAYS[deadline] + dt.timedelta(days=1)
    over = deadline.weekday() - _SATURDAY
    return deadline + dt.timedelta(days=2 - over) if over >= 0 else deadline
