"""Numbers with a unit in sentences (12件, 三十份); what gives no exact number is marked as rounded, never read as one."""

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.numerals import CHINESE_DIGITS, parse_number

from .model import Quantity

MONEY = frozenset({"元", "万元"})
_UNITS = "人次|件次|件|份|宗|起|户|条|项|个|篇|次|人|部|期|场|家|名|例|封|元"
# A number starts where it starts: never inside another one, so a long run of digits is looked at once. What may not
# stand before it is asked behind its first character, since a pattern that begins with characters is found faster.
_ARABIC = r"(?<=\d)(?<![\d.].)(?<!\d[,，].)(?:\d{0,2}(?:[,，]\d{3}){1,4}(?:\.\d{1,9})?|\d{0,14}(?:\.\d{1,9})?)(?!\d)"
_CHINESE = rf"(?<=[{CHINESE_DIGITS}])(?<![{CHINESE_DIGITS}\d.].)[{CHINESE_DIGITS}]{{0,19}}"
_QUANTITY = re.compile(
    rf"(?P<number>[\d{CHINESE_DIGITS}](?:{_ARABIC}|{_CHINESE}))"
    rf"\s{{0,4}}(?:(?P<money>万元)|(?P<more>[余多]|万余?|亿余?)?(?P<unit>{_UNITS}))(?P<about>左右|以上|上下|以内)?(?!月|年)"
)
_NOT_AFTER = frozenset({"第", "-", "/", "~", "—", "～", "至", "到", "几", "某", "每", "逐", "任"})
_ABOUT = re.compile(r"(?:近|约|大约|约有|超|超过|逾|不足|不到|达到近|接近|至少|最多|各)$")
_ABOUT_WINDOW = 3


def quantities(text: str, region: Span) -> Iterator[Quantity]:
    """Yield each number with a unit in `region`, in reading order."""
    for found in _QUANTITY.finditer(text, region.start, region.end):
        value = None if _is_other(text, found.start()) else parse_number(found["number"])
        if value is None:
            continue
        lead = text[max(region.start, found.start() - _ABOUT_WINDOW) : found.start()]
        rounded = bool(found["more"] or found["about"] or _ABOUT.search(lead))
        unit = found["money"] or found["unit"]
        yield Quantity(value, unit, Span(found.start(), _end(found)), rounded)


def _end(found: re.Match[str]) -> int:
    return found.end("money") if found["money"] else found.end("unit")


def _is_other(text: str, start: int) -> bool:
    """Whether the number at `start` is an ordinal, a range's end, or no number of its own (几十, 数百)."""
    before = text[start - 1 : start]
    # 收到12件: the 到 of a verb is not the 到 of a range, which follows a number.
    if before in {"至", "到"}:
        return text[start - 2 : start - 1].isdigit()
    if before in {"上", "数"}:
        return text[start] in "十百千万"  # 办结数12件: the 数 of a noun
    return before in _NOT_AFTER
