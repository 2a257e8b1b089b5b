"""Words that were left standing or written wrongly: citations and placeholders (F-024, F-026)."""

import re
from collections.abc import Iterator

import msgspec

from pipeline.document import Span
from pipeline.messages import Message

from .base import Facts, Finding, Rule, Scope, rule

_PREAMBLE = 3_000  # characters before the first section in which it stands
_MOST_CHARACTERS = 50_000  # of one section
_MOST_NAMED = 3  # places named in the sentence


class Citation(msgspec.Struct, frozen=True):
    """A way of citing that is wrong, or was superseded from the reports of year `since` on."""

    pattern: re.Pattern[str]
    should: str
    since: int = 0


_BRACKETS = "〔\\[［(（【"
_CLOSING = "〕\\]］)）】"
_FORM = "国办公开办?函"
CITATIONS: tuple[Citation, ...] = (
    Citation(re.compile(rf"{_FORM}[{_BRACKETS}]20\d{{3,5}}号"), "国办公开办函〔2021〕30号"),
    Citation(re.compile(r"国办公开办[涵含]"), "国办公开办函〔2021〕30号"),
    Citation(re.compile(rf"国办公开函[{_BRACKETS}]20\d\d[{_CLOSING}]\d{{1,3}}号"), "国办公开办函〔2021〕30号"),
    Citation(
        re.compile(rf"{_FORM}[{_BRACKETS}](?:2019[{_CLOSING}]30|20(?!19)\d\d[{_CLOSING}]60)号"),
        "国办公开办函〔2021〕30号",
    ),
    Citation(re.compile(rf"国办公开办函[{_BRACKETS}]2019[{_CLOSING}]60号"), "国办公开办函〔2021〕30号", since=2021),
    Citation(re.compile(r"国务院令(?:第)?492号"), "国务院令第711号", since=2019),
    Citation(re.compile(rf"国办函[{_BRACKETS}]20\d{{4,5}}号"), "国办函〔2020〕109号"),
)

_URL = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+")
# Whose name is withheld: XX公司, XX案.
_NO_NAME = r"(?!公司|企业|集团|先生|女士|某|村民|小区|酒店|商店|超市|药店|项目|工程|案|厂|店|型)"
# What must stand before a leftover is asked behind its first character: a pattern that begins with one is found faster.
_LEFTOVERS: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"20[XxＸ×]{{2}}年|[XxＸ](?:(?<![A-Za-z0-9Ａ-Ｚ].)[XxＸ]{{1,3}}(?=[一-鿿]){_NO_NAME}"
        rf"|(?<=[一-鿿].)[XxＸ]{{1,3}}(?![A-Za-z0-9Ａ-Ｚ]){_NO_NAME})"
    ),
    re.compile(r"×(?<![A-Za-z0-9一-鿿].)×{1,3}(?=[年月日局委办县市区镇乡条件份次项])"),
    re.compile(r"待(?:(?<![有需亟尚还].)补充|填写|核实后填)|此处(?:填写|填入|插入|补充)|请(?<![一-鿿].)(?:填写|补充)(?![一-鿿]{0,6}申请)"),
    re.compile(r"。{2}(?!。)|。(?<!。。)[,，、;；]|[,，、;；:：]。|，[ \t]?，|、、|；；|：：|,[ \t]?,(?!\d)"),
    re.compile(
        r"(进一步|加强|完善|提高|提升|推进|严格|积极|认真|继续|按照|根据|以及|同时|不断|及时|切实|深入|强化|优化|主动|我们|因此|为了"
        r"|进行|开展|做好|对于|由于|情况|其中|目前|能够|必须|应当|制定|建立|健全|利用)\1"
        r"|了(?<![为除].)了(?![解之结却然])|的(?<![目标].)的(?![确士])"
    ),
)  # fmt: skip


@rule(
    "F-024",
    version=2,
    severity="info",
    source="derived",
    zh="引用的文件名称、文号准确有效",
    en="citations are whole and in force",
)
def citations_are_right(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-024, for the citations that are known to go wrong; a citation of an earlier year is right in a report of that year."""
    year = facts.outline.year
    stretches = list(_stretches(facts, preamble=True))
    for citation in CITATIONS:
        if citation.since and (year is None or year < citation.since):
            continue
        for at in stretches:
            found = citation.pattern.search(facts.document.text, at.start, at.end)
            if found is None:
                continue
            words = found.group()
            what = Message("已被取代", "was superseded") if citation.since else Message("有误", "is garbled")
            yield rule.finding(
                Scope(),
                Message(
                    f"引用“{words}”{what.zh},应为“{citation.should}”;请核对文号",
                    f'the citation "{words}" {what.en}, it should be "{citation.should}"; check the number',
                ),
                quote=(facts.document, Span(found.start(), found.end())),
            )
            break


@rule(
    "F-026",
    version=2,
    severity="warning",
    source="practice",
    zh="没有遗留的占位符、重复的词语或标点",
    en="no placeholder, doubled word or doubled mark is left",
)
def nothing_is_left_over(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-026, in the text of sections 1, 5 and 6; not in addresses of web pages, and only words that are never doubled."""
    text = facts.document.text
    places = sorted(
        (
            Span(found.start(), found.end())
            for at in _stretches(facts, preamble=False)
            for pattern in _LEFTOVERS
            for found in pattern.finditer(text, at.start, at.end)
        ),
        key=lambda at: at.start,
    )
    urls = [found.span() for found in _URL.finditer(text)] if places else []
    places = [at for at in places if not any(start <= at.start < end for start, end in urls)]
    if not places:
        return
    named = [text[max(0, at.start - 6) : at.end + 6].replace("\n", " ").strip() for at in places[:_MOST_NAMED]]
    yield rule.finding(
        Scope(),
        Message(
            f"有 {len(places)} 处遗留占位符或重复:{'、'.join(f'“…{each}…”' for each in named)};请核对并改正",
            f"{len(places)} placeholders or repetitions are left: {'; '.join(f'…{each}…' for each in named)}; mend them",
        ),
        quote=(facts.document, places[0]),
        about=str(len(places)),
    )


def _stretches(facts: Facts, *, preamble: bool) -> Iterator[Span]:
    """The prose of a report: sections 1, 5 and 6, and what stands before the first."""
    if preamble:
        first = facts.outline.sections[0].start
        yield Span(max(0, first - _PREAMBLE), first)
    for number in (1, 5, 6):
        section = facts.outline.section(number)
        if section is not None:
            yield Span(section.body, min(section.end, section.body + _MOST_CHARACTERS))
