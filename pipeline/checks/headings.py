"""The order and the numbering of headings, and what stands where the form has nothing (F-002, F-003, F-004)."""

import re
from collections.abc import Iterator, Mapping

from pipeline.characters import letters
from pipeline.document import Span
from pipeline.form import FORM_2019, FORM_2021
from pipeline.messages import Message
from pipeline.metadata import title_on
from pipeline.outline import FoundSection
from pipeline.sections.headings import Heading, find_headings
from pipeline.sections.order import without_contents

from .base import Facts, Finding, Rule, Scope, rule

NUMERALS = "一二三四五六七八九十"
_WRITTEN = re.compile(rf"[ \t　]*第?([{NUMERALS}])(?:部分)?[ \t　]*[、.．,，:：]")
_NUMBERED = re.compile(rf"^[ \t　]*([{NUMERALS}])[ \t　]*[、.．][^\n]*$", re.MULTILINE)
_LONGEST_HEADING = 30  # letters; what is longer, or ends in a full stop, is a paragraph with a number before it
_LONGEST_BODY = 100_000  # characters of a section that are looked through
_ANNEX = re.compile(r"附[件表录]|备注|注[:：]")
_FIRST_YEAR_OF_2021_FORM = 2021


def misplaced(facts: Facts) -> Mapping[int, Heading]:
    """Return the numbered headings of sections that the outline lacks since they stand out of the form's order."""
    missing = set(range(1, 7)) - {section.number for section in facts.outline.sections}
    if not missing:
        return {}
    text = facts.document.text
    return {
        heading.section.number: heading
        for heading in without_contents(find_headings(text), text)
        if heading.section.number in missing and _WRITTEN.match(heading.words)
    }


@rule(
    "F-002",
    severity="warning",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="六个部分依次为一至六,序号与标题相符",
    en="the sections stand in the form's order, and each numeral fits its title",
)
def sections_are_in_order(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-002; a heading without a numeral, or numbered as a part of another, is not told."""
    text = facts.document.text
    places = [
        (section.number, Span(section.start, section.start + len(section.heading)))
        for section in facts.outline.sections
        if (written := _WRITTEN.match(section.heading)) and written[1] != NUMERALS[section.number - 1]
    ]
    if places:
        zh = "、".join(
            f"“{' '.join(at.of(text).split())}”应为第{NUMERALS[number - 1]}部分" for number, at in places[:3]
        )
        en = "; ".join(f'"{" ".join(at.of(text).split())}" should be number {number}' for number, at in places[:3])
        yield rule.finding(
            Scope(),
            Message(
                f"有 {len(places)} 个部分的序号与标题不符:{zh};请核对各部分序号",
                f"{len(places)} numerals do not fit their titles: {en}; check the numbering of the sections",
            ),
            quote=(facts.document, places[0][1]),
            about=str(len(places)),
        )
    for number, heading in misplaced(facts).items():
        yield rule.finding(
            Scope(),
            Message(
                f"第{NUMERALS[number - 1]}部分“{heading.section.label}”不在其应有的位置;请按一至六的顺序排列",
                f'section {number}, "{heading.section.label}", is out of its place; put the sections in the form\'s order',
            ),
            quote=(facts.document, Span(heading.start, heading.start + len(heading.words))),
        )


@rule(
    "F-003",
    severity="warning",
    source="practice",
    zh="部分之内的小标题不用“一、二、”一级序号",
    en="headings inside a section are not numbered as sections",
)
def numbering_does_not_start_anew(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-003, in sections 1 and 5; whole paragraphs with such numbers leave it uncertain."""
    for number in (1, 5):
        section = facts.outline.section(number)
        lines = _numbered(facts, section) if section else []
        marks = [NUMERALS.index(mark) for mark, _ in lines]
        if marks[:2] != [0, 1]:
            continue
        named = NUMERALS[number - 1]
        yield rule.finding(
            Scope(),
            Message(
                f"第{named}部分之内又从“一、”起编号,与各部分的序号相混;请改用“(一)”等下级序号",
                f"section {number} numbers its own parts 一、 二、 like sections; number them (一), (二) instead",
            ),
            verdict="fail" if all(_is_heading(at.of(facts.document.text)) for _, at in lines[:2]) else "uncertain",
            quote=(facts.document, Span(lines[0][1].start, lines[0][1].end)),
        )


@rule(
    "F-004",
    severity="warning",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="没有第七个部分,2021年起不再用2019年格式",
    en="there is no seventh section, and the form of 2019 is not used from 2021 on",
)
def nothing_else_is_there(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-004; other sections are told only where all six were found, since else the heading may be one of them."""
    if len(facts.outline.sections) == len(set(range(1, 7))):
        for number in (1, 5, 6):
            yield from _others(facts, rule, number)
    year = facts.outline.year
    if facts.reading.form != FORM_2019.key or year is None or year < _FIRST_YEAR_OF_2021_FORM:
        return
    title = title_on(facts.outline.title or "")
    sure = (title is not None and title.year == year) or facts.outline.period is not None
    yield rule.finding(
        Scope("proactive_disclosure"),
        Message(
            f"{year} 年度报告仍使用 2019 年格式的表格;请改用{FORM_2021.source}的格式",
            f"the report of {year} still uses the tables of the 2019 form; use those of {FORM_2021.source}",
        ),
        verdict="fail" if sure else "uncertain",
    )


def _others(facts: Facts, rule: Rule, number: int) -> Iterator[Finding]:
    """Headings behind section `number` with a numeral above its own, unless numbering starts anew there."""
    section = facts.outline.section(number)
    lines = _numbered(facts, section) if section else []
    if any(mark == NUMERALS[0] for mark, _ in lines):
        return
    for mark, at in lines:
        words = at.of(facts.document.text).strip()
        if NUMERALS.index(mark) >= number and _is_heading(words) and not _ANNEX.search(words):
            yield rule.finding(
                Scope(),
                Message(
                    f"“{words}”不是官方格式规定的部分;请并入六个部分之中",
                    f'"{words}" is no section of the official form; put it into one of the six',
                ),
                quote=(facts.document, at),
            )


def _numbered(facts: Facts, section: FoundSection) -> list[tuple[str, Span]]:
    """Numeral and place of each line of a section that begins like a section's heading."""
    end = min(section.end, section.body + _LONGEST_BODY)
    return [
        (found[1], Span(found.start(), found.end()))
        for found in _NUMBERED.finditer(facts.document.text, section.body, end)
        if "|" not in found.group() and "\t" not in found.group().strip()
    ]


def _is_heading(words: str) -> bool:
    return 3 <= len(letters(words)) <= _LONGEST_HEADING and not re.search(r"[。;；!！?？]", words)
