"""What the sentences of a report claim in numbers, as values that rules look up.

Which thing a number counts is told by the nearest word for it, so that letters, hotline calls and proposals are not
taken for applications. New wordings are added to the data below, not to rules.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from .document import Document, Span
from .numerals import ARABIC_NUMBER, CHINESE_NUMBER, parse_number
from .outline import Outline

Subject = Literal["requests", "other"]
Act = Literal["received", "answered"]

_UNITS = "人次|件次|件|份|宗|起|户|条|项|个|篇|次|人|部|期|场|家|名"
_QUANTITY = re.compile(rf"(?P<number>{ARABIC_NUMBER}|{CHINESE_NUMBER})\s*(?P<more>余|多)?(?P<unit>{_UNITS})(?!月|年)")
_SUBJECTS: tuple[tuple[Subject, re.Pattern[str]], ...] = (
    (
        "requests",
        re.compile(
            r"(?:政府)?信息公开(?:的)?(?:书面)?申请|依申请公开|依申请|公开申请|申请公开|政府信息(?:的)?申请|信息申请|申请(?:公开)?政府信息"
        ),
    ),
    (
        "other",
        re.compile(
            r"信件|来信|来电|留言|热线|信箱|邮箱|建议|提案|议案|咨询|投诉|举报|信访|工单|诉求|办件|复议|诉讼|应诉|许可|处罚|强制|文件|稿件|政策|解读|新闻|动态|公众号|微博|网民"
        ),
    ),
)
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    ("received", re.compile(r"收到|新收|接到|接收|受理|收件")),
    ("answered", re.compile(r"答复|办结|办理完毕|回复")),
)
# Clauses whose number is a part, another year's, another body's, or one channel's: they restate no total.
_PARTIAL = re.compile(
    r"其中|上年|去年|上一年|同比|环比|结转|顺延|予以公开|部分公开|不予|无法提供|转办|转来|另有"
    r"|全[省市县区州]|各[单部乡镇街]|系统|下属|[网信邮]?络|网上|网站|平台|信函|邮寄|当面|现场|邮件|传真|线[上下]|窗口|电话"
)
_NONE_RECEIVED = re.compile(
    r"(?:未|没有|均未|尚未|暂未|从未)(?:再|曾)?(?:收到|接到|接收|受理|收)(?:过|到)?(?P<what>[^,，。;；]{0,50}?)"
    r"(?:信息公开(?:的)?(?:书面)?申请|依申请公开|公开申请|申请公开|政府信息(?:的)?申请|信息的申请)"
    r"|无(?:政府信息公开|依申请公开|信息公开)(?:的)?申请(?!人)|无依申请公开|零申请|政府信息公开申请(?:数量?)?(?:为)?[:：]?(?:零|0|无)(?:件|$)"
)
_NOT_ALL = re.compile(
    r"复议|诉讼|举报|投诉|费|不予|同一|超期|重复|恶意|补正|涉[密及]|属于|上年|去年|全[省市县区州]"
    r"|(?<!任何)(?<!各种)(?:网络|信函|邮寄|当面|邮件|传真)"
)
_SOME_APPLICANTS = re.compile(r"法人|企业|组织|机构")
_ALL_APPLICANTS = re.compile(r"公民|自然人|个人|群众|任何|社会公众")
_SENTENCE_END = re.compile(r"[。;；!！\n]")
_CLAUSE_END = re.compile(r"[,，。;；!！\n(（)）]")
_YEAR = re.compile(r"(20\d\d)年")


class Quantity(msgspec.Struct, frozen=True):
    """A number with its unit; `rounded` for 余 and 多, which give no exact number."""

    value: Decimal
    unit: str
    at: Span
    rounded: bool = False


class Claim(msgspec.Struct, frozen=True):
    """A sentence's statement about applications: what was done, how many, and the clause that says so.

    `overall` says that the clause speaks of a sum (共), which may include what was carried over.
    """

    act: Act
    quantity: Quantity
    clause: Span
    overall: bool


def quantities(text: str, region: Span) -> Iterator[Quantity]:
    """Yield each number with a unit in `region`, in reading order."""
    for found in _QUANTITY.finditer(text, region.start, region.end):
        before = text[found.start() - 1 : found.start()]
        if before in {".", "第", "-", "/", "~"}:
            continue
        value = parse_number(found["number"])
        if value is not None:
            yield Quantity(value, found["unit"], Span(found.start(), found.end()), found["more"] is not None)


def request_claims(document: Document, outline: Outline) -> tuple[Claim, ...]:
    """Return what section 1 says of applications received and answered in the report's year, as whole numbers."""
    section = outline.section(1)
    return () if section is None else tuple(_claims(document.text, Span(section.body, section.end), outline.year))


def none_received(document: Document, outline: Outline) -> Span | None:
    """Return the place of the first clause in section 1 that says no application at all came in, or None."""
    section = outline.section(1)
    if section is None:
        return None
    text = document.text
    for found in _NONE_RECEIVED.finditer(text, section.body, section.end):
        clause = _stretch(text, found.start(), found.end(), section.body, section.end, _CLAUSE_END)
        words = clause.of(text)
        partly = _SOME_APPLICANTS.search(words) and not _ALL_APPLICANTS.search(words)
        if not partly and not _NOT_ALL.search(words) and _of_year(words, outline.year):
            return clause
    return None


def _claims(text: str, region: Span, year: int | None) -> Iterator[Claim]:
    start, end = region.start, region.end
    for quantity in quantities(text, region):
        if quantity.rounded or quantity.value != quantity.value.to_integral_value():
            continue
        sentence = _stretch(text, quantity.at.start, quantity.at.end, start, end, _SENTENCE_END)
        clause = _stretch(text, quantity.at.start, quantity.at.end, start, end, _CLAUSE_END)
        words = clause.of(text)
        act = _act(text, clause.start, quantity.at.start)
        if act is None or not _of_year(sentence.of(text)[: quantity.at.start - sentence.start], year):
            continue
        overall = re.search(r"[共总]|累计|合计", words) is not None
        if _subject(text, sentence, clause, quantity.at) == "requests" and not _PARTIAL.search(words):
            yield Claim(act, quantity, clause, overall)


def _act(text: str, start: int, quantity: int) -> Act | None:
    """The last verb between the start of the clause and the number, if no other number stands between them."""
    last: tuple[int, Act] | None = None
    for act, pattern in _ACTS:
        for found in pattern.finditer(text, start, quantity):
            if last is None or found.end() > last[0]:
                last = (found.end(), act)
    if last is None or next(quantities(text, Span(last[0], quantity)), None) is not None:
        return None
    return last[1]


def _subject(text: str, sentence: Span, clause: Span, quantity: Span) -> Subject | None:
    """What the number counts: right after it (`2件政府信息公开申请`), else the nearest word before it."""
    after = [(f.start(), s) for s, p in _SUBJECTS if (f := p.search(text, quantity.end, clause.end)) is not None]
    before = [(f.end(), s) for s, p in _SUBJECTS for f in p.finditer(text, sentence.start, quantity.start)]
    if after and (not before or max(before)[0] <= clause.start):
        return min(after)[1]
    return max(before)[1] if before else None


def _of_year(words: str, year: int | None) -> bool:
    years = {int(found) for found in _YEAR.findall(words)}
    return not years or year is None or years == {year}


def _stretch(text: str, start: int, end: int, low: int, high: int, stop: re.Pattern[str]) -> Span:
    """Widen a place to its clause or sentence: up to, not including, the marks that `stop` finds."""
    begun = low
    for found in stop.finditer(text, low, start):
        begun = found.end()
    ended = stop.search(text, end, high)
    stretch = Span(begun, ended.start() if ended else high)
    words = stretch.of(text)
    return Span(stretch.start + len(words) - len(words.lstrip()), stretch.end - len(words) + len(words.rstrip()))
