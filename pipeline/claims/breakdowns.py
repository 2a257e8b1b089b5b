"""Sentences that part a number (共48条,包括17条、4条…) or state a share of it (占56.1%)."""

import itertools
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
_PARTED = re.compile("[。;一-鿿]")
_CARRIED_IN = re.compile("上年度?结转")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_CLAUSE = 200
_SHARE = re.compile(
    r"(?:[,、(]?(?P<about>约)?占(?P<of>[^%,。;()]{0,16}?)(?P<percent>(?<![\d.])\d{1,4}(?:\.\d{1,6})?)"
    r"|\((?P<bare>(?!100)\d{1,3}(?:\.\d{1,6})?)(?=%\)))%"
)
_CHANGE = re.compile("[增减降升多少]")
# The whole of such a share stands in no sentence of ours.
_OTHER_WHOLE = re.compile(r"全[省市县区州国]|上年|去年|同期|约|近|超|逾|不足")


class Breakdown(msgspec.Struct, frozen=True):
    """A whole and the parts that a sentence names after it, all in one unit; `open_ended` where 等 follows.

    `overall` says that the whole is called a sum (共), so that all of its parts are expected; `by_channel` that the
    parts are places of publication, which may overlap; `mixed` that others of the list are counted in another unit;
    `parted` that more than a comma stands between the whole and its parts: `others` are then the earlier numbers of the
    paragraph, one of which may be the whole instead. `unclear` says that it may be so, or that what follows after a
    semicolon may be parts, too. Parts of a part, in brackets, are left out. `at` is in the normalised text.
    """

    whole: Quantity
    parts: tuple[Quantity, ...]
    others: frozenset[Decimal]
    open_ended: bool
    overall: bool
    by_channel: bool
    mixed: bool
    parted: bool
    unclear: bool
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
        found = _whole(prose, opened.start())
        if found is None:
            continue
        whole, between = found
        end = _parts_end(text, opened.end())
        if end is None:
            continue
        listed = _listed(prose, opened.end(), end)
        parts = [number for number in listed if number.unit == whole.unit]
        pieces = _pieces(text, parts, opened.end(), end)
        if len(parts) < 2 or not pieces[0] or any(part.rounded for part in parts):
            continue
        if len(pieces) == 2 and len(pieces[0]) == 1:
            continue  # 其中A3件;另有4件 names one part alone
        named = pieces[0]
        total = sum((part.value for part in named), Decimal(0))
        complete = len(pieces) > 1 and len(named) > 1 and (total >= whole.value or len(named) == len(parts))
        taken = named if complete else parts
        is_list = len(pieces) > 2 and all(len(piece) == 1 for piece in pieces)
        goes_on = len(pieces) > 1 and not complete
        if is_list:
            goes_on = sum((part.value for part in parts), Decimal(0)) > whole.value
        parted = _PARTED.search(between) is not None
        others = _others(prose, whole) if parted else frozenset()
        so_on = "等" in text[taken[0].at.start : min(end, taken[-1].at.end + 12)]
        overall = _OVERALL.search(prose.clause(whole.at).of(text)[:_LONGEST_CLAUSE]) is not None
        by_channel = _CHANNEL.search(text, opened.end(), end) is not None
        last = text.find(";", opened.end(), end) if complete else end
        mixed = any(each.unit != whole.unit and each.at.start < last for each in listed)
        at = prose.place(Span(whole.at.start, max(taken[-1].at.end, last)))
        yield Breakdown(
            whole, tuple(taken), others, so_on, overall, by_channel, mixed, parted, goes_on or bool(others), at
        )


def _whole(prose: Prose, opens: int) -> tuple[Quantity, str] | None:
    """The number before the word that opens the parts, none in brackets, and what stands between; None if it is not near."""
    text, start = prose.text, opens
    whole = prose.before(opens)
    if whole is not None and (closed := text.rfind(")", max(whole.at.end, opens - _NEAR - 1), opens)) >= 0:
        start = text.rfind("(", max(0, closed - _LONGEST_CLAUSE), closed)
        if not 0 <= start < whole.at.start:
            return None
        whole, between = prose.before(start), text[closed + 1 : opens]
        if whole is None or whole.at.end != start:
            return None  # 4件(直接起诉3件),其中: nothing but the brackets stands between
    elif whole is not None:
        between = text[whole.at.end : opens]
    if whole is None or whole.rounded or whole.unit in MONEY or not _follows(between):
        return None
    return whole, between


def _pieces(text: str, parts: list[Quantity], start: int, end: int) -> list[list[Quantity]]:
    """The parts of each stretch between semicolons that has any; the first is given even if it has none."""
    edges = [start, *(start + found.start() for found in re.finditer(";", text[start:end])), end]
    pieces = [[part for part in parts if a <= part.at.start < b] for a, b in itertools.pairwise(edges)]
    return [piece for index, piece in enumerate(pieces) if piece or not index]


def _others(prose: Prose, whole: Quantity) -> frozenset[Decimal]:
    """The numbers of its unit that stand before a whole in its paragraph."""
    paragraph = prose.text.rfind("\n", max(0, whole.at.start - _LONGEST_LIST), whole.at.start) + 1
    near = prose.indexes(paragraph, whole.at.start)[-_MOST_WHOLES:]
    return frozenset(number.value for index in near if (number := prose.numbers[index]).unit == whole.unit)


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
        if _CARRIED_IN.match(text, stopped.start()) and "新收" in text[start : stopped.start()]:
            continue  # 受理21件(其中新收12件,上年结转9件)
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
        if found is None or part.rounded or found["about"] or _OTHER_WHOLE.search(found["of"] or ""):
            continue
        if found["bare"] and _CHANGE.search(prose.clause(part.at).of(text)[:_LONGEST_CLAUSE]):
            continue  # 增加8件(20%)
        near = prose.numbers[max(0, index - _MOST_WHOLES) : index]
        paragraph = text.rfind("\n", max(0, part.at.start - _LONGEST_LIST), part.at.start) + 1
        if paragraph == 0 and len(near) == _MOST_WHOLES:
            continue  # the whole may stand further off than we look
        wholes = [q for q in near if q.at.start >= paragraph and q.unit == part.unit and q.value >= part.value > 0]
        if wholes and not any(whole.rounded for whole in wholes):
            yield Share(
                found["percent"] or found["bare"], part, tuple(wholes), prose.place(Span(part.at.start, found.end()))
            )


def _follows(between: str) -> bool:
    """Whether what stands between the whole and 其中 or 包括 lets the parts belong to it."""
    if len(between) > _NEAR:
        return False
    return len(re.findall(r"[。;\n]", between)) <= 1 and not re.search(r"\d", between)


def is_share(part: Decimal, whole: Decimal, percent: str) -> bool:
    """Whether part / whole is `percent` within half a unit of its last digit; an exact half may go either way."""
    tolerance = Decimal(5).scaleb(-len(percent.partition(".")[2]) - 1)
    # Multiplied out, so that no quotient is rounded.
    return abs(part * 100 - Decimal(percent) * whole) <= tolerance * whole
