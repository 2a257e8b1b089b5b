"""Whose report it is, and for which year: read from the title, else from what the text itself says; never guessed."""

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from .characters import folded
from .outline import FoundSection

_LONGEST_TITLE = 70
_NEAR = 50_000  # characters at the beginning, and before the first section, in which a title is looked for
_NAME = r"(?:政府|政务|部门)?信息公开(?:工作)?(?:的)?(?:年度工作报告|年度报告|工作报告|年报|报告)"
_TITLE = re.compile(
    rf"^(?P<agency>.*?)(?:关于)?(?P<year>20\d\d)?(?:年度|年)?(?P<after>.*?)(?:关于)?(?P<name>{_NAME})(?:[(（].*[)）])?$"
)
_YEAR_SEARCH = re.compile(r"(20\d\d)(?:年度|年)?")
_AGENCY_ALONE = re.compile(r"\w{2,28}(?:[局委办厅院镇乡部署队所]|办公室|委员会|人民政府|街道|办事处|中心|管委会|公司)")
_NO_TITLE = re.compile(r"[>》。;；|?？]|根据|按照|现将|公布如下|要求")
_DATE = r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})"
_PUBLISHED = re.compile(
    rf"(?:发布时间|发布日期|发文日期|成文日期|公开日期|生成日期|更新时间|发布于|时间|日期)[:：|]?\s*{_DATE}|^\s*{_DATE}日?[\s\d:]*来源",
)
_PERIOD = re.compile(r"(20\d\d)年1月1日.{0,12}?(20\d\d)?年?12月31日|截[止至]到?(20\d\d)年12月31日")
_YEAR_WORDS = re.compile(r"(20\d\d)年度?")


class Metadata(msgspec.Struct, frozen=True):
    """What a report says of itself; each None where it does not."""

    title: str | None
    agency: str | None
    year: int | None
    published_on: dt.date | None


def read_metadata(text: str, sections: Sequence[FoundSection]) -> Metadata:
    """Return title, agency, year and date of publication; `sections` in the form's order, at least one."""
    start = sections[0].start
    before = text[:start] if start <= 2 * _NEAR else f"{text[:_NEAR]}\n{text[start - _NEAR : start]}"
    title, agency, title_year = _title(before)
    year = title_year or _year(text[: sections[-1].end])
    return Metadata(title, agency, year, _published_on(before, year))


def _title(before: str) -> tuple[str | None, str | None, int | None]:
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    for index, line in enumerate(lines):
        found = _title_on(line)
        if found is None:
            continue
        # The title may stand on two lines, the agency's name above the rest.
        above = lines[index - 1] if index else ""
        if found[1] is None and _AGENCY_ALONE.fullmatch(folded(above)):
            return _title_on(f"{above}{line}") or found
        return found
    pairs = (_title_on(f"{one}{two}") for one, two in itertools.pairwise(lines))
    return next((found for found in pairs if found is not None), (None, None, None))


def _title_on(line: str) -> tuple[str, str | None, int | None] | None:
    """Title, agency and year of a line that is a title, or None; a title has at least one of the two."""
    whole = folded(line)
    if len(whole) > _LONGEST_TITLE or _NO_TITLE.search(whole):
        return None
    found = _TITLE.match(whole)
    if found is None:
        return None
    year = found["year"] or next(iter(_YEAR_SEARCH.findall(whole)), None)
    agency = _agency(found["agency"], found["after"])
    return (re.sub(r"\s+", " ", line), agency, int(year) if year else None) if agency or year else None


def _agency(before_year: str, after_year: str) -> str | None:
    """The agency stands before the year (`某局2023年…`) or after it (`2023年某局…`)."""
    for words in (before_year, after_year):
        name = re.sub(r"^(?:标题|名称|题名)[:：]|(?:关于|的|年度)+$", "", words).strip("·-—_:：、,")
        name = re.sub(r"(?:关于)?20\d\d(?:年度|年)?$", "", name)
        if len(name) >= 2 and not re.fullmatch(r"[\d\W]+", name):
            return name
    return None


def _year(text: str) -> int | None:
    """The year that the statistical period names, else the one that the text names clearly more often than others."""
    squeezed = folded(text)
    periods = {int(year) for groups in _PERIOD.findall(squeezed) for year in groups if year}
    if len(periods) == 1:
        return periods.pop()
    named = Counter(int(year) for year in _YEAR_WORDS.findall(squeezed)).most_common(2)
    if not named or (len(named) > 1 and named[0][1] == named[1][1]):
        return None
    return named[0][0]


def _published_on(before: str, year: int | None) -> dt.date | None:
    for line in before.splitlines():
        found = _PUBLISHED.search(line)
        if found is None:
            continue
        y, m, d = (part for part in found.groups() if part is not None)
        try:
            date = dt.date(int(y), int(m), int(d))
        except ValueError:
            continue
        if year is None or date.year >= year:
            return date
    return None
