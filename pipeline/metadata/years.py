"""The statistical period, and the year where the title does not name it."""

import datetime as dt
import re
from collections import Counter

from pipeline.outline import Period

from .dates import DATE, day, in_digits

_SAME_YEAR = r"(?:(?:同年|当年|本年)?\s*(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日)"
_RANGE = re.compile(rf"{DATE}[起零时,\s]{{0,4}}(?:至|到|—+|-+|~|截[止至]到?|止)\s*(?:(?:{DATE})|{_SAME_YEAR})")
_WITHOUT_YEAR = re.compile(r"(?<![\d年])0?1月0?1日起?(?:至|到|—+|-+|~)12月31日")
_SENTENCE = re.compile(r"[^。;；\n]*")
_OF_STATISTICS = re.compile(r"统计|期限|时限|时段|报告期|数据")
_HEADER_YEARS = ((re.compile(r"指(20\d\d)年(?:办件|增加|新增|增减)"), 0), (re.compile(r"指(20\d\d)年(?:事项|项目)"), 1))
_REPORT_OF = re.compile(r"(20\d\d)(?:年度|年)?[^。;；,，\d《]{0,24}信息公开[^。;；,，\d]{0,8}(?:报告|年报)")
# Plans name the next year and comparisons the last; neither is the report's.
_NAMED = re.compile(
    r"(?<![较比与同〔\[(])(20\d\d)年(?:度|(?!\d{1,2}月)(?!修订|[^。;；]{0,12}(?:将|继续|计划|下一步))|12月31日)"
)
_CLEAR = 2  # times as often as any other


def find_period(text: str) -> Period | None:
    """Return the statistical period that `text` (`in_digits`) gives; None where it gives none, or two."""
    periods = set()
    for sentence in _SENTENCE.findall(re.sub(r"[ \t]+", "", text)):
        period = _period(sentence) if "1" in sentence and "20" in sentence else None
        if period is not None:
            periods.add(period)
    return periods.pop() if len(periods) == 1 else None


def _period(sentence: str) -> Period | None:
    found = _RANGE.search(sentence)
    if found is not None:
        start = day(found)
        end = day(found, 6) if found[6] else _same_year(found)
        return _checked(start, end, sentence)
    years = set(re.findall(r"20\d\d(?=年)", sentence))
    if _WITHOUT_YEAR.search(sentence) and len(years) == 1:
        year = int(years.pop())
        return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return None


def _same_year(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found[1]), int(found[11]), int(found[12]))
    except ValueError:
        return None


def _checked(start: dt.date | None, end: dt.date | None, sentence: str) -> Period | None:
    """A whole year is a period wherever it stands; other days only where the sentence speaks of figures."""
    if start is None or end is None or not dt.timedelta(27) <= end - start <= dt.timedelta(731):
        return None
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return Period(start, end) if whole or _OF_STATISTICS.search(sentence) else None


def year_of(text: str, period: Period | None) -> int | None:
    """Return the year of a report whose title names none: its period's, its headers', or that which it clearly names."""
    if period is not None:
        return period.start.year if period.start.year == period.end.year else None
    plain = re.sub(r"\s", "", in_digits(text))
    headers = {int(year) + later for pattern, later in _HEADER_YEARS for year in pattern.findall(plain)}
    if headers:
        return headers.pop() if len(headers) == 1 else None
    titles = {int(year) for year in _REPORT_OF.findall(plain)}
    if len(titles) == 1:
        return titles.pop()
    named = Counter(int(year) for year in _NAMED.findall(plain)).most_common(2)
    if not named or (len(named) > 1 and named[0][1] < _CLEAR * named[1][1]):
        return None
    return named[0][0]
