"""Sentences that part a number (共48条,包括17条、4条…) or state a share of it (占56.1%)."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from .document import Span
from .prose import Prose
from .quantities import Quantity

_CONNECTIVE = re.compile(r"其中|包括|分别[为是]")
_NEAR = 14  # characters between the whole and the word that opens its parts, as in 48条信息,包括
_LONGEST_LIST = 2000  # characters; a list, or a paragraph, that goes on for longer is not looked through
_MOST_WHOLES = 60
_END = re.compile(r"[。\n]")
_STOP = re.compile(
    r"其中|包括|同比|环比|上年|去年|较|累计|合计|总计|共计|另外|此外|另有|现行有效|答复|办结|点击|阅读|浏览"
)
# One piece published in several places is counted in each, so their sum may well exceed the whole.
_CHANNEL = re.compile(r"网站|微信|微博|公众号|新媒体|客户端|报刊|报纸|电视|广播|公[示告]栏|平台|渠道|重复")
_OVERALL = re.compile(r"[共总]|累计|合计")
_LONGEST_CLAUSE = 200
_AND_SO_ON = re.compile(r"等")
_SHARE = re.compile(r"[,，、(（]?\s*(?:约)?占(?P<of>[^%％,，。;；]{0,16}?)(?P<percent>\d+(?:\.\d+)?)\s*[%％]")


class Breakdown(msgspec.Struct, frozen=True):
    """A whole and the parts that a sentence names after it, all in one unit; `open_ended` where 等 follows.

    `overall` says that the whole is called a sum (共), so that all of its parts are expected; `by_channel` that the
    parts are places of publication, which may overlap.
    """

    whole: Quantity
    parts: tuple[Quantity, ...]
    open_ended: bool
    overall: bool
    by_channel: bool
    at: Span


class Share(msgspec.Struct, frozen=True):
    """A stated percentage (as written, so its digits tell its precision), its part, and what may be its whole."""

    percent: str
    part: Quantity
    wholes: tuple[Quantity, ...]
    at: Span


def breakdowns(prose: Prose) -> Iterator[Breakdown]:
    """Yield each whole with two or more parts; nested ones are passed over, since their extent is not certain."""
    text = prose.text
    for opened in _CONNECTIVE.finditer(text, prose.region.start, prose.region.end):
        whole = prose.before(opened.start())
        if whole is None or whole.rounded or not _follows(text, whole.at.end, opened.start()):
            continue
        end = _parts_end(text, opened.end(), prose.region.end)
        if end is None:
            continue
        numbers = [prose.numbers[index] for index in prose.indexes(opened.end(), end)]
        parts = [number for number in numbers if number.unit == whole.unit]
        if len(parts) >= 2 and not any(part.rounded for part in parts):
            so_on = _AND_SO_ON.search(text, parts[0].at.start, min(end, parts[-1].at.end + 12)) is not None
            overall = _OVERALL.search(prose.clause(whole.at).of(text)[:_LONGEST_CLAUSE]) is not None
            by_channel = _CHANNEL.search(text, opened.end(), end) is not None
            yield Breakdown(whole, tuple(parts), so_on, overall, by_channel, Span(whole.at.start, end))


def _parts_end(text: str, start: int, limit: int) -> int | None:
    """Where the list of parts that begins at `start` ends; None where another list is nested, or no end is near."""
    ended = _END.search(text, start, min(limit, start + _LONGEST_LIST))
    if ended is None and limit > start + _LONGEST_LIST:
        return None
    end = ended.start() if ended else limit
    stopped = _STOP.search(text, start, end)
    if stopped is None:
        return end
    return None if stopped.group() in {"其中", "包括"} else stopped.start()


def shares(prose: Prose) -> Iterator[Share]:
    """Yield each percentage that directly follows its part, with the larger numbers of its unit named before it."""
    text = prose.text
    for index, part in enumerate(prose.numbers):
        found = _SHARE.match(text, part.at.end, prose.region.end)
        if found is None or part.rounded:
            continue
        near = prose.numbers[max(0, index - _MOST_WHOLES) : index]
        paragraph = text.rfind("\n", max(prose.region.start, part.at.start - _LONGEST_LIST), part.at.start) + 1
        if paragraph == 0 and len(near) == _MOST_WHOLES:
            continue  # the whole may stand further off than we look
        wholes = [q for q in near if q.at.start >= paragraph and q.unit == part.unit and q.value >= part.value]
        if wholes and not any(whole.rounded for whole in wholes):
            yield Share(found["percent"], part, tuple(wholes), Span(part.at.start, found.end()))


def _follows(text: str, start: int, end: int) -> bool:
    """Whether what stands between the whole and 其中 or 包括 lets the parts belong to it."""
    if end - start > _NEAR:
        return False
    between = text[start:end]
    return len(re.findall(r"[。;；\n]", between)) <= 1 and not re.search(r"\d", between)


def fits(share: Share, whole: Decimal) -> bool:
    """Whether part / whole is the stated percentage within half a unit of its last digit; an exact half may go either way."""
    decimals = len(share.percent.partition(".")[2])
    tolerance = Decimal(5).scaleb(-decimals - 1)
    # Multiplied out, so that no quotient is rounded.
    return abs(share.part.value * 100 - Decimal(share.percent) * whole) <= tolerance * whole
