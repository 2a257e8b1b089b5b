"""What the sentences of a report claim in numbers, as values that rules look up.

Which thing a number counts is told by the nearest word for it, so that letters, hotline calls and proposals are not
taken for applications. New wordings are added to the data below, not to rules.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from .document import Document, Span
from .outline import Outline
from .prose import Prose, Words, prose_of
from .quantities import Quantity

Subject = Literal["requests", "other"]
Act = Literal["received", "answered"]

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
    r"其中|上年|去年|上一年|同比|环比|结转|顺延|予以公开|部分公开|不予|无法提供|转办|转来|另有|补正|撤回|更正"
    r"|全[省市县区州]|各[单部乡镇街]|系统|下属|[网信邮]?络|网上|网站|平台|信函|邮寄|当面|现场|邮件|传真|线[上下]|窗口|电话"
)
# A wider body or a shorter or longer time, named anywhere before in the sentence: 全市收到300件,答复290件.
_NOT_OURS = re.compile(
    r"全[省市县区州]|各[单部乡镇街县区市级]|县区|区县|乡镇(?!人民政府)|系统|下属|半年|季度|近[两二三四五十]年|以来|历年"
)
_LEAD = 300  # characters before a number in which the sentence may name them
_NONE_RECEIVED = re.compile(
    r"(?:未|没有|均未|尚未|暂未|从未)(?:再|曾)?(?:收到|接到|接收|受理|收)(?:过|到)?(?P<what>[^,，。;；]{0,50}?)"
    r"(?:信息公开(?:的)?(?:书面)?申请|依申请公开|公开申请|申请公开|政府信息(?:的)?申请|信息的申请)"
    r"|无(?:政府信息公开|依申请公开|信息公开)(?:的)?申请(?!人)|无依申请公开|零申请|政府信息公开申请(?:数量?)?(?:为)?[:：]?(?:零|0|无)(?:件|$)"
)
_NOT_ALL = re.compile(
    r"复议|诉讼|举报|投诉|费|不予|同一|超期|重复|恶意|补正|涉[密及]|属于|上年|去年|全[省市县区州]|各[单部乡镇街县区市]|部分|县区|乡镇(?!人民政府)|半年|季度|更正|互联网|线上|在线|窗口|口头"
    r"|(?<!任何)(?<!各种)(?:网络|信函|邮寄|当面|邮件|传真)"
)
_SOME_APPLICANTS = re.compile(r"法人|企业|组织|机构")
_ALL_APPLICANTS = re.compile(r"公民|自然人|个人|群众|任何|社会公众")
_OVERALL = re.compile(r"[共总]|累计|合计")
_LONGEST_CLAUSE = 200  # what goes on for longer without a mark is no sentence that we could understand


class Claim(msgspec.Struct, frozen=True):
    """A sentence's statement about applications: what was done, how many, and the clause that says so.

    `overall` says that the clause speaks of a sum (共), which may include what was carried over.
    """

    act: Act
    quantity: Quantity
    clause: Span
    overall: bool


def request_claims(document: Document, outline: Outline) -> tuple[Claim, ...]:
    """Return what section 1 says of applications received and answered in the report's year, as whole numbers."""
    prose = prose_of(document, outline)
    return () if prose is None else tuple(_claims(prose, outline.year))


def none_received(document: Document, outline: Outline) -> Span | None:
    """Return the place of the first clause in section 1 that says no application at all came in, or None."""
    prose = prose_of(document, outline)
    if prose is None:
        return None
    for found in _NONE_RECEIVED.finditer(prose.text, prose.region.start, prose.region.end):
        clause = prose.clause(Span(found.start(), found.end()))
        words = clause.of(prose.text)
        if len(words) > _LONGEST_CLAUSE or _NOT_ALL.search(words):
            continue
        partly = _SOME_APPLICANTS.search(words) and not _ALL_APPLICANTS.search(words)
        if not partly and _is_of(outline.year, prose.years(clause.start, clause.end)):
            return clause
    return None


def _claims(prose: Prose, year: int | None) -> Iterator[Claim]:
    text = prose.text
    subjects, acts = Words(text, prose.region, _SUBJECTS), Words(text, prose.region, _ACTS)
    for index, quantity in enumerate(prose.numbers):
        if quantity.rounded or quantity.value != quantity.value.to_integral_value():
            continue
        clause, sentence = prose.clause(quantity.at), prose.sentence(quantity.at)
        verb = acts.last(clause.start, quantity.at.start)
        if verb is None or clause.end - clause.start > _LONGEST_CLAUSE:
            continue
        if index and prose.numbers[index - 1].at.start >= verb.end:
            continue  # the verb's number is another one
        if not _is_of(year, prose.years(sentence.start, quantity.at.start)):
            continue
        lead = text[max(sentence.start, quantity.at.start - _LEAD) : quantity.at.start]
        words = clause.of(text)
        if _PARTIAL.search(words) or _NOT_OURS.search(lead):
            continue
        if _subject(subjects, sentence, clause, quantity.at) == "requests":
            yield Claim(verb.name, quantity, clause, _OVERALL.search(words) is not None)


def _subject(subjects: Words[Subject], sentence: Span, clause: Span, quantity: Span) -> Subject | None:
    """What the number counts: right after it (`2件政府信息公开申请`), else the nearest word before it."""
    after = subjects.first(quantity.end, clause.end)
    before = subjects.last(sentence.start, quantity.start)
    if after and (before is None or before.end <= clause.start):
        return after.name
    return before.name if before else None


def _is_of(year: int | None, named: set[int]) -> bool:
    """Whether what names these years speaks of the report's own year; naming none is as good."""
    return not named or year is None or named == {year}
