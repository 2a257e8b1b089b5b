"""Sentences that part a number (共48条,包括17条、4条…) or state a share of it (占56.1%)."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from pipeline.document import Span

from .model import Quantity
from .numbers import MONEY
from .prose import Prose

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
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_CLAUSE = 200
_SHARE = re.compile(r"[,、(]?(?P<about>约)?占(?P<of>[^%,。;()]{0,16}?)(?P<percent>(?<![\d.])\d{1,4}(?:\.\d{1,6})?)%")
# The whole of such a share stands in no sentence of ours.
_OTHER_WHOLE = re.compile(r"全[省市县区州国]|上年|去年|同期|约|近|超|逾|不足")


class Breakdown(msgspec.Struct, frozen=True):
    """A whole and the parts that a sentence names after it, all in one unit; `open_ended` where 等 follows.

    `overall` says that the whole is called a sum (共), so that all of its parts are expected; `by_channel` that the
    parts are places of publication, which may overlap; `goes_on` that more numbers of the unit follow after a
    semicolon and may be parts, too. Parts of a part, in brackets, are left out. `at` is in the normalised text.
    """

    whole: Quantity
    parts: tuple[Quantity, ...]
    open_ended: bool
    overall: bool
    by_channel: bool
    goes_on: bool
    at: Span


class Share(msgspec.Struct, frozen=True):
    """A stated percentage (as written, so its digits tell its precision), its part, and what may be its whole."""

    percent: str
    part: Quantity
    wholes: tuple[Quantity, ...]
    at: Span


def breakdowns(prose: Prose) -> Iterator[Breakdown]:
    """Yield each whole with two or more parts; parts of parts without brackets are passed over, their extent is not certain."""
    text = prose.text
    for opened in _CONNECTIVE.finditer(text):
        whole = prose.before(opened.start())
        if whole is None or whole.rounded or whole.unit in MONEY or not _follows(text, whole.at.end, opened.start()):
            continue
        end = _parts_end(text, opened.end())
        if end is None:
            continue
        listed = _listed(prose, opened.end(), end)
        parts = [number for number in listed if number.unit == whole.unit]
        first = text.find(";", opened.end(), end)
        named = [number for number in parts if first < 0 or number.at.start < first]
        if len(parts) < 2 or not named or any(part.rounded for part in parts):
            continue
        total = sum((part.value for part in named), Decimal(0))
        complete = first >= 0 and (total >= whole.value or len(named) == len(parts)) and len(named) > 1
        taken = named if complete else parts
        so_on = "等" in text[taken[0].at.start : min(end, taken[-1].at.end + 12)]
        overall = _OVERALL.search(prose.clause(whole.at).of(text)[:_LONGEST_CLAUSE]) is not None
        by_channel = _CHANNEL.search(text, opened.end(), end) is not None
        at = prose.place(Span(whole.at.start, max(taken[-1].at.end, first if complete else end)))
        yield Breakdown(whole, tuple(taken), so_on, overall, by_channel, first >= 0 and not complete, at)


def _listed(prose: Prose, start: int, end: int) -> list[Quantity]:
    """The numbers of a list, without those in brackets, which are parts of the one before them."""
    inside = [found.span() for found in _BRACKETS.finditer(prose.text, start, end)]
    numbers = [prose.numbers[index] for index in prose.indexes(start, end)]
    return [each for each in numbers if not any(a <= each.at.start < b for a, b in inside)]


def _parts_end(text: str, start: int) -> int | None:
    """Where the list of parts that begins at `start` ends; None where another list is nested, or no end is near."""
    limit = min(len(text), start + _LONGEST_LIST)
    ended = _END.search(text, start, limit)
    if ended is None and limit < len(text):
        return None
    end = ended.start() if ended else limit
    closed = text.find(")", start, end)
    if closed >= 0 and text.find("(", start, closed) < 0:
        end = closed  # 收到12件(其中网络8件、信函4件)
    for stopped in _STOP.finditer(text, start, end):
        opened = text.rfind("(", start, stopped.start())
        if opened >= 0 and text.find(")", opened, stopped.start()) < 0:
            continue  # a list within brackets is its own
        return None if stopped.group() in {"其中", "包括"} else stopped.start()
    return end


def shares(prose: Prose) -> Iterator[Share]:
    """Yield each percentage that directly follows its part, with the larger numbers of its unit named before it."""
    text = prose.text
    for index, part in enumerate(prose.numbers):
        found = _SHARE.match(text, part.at.end)
        if found is None or part.rounded or found["about"] or _OTHER_WHOLE.search(found["of"]):
            continue
        near = prose.numbers[max(0, index - _MOST_WHOLES) : index]
        paragraph = text.rfind("\n", max(0, part.at.start - _LONGEST_LIST), part.at.start) + 1
        if paragraph == 0 and len(near) == _MOST_WHOLES:
            continue  # the whole may stand further off than we look
        wholes = [q for q in near if q.at.start >= paragraph and q.unit == part.unit and q.value >= part.value > 0]
        if wholes and not any(whole.rounded for whole in wholes):
            yield Share(found["percent"], part, tuple(wholes), prose.place(Span(part.at.start, found.end())))


def _follows(text: str, start: int, end: int) -> bool:
    """Whether what stands between the whole and 其中 or 包括 lets the parts belong to it."""
    if end - start > _NEAR:
        return False
    between = text[start:end]
    return len(re.findall(r"[。;\n]", between)) <= 1 and not re.search(r"\d", between)


def is_share(part: Decimal, whole: Decimal, percent: str) -> bool:
    """Whether part / whole is `percent` within half a unit of its last digit; an exact half may go either way."""
    tolerance = Decimal(5).scaleb(-len(percent.partition(".")[2]) - 1)
    # Multiplied out, so that no quotient is rounded.
    return abs(part * 100 - Decimal(percent) * whole) <= tolerance * whole
