"""Finds the six sections by their titles: a table's own rows are numbered like sections, so numerals alone say nothing."""

import itertools
import re

import msgspec

from .characters import folded, letters
from .document import Document
from .errors import NotAReport
from .form import SECTIONS, Section
from .metadata import read_metadata
from .outline import FoundSection, Outline

_LEAST_CHARACTERS = 200
_ENOUGH_TEXT = 2000
_LEAST_REPEATED_BODY = 30  # a heading with less below it is an entry of a table of contents
_NUMERALS = "一二三四五六"
_NUMERAL = re.compile(
    r"^\s*[#*?]*\s*(?:第?(?P<plain>[一二三四五六七八九十]+)(?:部分)?\s*[、.．,，:：\s]|[（(][一二三四五六七八九十]+[)）]|\d+\s*[、.．])\s*"
)
_LONGEST_HEADING = 60
_MOST_LINES = 20_000  # that end like a title; a real report has some thirty
_LONGEST_LAST = 200_000  # the longest real section 6 has some 3,000 characters
_AFTER_TITLE = re.compile(r"^\s*[:：。]\s*(?=\S)")
_TITLES = {letters(wording): section for section in SECTIONS for wording in section.wordings}
# All titles end in a few words; lines without one need no closer look, and a text may have millions of lines.
_TITLE_ENDS = "|".join(sorted({rf"{title[-2]}[^\w\n]*{title[-1]}" for title in _TITLES}))
_MAYBE_HEADING = re.compile(rf"^[^\n]*?(?:{_TITLE_ENDS})[^\n]*\n?", re.MULTILINE)
# Lines after the report's end: signatures of the web page and of those who checked it, never part of section 6.
_CLOSING_LINE = re.compile(
    r"^(?:监审|审核|编辑|责任编辑|初审|复审|终审|主办|承办|版权所有|关于我们|网站声明|网站地图|联系我们|手机端入口|扫一扫|打印|关闭|分享|上一篇|下一篇"
    r"|附件|相关链接|友情链接|网站标识码|来源|作者)\s*(?:[:：].*|本页|窗口|到.*|.{0,40})?$|ICP备|公网安备|版权所有"
)
_SIGNED = re.compile(r"^[^。;；,，:：\d]{2,30}$")
_SIGNATURE = re.compile(r"^(?:20\d\d|二[〇○零Oo]\S{2})年\d{1,2}月\d{1,2}日$")


def detect_sections(document: Document) -> Outline:
    """Return the outline of a report.

    Raises `NotAReport` (rule P-005) if no section is found or the text has under 200 characters.
    """
    text = document.text
    if len(folded(text)) < _LEAST_CHARACTERS:
        raise NotAReport(zh=f"不足 {_LEAST_CHARACTERS} 字", en=f"under {_LEAST_CHARACTERS} characters")
    headings = _headings(text)
    if not headings:
        raise NotAReport(zh="没有任何一个部分的标题", en="no section heading")
    chosen = _in_order(headings, len(text))
    ends = [heading.start for heading in chosen[1:]] + [_report_end(text, chosen[-1].body)]
    sections = tuple(_found(heading, end) for heading, end in zip(chosen, ends, strict=True))
    meta = read_metadata(text, sections)
    return Outline(
        title=meta.title,
        agency=meta.agency,
        year=meta.year,
        published_on=meta.published_on,
        sections=sections,
        repeated=_repeated(headings, chosen, text),
        length=len(text),
    )


class _Heading(msgspec.Struct, frozen=True):
    """A line that is a section's title. `strength` says how surely: 2 with the section's own numeral, else 1 or 0."""

    section: Section
    words: str
    start: int
    body: int
    strength: int


def _headings(text: str) -> list[_Heading]:
    """Every line that is the title of a section, with or without a numeral, in reading order."""
    found = []
    for line in itertools.islice(_MAYBE_HEADING.finditer(text), _MOST_LINES):
        heading = _heading(line.group(), line.start())
        if heading is not None:
            found.append(heading)
    return found


def _heading(line: str, start: int) -> _Heading | None:
    content = line.rstrip("\n")
    if not content.strip():
        return None
    numeral = _NUMERAL.match(content)
    after = numeral.end() if numeral else 0
    rest = content[after:]
    section = _TITLES.get(letters(rest)) if len(rest) <= _LONGEST_HEADING else None
    if section is not None:
        return _Heading(section, content.strip(), start, start + len(line), _strength(numeral, section))
    if numeral is None or not numeral["plain"]:
        return None
    # A numbered title with its text on the same line: "六、其他需要报告的事项:本年度未收取…".
    for stop in range(4, min(len(rest), _LONGEST_HEADING)):
        mark = _AFTER_TITLE.match(rest[stop:])
        section = _TITLES.get(letters(rest[:stop])) if mark else None
        if section is not None and mark is not None:
            words = content[: after + stop].strip()
            return _Heading(section, words, start, start + after + stop + mark.end(), _strength(numeral, section))
    return None


def _strength(numeral: re.Match[str] | None, section: Section) -> int:
    if numeral is None:
        return 1
    if numeral["plain"]:
        return 2 if numeral["plain"] == _NUMERALS[section.number - 1] else 1
    return 0  # (一) and 1. number the parts of a section


def _in_order(headings: list[_Heading], length: int) -> list[_Heading]:
    """The chain of headings in the form's order that finds most sections, most surely, with most text below each.

    A table of contents names all titles too, but nothing stands below them.
    """
    best: dict[int, _Chain] = {}  # section number → the best chain that ends with a heading of that section
    for index, heading in enumerate(headings):
        before = max((c for n, c in best.items() if n < heading.section.number), key=_Chain.rank, default=_Chain())
        following = headings[index + 1].start if index + 1 < len(headings) else length
        room = min(following - heading.body, _ENOUGH_TEXT)
        score = (before.score[0] + 1, before.score[1] + heading.strength, before.score[2] + room)
        chain = _Chain(score, -index, (*before.headings, heading))
        number = heading.section.number
        best[number] = max(best.get(number, _Chain()), chain, key=_Chain.rank)
    return list(max(best.values(), key=_Chain.rank).headings)


class _Chain(msgspec.Struct, frozen=True):
    """Headings in the form's order, and how good they are; of equals the one that ends earlier is better."""

    score: tuple[int, int, int] = (0, 0, 0)
    earliness: int = 0
    headings: tuple[_Heading, ...] = ()

    def rank(self) -> tuple[tuple[int, int, int], int]:
        return self.score, self.earliness


def _repeated(headings: list[_Heading], chosen: list[_Heading], text: str) -> tuple[FoundSection, ...]:
    repeated = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(text)
        long_enough = len(letters(text[heading.body : end])) >= _LEAST_REPEATED_BODY
        if heading not in chosen and heading.strength > 0 and long_enough:
            repeated.append(_found(heading, end))
    return tuple(repeated)


def _found(heading: _Heading, end: int) -> FoundSection:
    return FoundSection(
        heading.section.number, heading.section.key, heading.words, heading.start, heading.body, max(end, heading.body)
    )


def _report_end(text: str, body: int) -> int:
    """Where the last section ends: before the signature and the web page's closing lines."""
    position, ends = body, [body]
    for line in text[body : body + _LONGEST_LAST].splitlines(keepends=True):
        words = line.strip()
        position += len(line)
        if words and _SIGNATURE.match(folded(words)):
            signed_above = len(ends) > 1 and _SIGNED.match(text[ends[-2] : ends[-1]].strip())
            return ends[-2] if signed_above else ends[-1]
        if words and _CLOSING_LINE.search(words):
            break
        if words:
            ends.append(position)
    return ends[-1]
