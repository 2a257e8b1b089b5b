"""Sentences that part a number (共48条,包括17条、4条…) or state a share of it (占56.1%)."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from .claims import Quantity, quantities
from .document import Span

_CONNECTIVE = re.compile(r"其中|包括|分别[为是]")
_NEAR = 14  # characters between the whole and the word that opens its parts, as in 48条信息,包括
_END = re.compile(r"[。\n]")
_STOP = re.compile(r"其中|包括|同比|环比|上年|去年|较|累计|合计|总计|共计|另外|此外|另有")
_AND_SO_ON = re.compile(r"等")
_SHARE = re.compile(r"[,，、(（]?\s*(?:约)?占(?P<of>[^%％,，。;；]{0,16}?)(?P<percent>\d+(?:\.\d+)?)\s*[%％]")


class Breakdown(msgspec.Struct, frozen=True):
    """A whole and the parts that a sentence names after it, all in one unit; `open_ended` where 等 follows."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    open_ended: bool
    at: Span


class Share(msgspec.Struct, frozen=True):
    """A stated percentage (as written, so its digits tell its precision), its part, and what may be its whole."""

    percent: str
    part: Quantity
    wholes: tuple[Quantity, ...]
    at: Span


def breakdowns(text: str, region: Span) -> Iterator[Breakdown]:
    """Yield each whole with two or more parts; nested ones are passed over, since their extent is not certain."""
    numbers = list(quantities(text, region))
    for opened in _CONNECTIVE.finditer(text, region.start, region.end):
        whole = next((q for q in reversed(numbers) if q.at.end <= opened.start()), None)
        if whole is None or whole.rounded or not _follows(text[whole.at.end : opened.start()]):
            continue
        ended = _END.search(text, opened.end(), region.end)
        end = ended.start() if ended else region.end
        stopped = _STOP.search(text, opened.end(), end)
        if stopped is not None and stopped.group() in {"其中", "包括"}:
            continue
        end = stopped.start() if stopped else end
        parts = [q for q in numbers if opened.end() <= q.at.start < end and q.unit == whole.unit]
        if len(parts) >= 2 and not any(q.rounded for q in parts):
            so_on = _AND_SO_ON.search(text, parts[0].at.start, min(end, parts[-1].at.end + 12)) is not None
            yield Breakdown(whole, tuple(parts), so_on, Span(whole.at.start, end))


def shares(text: str, region: Span) -> Iterator[Share]:
    """Yield each percentage that directly follows its part, with the larger numbers of its unit named before it."""
    numbers = list(quantities(text, region))
    for index, part in enumerate(numbers):
        found = _SHARE.match(text, part.at.end, region.end)
        if found is None or part.rounded:
            continue
        paragraph = text.rfind("\n", region.start, part.at.start) + 1
        wholes = [
            q for q in numbers[:index] if q.at.start >= paragraph and q.unit == part.unit and q.value >= part.value
        ]
        if wholes and not any(q.rounded for q in wholes):
            yield Share(found["percent"], part, tuple(wholes), Span(part.at.start, found.end()))


def _follows(between: str) -> bool:
    """Whether what stands between the whole and 其中 or 包括 lets the parts belong to it."""
    return len(between) <= _NEAR and len(re.findall(r"[。;；\n]", between)) <= 1 and not re.search(r"\d", between)


def fits(share: Share, whole: Decimal) -> bool:
    """Whether part / whole is the stated percentage within half a unit of its last digit; an exact half may go either way."""
    decimals = len(share.percent.partition(".")[2])
    tolerance = Decimal(5).scaleb(-decimals - 1)
    # Multiplied out, so that no quotient is rounded.
    return abs(share.part.value * 100 - Decimal(share.percent) * whole) <= tolerance * whole
