"""Dates as reports write them, and the day of publication; an impossible date is no date."""

import datetime as dt
import re
from collections.abc import Iterator

from pipeline.characters import folded, one_width
from pipeline.numerals import parse_number

_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
# The 年 may be lost (`20231月1日`); with other marks both must be there.
DATE = rf"(20\d\d)(?:\s*年?\s*{_MONTH}\s*月\s*{_DAY}(?!\d)\s*日?|[-/.]{_MONTH}[-/.]{_DAY}(?!\d))"
_AT_END = re.compile(rf"^(?P<before>[^\d]{{0,30}}?)[(\[]?(?:{DATE}|20\d\d年?(?:1[0-2]|0?[1-9])月)[)\]]?$")
_CHINESE_YEAR = re.compile(r"二[〇零○ОOo0][〇零○ОOo0一二三四五六七八九]{2}(?=\s*年)")
# What must stand before it is asked behind its first character, as a pattern that begins with characters is found faster.
_CHINESE_DAY = re.compile(
    r"[一二三四五六七八九十](?:(?<![一-鿿].)|(?<=[年月至到].))[一二三四五六七八九十]{0,2}(?=\s*[月日])"
)
_AROUND = re.compile(r"^\s*(?:报告|填报|编制)?(?:日期|时间)\s*[:：]|\s+\d\d?:\d\d(?::\d\d)?\s*$|印发\s*$")
_FIRST_MONTH = re.compile(r"元(?<=年元)(?=月)")
_DATE_ENDS = tuple("日月)]0123456789")
_ZEROS = str.maketrans("〇零○ОOo一二三四五六七八九", "000000123456789")


def _labels(*words: str) -> re.Pattern[str]:
    spaced = "|".join(r"[ \t]{0,4}".join(word) for word in words)
    return re.compile(rf"(?<![一-鿿])(?:{spaced})[\s:|\]】]{{0,12}}{DATE}(?!\s*日?\s*[起至到—~-])")


# The best first: when it was published, then other days of a page, the day of a document last.
_LABELLED = (
    _labels("发布时间", "发布日期", "公开日期", "公开时间", "公布日期", "公布时间", "发表时间", "上传时间", "发布于"),
    _labels("生成日期", "生成时间", "创建日期", "创建时间"),
    _labels("日期", "时间", "信息时间"),
)
_LINE_ALONE = re.compile(
    rf"^[ \t(\[|]*{DATE}[ \t)\]|]*(?:\d\d?:\d\d(?::\d\d)?)?[ \t)\]|]*"
    r"(?:(?:(?:信息|文章|稿件)?来源|[\[【(]?[ \t]*字[ \t]*[体号]|浏览|点击|阅读|访问|打印|分享).*)?$",
    re.MULTILINE,
)
_BESIDE_SOURCE = re.compile(
    rf"^[ \t(\[|]*{DATE}[ \t)\]|]*(?:\d\d?:\d\d(?::\d\d)?)?[ \t)\]|]*(?:信息|文章|稿件)?来源", re.MULTILINE
)
_LABELLED_LATER = (
    _labels("更新时间", "更新日期"),
    _labels("成文日期", "成文时间", "发文日期", "发文时间", "印发日期", "印发时间", "制发日期"),
)
_BEFORE_PUBLICATION = (*_LABELLED, _LINE_ALONE, *_LABELLED_LATER)


def in_digits(text: str) -> str:
    """Return `text` in one width, with the Chinese numerals of its dates as digits: `二〇二三年一月` is 2023年1月."""
    plain = one_width(text)
    plain = _FIRST_MONTH.sub("1", _CHINESE_YEAR.sub(lambda found: found.group().translate(_ZEROS), plain))
    return _CHINESE_DAY.sub(lambda found: str(parse_number(found.group())), plain)


def day(found: re.Match[str], first: int = 1) -> dt.date | None:
    """Return the date of a match of `DATE`, whose five groups begin at `first`; None if there is no such day."""
    year, month, date, other_month, other_date = found.groups()[first - 1 : first + 4]
    try:
        return dt.date(int(year), int(month or other_month), int(date or other_date))
    except (ValueError, TypeError):
        return None


def date_written(words: str) -> tuple[str, dt.date | None] | None:
    """Return what stands before the date with which a short line ends, and the date; None where it ends otherwise.

    The date is None where only the month is written, or no such day exists.
    """
    plain = folded(_AROUND.sub("", words))
    if not plain.endswith(_DATE_ENDS):
        return None
    found = _AT_END.match(in_digits(plain))
    return (found["before"], day(found, 2)) if found else None


def published_on(before: str, after: str, year: int | None) -> dt.date | None:
    """Return when the report was published, from the texts (`in_digits`) before its first and after its last section.

    A day before the report's year is none; that of the signature counts only where nothing else is said, and after
    the year's end.
    """
    for text, patterns in ((before, _BEFORE_PUBLICATION), (after, _LABELLED)):
        for pattern in patterns:
            for found in pattern.finditer(text):
                date = day(found)
                if date is not None and (year is None or date.year >= year):
                    return date
    return next((date for date in days_signed(after) if year is not None and date.year > year), None)


def is_published_on(date: dt.date, before: str, after: str) -> bool:
    """Say whether the text itself calls `date` the day of publication: by a label, or beside the source of a page.

    A date alone may be that of a page's last change, a document's date that of its signature.
    """
    return any(
        day(found) == date
        for text in (before, after)
        for pattern in (_LABELLED[0], _BESIDE_SOURCE)
        for found in pattern.finditer(text)
    )


def days_signed(after: str) -> Iterator[dt.date]:
    """Yield the dates with which short lines of the text (`in_digits`) after the last section end."""
    for line in after.splitlines():
        found = date_written(line) if len(line) <= 60 else None
        if found is not None and found[1] is not None:
            yield found[1]
