"""Whether the report has what the form asks for: sections, figures, statements, title (F-001, F-005/6/7, F-021, F-025)."""

import re
from collections.abc import Iterator

from pipeline.characters import folded, letters
from pipeline.claims.fees import states_fees
from pipeline.document import Span
from pipeline.form import SECTIONS, Section
from pipeline.messages import Message
from pipeline.outline import FoundSection
from pipeline.tables import TableReading

from .base import Facts, Finding, Rule, Scope, rule
from .headings import misplaced
from .names import cell_name, table_name

_NUMERALS = "一二三四五六"
_TABLE_ROWS = ("本年新收", "上年结转", "本年度办理结果", "结转下年度")
_LONGEST_HEADING = 40
_NUMBERED = re.compile(
    r"^[ \t　]*(?P<bracket>[(（])?(?P<number>[一二三四五六七八九十]|\d{1,2})[)）]?(?P<mark>[、.．,，])?(?P<title>.*)$",
    re.MULTILINE,
)


@rule(
    "F-001",
    severity="error",
    source="official",
    version=3,
    basis="国办公开办函〔2021〕30号",
    zh="六个部分齐全且各出现一次",
    en="the six sections are there, each once",
)
def sections_are_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-001; sections are told by title, so a numbered heading that we do not know leaves it uncertain."""
    elsewhere = misplaced(facts)  # what F-002 tells
    for section in SECTIONS:
        if facts.outline.section(section.number) is not None or section.number in elsewhere:
            continue
        unknown = _unknown_heading(facts, section)
        named = Message(
            f"未找到第{_NUMERALS[section.number - 1]}部分“{section.label}”",
            f'section {section.number}, "{section.label}", was not found',
        )
        if unknown is None:
            advice = Message(f"{named.zh};请补充或核对标题", f"{named.en}; add it, or check its heading")
            yield rule.finding(Scope(), advice, about=section.key)
        else:
            words = unknown.of(facts.document.text)
            message = Message(
                f"{named.zh},其位置上的标题是“{words}”;请核对标题",
                f'{named.en}; the heading in its place is "{words}", check it',
            )
            quote = (facts.document, unknown)
            yield rule.finding(Scope(), message, verdict="uncertain", quote=quote, about=section.key)
    again = (section for section in reversed(facts.outline.repeated) if section.number not in elsewhere)
    repeated = {section.number: section for section in again}
    if len(repeated) == len(facts.outline.sections) and all(_is_copy(facts, each) for each in repeated.values()):
        return  # the page carries the whole report twice, for telephones
    for other in repeated.values():
        yield rule.finding(
            Scope(),
            Message(f"“{other.heading}”出现不止一次;请核对", f'"{other.heading}" stands more than once; check it'),
            quote=(facts.document, Span(other.start, other.start + len(other.heading))),
        )


def _is_copy(facts: Facts, again: FoundSection) -> bool:
    """Whether a section is the same one once more."""
    first, text = facts.outline.section(again.number), facts.document.text
    return first is not None and letters(text[again.start : again.end]) == letters(text[first.start : first.end])


def _unknown_heading(facts: Facts, section: Section) -> Span | None:
    """A short line with the missing section's numeral, or with its title numbered otherwise, where it should be."""
    region = facts.outline.region(section.number)
    numeral = _NUMERALS[section.number - 1]
    wordings = {letters(wording) for wording in section.wordings}
    for found in _NUMBERED.finditer(region.of(facts.document.text)):
        title = letters(found["title"])
        in_place = found["number"] == numeral and found["mark"] and not found["bracket"]
        short = 2 <= len(title) <= _LONGEST_HEADING and not title.startswith(_TABLE_ROWS) and "|" not in found.group()
        if short and (in_place or title in wordings):
            return Span(region.start + found.start(), region.start + found.end())
    return None


def _count_is_complete(facts: Facts, rule: Rule, key: str) -> Iterator[Finding]:
    table = facts.form.table(key)
    reading = facts.reading.table(key)
    missing = [
        facts.operand(key, row, column.key)
        for each, row, column, figure in facts.of_note
        if each == key and figure.kind == "missing"
    ]
    if not missing:
        return
    name, read = table_name(key), table.size - len(missing)
    cells = [cell_name(facts.form, key, operand.row, operand.column) for operand in missing[:3]]
    more = Message(" 等", ", …") if len(missing) > len(cells) else Message("", "")
    yield rule.finding(
        Scope(key),
        Message(
            f"{name.zh}应有 {table.size} 个数据,只找到 {read} 个;缺 {'、'.join(cell.zh for cell in cells)}{more.zh};请核对表格",
            f"{name.en} has {table.size} figures, only {read} were found; missing: "
            f"{'; '.join(cell.en for cell in cells)}{more.en}; check the table",
        ),
        verdict="fail" if _lacks_whole_rows(reading, {operand.row for operand in missing}) else "uncertain",
        left=read,
        right=table.size,
        operands=missing,
    )


def _lacks_whole_rows(reading: TableReading, incomplete: set[str | None]) -> bool:
    """Whether rows are not there at all in a table of which all else was understood.

    A table of which nothing is there may have been an image; a row that is named and lacks figures may have lost them on
    its way to us.
    """
    understood = not (reading.shapes or reading.disagreements or incomplete & set(reading.rows_seen))
    return bool(reading.rows_seen) and understood


@rule(
    "F-005",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="表二数据齐全",
    en="table 2 has all its figures",
)
def table_2_is_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-005: 10 figures in the 2021 form, 22 in the 2019 form."""
    yield from _count_is_complete(facts, rule, "proactive_disclosure")


@rule(
    "F-006",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="表三数据齐全",
    en="table 3 has all its figures",
)
def table_3_is_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-006: 25 rows of 7 columns."""
    yield from _count_is_complete(facts, rule, "requests")


@rule(
    "F-007",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="表四数据齐全",
    en="table 4 has all its figures",
)
def table_4_is_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-007: 3 blocks of 5."""
    yield from _count_is_complete(facts, rule, "litigation")


@rule(
    "F-021",
    version=2,
    severity="warning",
    source="official",
    zh="第六部分说明信息处理费收取情况",
    en="section 6 states whether information processing fees were collected",
)
def fees_are_stated(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-021; naming the fee rules without saying whether anything was collected is no statement."""
    section = facts.outline.section(6)
    if section is None:
        return
    if states_fees(Span(section.body, section.end).of(facts.document.text)):
        return
    yield rule.finding(
        Scope(),
        Message(
            "第六部分未说明信息处理费收取情况",
            "section 6 does not say whether information processing fees were collected",
        ),
        quote=(facts.document, Span(section.start, section.end)) if section.end - section.start <= 200 else None,
    )


@rule(
    "F-025",
    severity="info",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="标题含机关名称、年度和报告名称",
    en="the title names agency, year and report",
)
def title_is_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-025; 信息公开年报 will do as the report's name, a missing agency or year will not."""
    title = facts.outline.title
    if title is None:
        yield rule.finding(Scope(), Message("没有标题;请补充", "there is no title; add it"), about="title")
        return
    lacking = {}
    if not re.search(r"20\d\d", folded(title)):
        lacking["year"] = Message("年度", "the year")
    if facts.outline.agency is None or letters(facts.outline.agency) not in letters(title):
        lacking["agency"] = Message("机关名称", "the agency")
    if lacking:
        zh, en = "、".join(each.zh for each in lacking.values()), " and ".join(each.en for each in lacking.values())
        message = Message(f"标题“{title}”缺少{zh};请补充", f'the title "{title}" lacks {en}; add it')
        yield rule.finding(Scope(), message, about=" ".join(lacking))
