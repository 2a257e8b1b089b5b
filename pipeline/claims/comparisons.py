"""Sentences that hold a number against last year's: 12件,比上年增加4件,增长50%; 较上年的15件下降20%."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.document import Span

from .model import Quantity
from .prose import Prose

Direction = Literal["up", "down", "level"]

_YEAR = r"(?:上年度?|去年|上一年度?|20\d\d年度?)(?:同期)?"
_UP, _DOWN = "增长|增加|上升|增幅为?|多了|提高", "减少|下降|降低|降幅为?|少了"
_WAY = rf"{_UP}|{_DOWN}"
_PERCENT = r"(?:了|为|约|达)?(?P<percent>\d{1,5}(?:\.\d{1,6})?)%"
_UNIT = "件|份|宗|起|户|条|项"
_NUMBER = rf"\d[\d,]*(?:{_UNIT})"
_AGAINST = rf"(?:同比|(?:比|较|与|由)?{_YEAR}(?:的)?(?P<last>{_NUMBER})?(?:相比|同比)?,?)"
_OF_LAST = rf"\({_YEAR}(?:为|收到|共)?(?P<last>{_NUMBER})\)"
#: How a number is held against last year's; a name that a pattern does not have was not told.
_CHANGES = (
    re.compile(
        rf",?\(?{_AGAINST}"
        rf"(?:(?P<level>持平)|(?P<way>{_WAY})(?:了)?(?:(?P<change>{_NUMBER})"
        rf"(?:,?\(?(?:同比)?(?:(?P<again>{_WAY})|幅度为?|比例为?){_PERCENT})?|{_PERCENT.replace('percent', 'alone')}))"
    ),
    re.compile(rf",?同比(?P<way>{_WAY}){_PERCENT},(?P<again>{_WAY})(?:了)?(?P<change>{_NUMBER})"),
    re.compile(rf"{_OF_LAST},?(?:同比)?(?P<way>{_WAY}){_PERCENT}"),
    re.compile(rf",?(?:同比|[比较]{_YEAR})(?P<way>{_WAY}){_PERCENT}{_OF_LAST}"),
)
_IS_UP = re.compile(_UP)


class Comparison(msgspec.Struct, frozen=True):
    """A number of this year and what the sentence says of last year's: the number, the difference, the percentage.

    At least two of the three are given, or the number where it is said to be level.
    """

    now: Quantity
    last: Decimal | None
    change: Decimal | None
    percent: str | None
    direction: Direction
    at: Span


def comparisons(prose: Prose) -> Iterator[Comparison]:
    """Yield each comparison that can be worked out from what its own sentence says."""
    for now in prose.numbers:
        # The later patterns say more than the first, which is content with the beginning of their words.
        found = next((found for each in reversed(_CHANGES) if (found := each.match(prose.text, now.at.end))), None)
        if found is None or now.rounded or "约" in found[0]:
            continue
        told = found.groupdict()
        last, change = (_number(told.get(name), now.unit) for name in ("last", "change"))
        percent = told.get("percent") or told.get("alone")
        way, again = told.get("way"), told.get("again")
        direction: Direction = "level" if way is None else "up" if _IS_UP.match(way) else "down"
        if again and (_IS_UP.match(again) is not None) != (direction == "up"):
            continue
        if (last is not None) + (change is not None) + (percent is not None) >= 2 or (way is None and last is not None):
            yield Comparison(now, last, change, percent, direction, prose.place(Span(now.at.start, found.end())))


def _number(words: str | None, unit: str) -> Decimal | None:
    if words is None or not words.endswith(unit):
        return None
    return Decimal(words.removesuffix(unit).replace(",", ""))
