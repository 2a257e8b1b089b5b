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
_NAME = r"(?:政府|政务|部门)?信息公开(?:工作)?(?:的)?(?:年度工作报告|年度报告|工作报告|年报|报告)"
_TITLE = re.compile(
    rf"^(?P<agency>.*?)(?:关于)?(?P<year>20\d\d)?(?:年度|年)?(?P<after>.*?)(?:关于)?(?P<name>{_NAME})(?:[(（].*[)）])?$"
)
_YEAR_SEARCH = re.compile(r"(20\d\d)(?:年度|年)?")
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
    before = text[: sections[0].start]
    title, agency, title_year = _title(before)
    year = title_year or _year(text[: sections[-1].end])
    return Metadata(title, agency, year, _published_on(before, year))


def _title(before: str) -> tuple[str | None, str | None, int | None]:
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    # The title may stand on two lines, the agency's name above the rest; a title of its own on one line comes first.
    pairs = [f"{one}{two}" for one, two in itertools.pairwise(lines)]
    for candidate in (*lines, *pairs):
        whole = folded(candidate)
        if len(whole) > _LONGEST_TITLE or _NO_TITLE.search(whole):
            continue
        found = _TITLE.match(whole)
        if found is None:
            continue
        year = found["year"] or next(iter(_YEAR_SEARCH.findall(whole)), None)
        agency = _agency(found["agency"], found["after"])
        if agency or year:
            return re.sub(r"\s+", " ", candidate), agency, int(year) if year else None
    return None, None, None


def _agency(before_year: str, after_year: str) -> str | None:
    """The agency stands before the year (`某局2023年…`) or after it (`2023年某局…`)."""
    for words in (before_year, after_year):
        name = re.sub(r"^(?:标题|名称|题名)[:：]|(?:关于|的|年度)+$", "", words).strip("·-—_:：、,")
        name = re.sub(r"20\d\d(?:年度|年)?$", "", name)
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
