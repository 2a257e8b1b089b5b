"""Finds the words of the tables in text: the longest at each place, each with what it does there."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from .words import ACTS, TOPICS, WORDS, Kind

_OPTIONAL = re.compile(r"\(([^()]*)\)")
# Years, dates, rates and the like have no end of wordings, so these are patterns.
_YEAR = r"(?P<year>20\d\d)年?(?:度|以来|全年|度内|期间|底|末)?"
_AGAINST = r"(?P<against>[较比与](?:20\d\d|\d\d)年度?(?:相比|同期)?)"
_DATE = r"(?P<date>1月?[-—~至]12月|\d{1,2}月(?:\d{1,2}[日号]|底|末|份)?)"
_RATE = r"(?P<rate>(?:答复)?办结率(?:为|达|达到|均为|均达|均达到|是|保持)?(?:100(?:\.0+)?%|百分之百))"
_MARK = r"(?P<mark>(?<![^\n])\d{1,2}[.、])"  # 1. at the beginning of a line
_DIVIDED = r"(?P<divided>[从按](?:申请|答复|办理|处理|受理|渠道|途径|方式|类型|类别|内容)[一-鿿]{0,6}?(?:来?看|划?分|分类|统计))"
_PATTERNS: dict[str, Kind] = {"rate": "rate", "against": "compare", "mark": "fill", "divided": "divided"}
_WHOLE_YEAR = frozenset(
    {"1月1日", "12月31日", "12月底", "12月末", "01月01日", "1-12月", "1月-12月", "1至12月", "1月至12月"}
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word with its place in the prose; `name` says which topic or act it is, or which year."""

    kind: Kind
    name: str
    start: int
    end: int
    text: str


def expanded(words: str) -> Iterator[str]:
    """Yield every wording of a table's entry: words parted by spaces, `(…)` optional."""
    for word in words.split():
        waiting = [word]
        while waiting:
            each = waiting.pop()
            if not _OPTIONAL.search(each):
                yield each
                continue
            waiting += [_OPTIONAL.sub("", each, count=1), _OPTIONAL.sub(r"\1", each, count=1)]


def _meanings() -> dict[str, tuple[Kind, str]]:
    """Each word with its kind and name; what stands in an earlier table keeps its meaning."""
    found: dict[str, tuple[Kind, str]] = {}
    for name, words in TOPICS.items():
        for word in expanded(words):
            found.setdefault(word, ("topic", name))
    for name, words in ACTS.items():
        for word in expanded(words):
            found.setdefault(word, ("act", name))
    for kind, words in WORDS.items():
        for word in expanded(words):
            found.setdefault(word, (kind, ""))
    return found


def _lengths(words: Iterable[str]) -> dict[str, list[int]]:
    """By their first character, the lengths that words have, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


_MEANINGS = _meanings()
# Two thousand words: looked up by their lengths they are found in a tenth of the time that one pattern of them takes.
_LENGTHS = _lengths(_MEANINGS)
_PATTERN = re.compile(f"{_RATE}|{_AGAINST}|{_MARK}|{_YEAR}|{_DATE}|{_DIVIDED}")
_BEGIN_A_PATTERN = frozenset("答办较比与从按")


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words that we know between two offsets, in reading order."""
    found: list[Token] = []
    at = start
    while at < end:
        first = text[at]
        token = _of_pattern(text, at, end) if first in _BEGIN_A_PATTERN or first.isdecimal() else None
        for length in _LENGTHS.get(first, ()) if token is None else ():
            word = text[at : at + length]
            if word in _MEANINGS and at + length <= end:
                token = Token(*_MEANINGS[word], at, at + length, word)
                break
        if token is not None:
            found.append(token)
        at = at + 1 if token is None else token.end
    return found


def _of_pattern(text: str, at: int, end: int) -> Token | None:
    """The year, date, rate, comparison, mark or division at a place."""
    each = _PATTERN.match(text, at, end)
    if each is None:
        return None
    kind: Kind
    if each.lastgroup == "year":
        kind, name = ("period", "") if "以来" in each[0] else ("fill", each["year"])
    elif each.lastgroup == "date":
        kind, name = ("fill", "") if each[0] in _WHOLE_YEAR else ("period", "")
    else:
        kind, name = _PATTERNS[each.lastgroup or ""], ""
    return Token(kind, name, at, each.end(), each[0])
