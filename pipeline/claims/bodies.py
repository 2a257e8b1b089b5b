"""Whose a sentence is: the agency's own names, long and short, and a government's words for all its area."""

import re

import msgspec

from pipeline.outline import Outline

from .vocabulary import Token, tokens
from .words import Kind

_PLACE = re.compile(r"^.{1,12}?(?:自治)?[省市县区州盟旗](?=.{2})")
_NO_NAMES = frozenset({"政府", "人民政府", "办公室", "委员会"})
_SHORT = {
    "街道办事处": ("街道", "街道办", "街道办事处"),
    "镇人民政府": ("镇政府", "全镇", "我镇"),
    "乡人民政府": ("乡政府", "全乡", "我乡"),
}
_WHOLE_ENDS = {"委": "委员会", "办": "办公室"}
_SHORTENED = re.compile("[省市县区州旗][一-鿿]{1,6}?[局委办厅]")
_GOVERNMENTS = frozenset({"province", "city", "county"})


class Bodies:
    """The agency of a report, as its sentences name it."""

    def __init__(self, outline: Outline) -> None:
        self.names = _names(outline.agency)
        self._by_length = sorted(self.names, key=len)
        self._agency = outline.agency or ""
        self._governs = outline.level in _GOVERNMENTS
        self._area = _area_words(outline.area) if self._governs else frozenset()

    def words(self, text: str, start: int, end: int) -> list[Token]:
        """The words between two offsets; a name of the agency is one, whatever words it is made of, and so is its area's."""
        found = tokens(text, start, end)
        if any(word.text in self._area for word in found):
            found = [self._of_area(word) for word in found]
        for name in self._by_length:
            at = text.find(name, start, end)
            if at >= 0:
                # A government's report is of all its offices; what it says of 市政府 may be of that office alone.
                kind: Kind = "part" if self._governs and name.endswith("政府") else "own"
                found = _with(found, Token(kind, "", at, at + len(name), name))
        for short in _SHORTENED.finditer(text, start, end):
            named = any(each.kind == "own" and each.start < short.end() and short.start() < each.end for each in found)
            if not named and _is_short_for(short[0], self._agency):
                found = _with(found, Token("own", "", short.start(), short.end(), short[0]))
        return sorted(found, key=lambda token: token.start)

    def _of_area(self, word: Token) -> Token:
        """全市各级行政机关 are all of a city's, 全市各县区 are not."""
        if word.text in self._area:
            return msgspec.structs.replace(word, kind="area")
        return msgspec.structs.replace(word, kind="fill") if word.text == "各级" else word


def _with(found: list[Token], whole: Token) -> list[Token]:
    """The words with one more in the place of those that it covers."""
    return [*(each for each in found if each.end <= whole.start or each.start >= whole.end), whole]


def _names(agency: str | None) -> frozenset[str]:
    """How the agency may call itself: in full, without its place, with the last word of it (县水务局)."""
    if not agency:
        return frozenset()
    names = {agency}
    rest = agency
    while found := _PLACE.match(rest):
        rest = rest[found.end() :]
        names |= {rest, found[0][-1] + rest, found[0] + rest}
    names |= {name.replace("人民政府", "政府") for name in names} | {name.removesuffix("人民政府") for name in names}
    names |= {name.removesuffix("办事处") for name in names}
    names |= {name for kind, short in _SHORT.items() if agency.endswith(kind) for name in short}
    return frozenset(name for name in names if len(name) >= 2 and name not in _NO_NAMES)


def _is_short_for(words: str, agency: str) -> bool:
    """Whether a body's name is short for that of the agency, as 市人社局 is; not where that is a part of another's."""
    if len(re.findall("[局委厅]", agency)) > 1:
        return False
    letters = iter(agency)
    return all(letter in letters for letter in words) and agency.endswith(_WHOLE_ENDS.get(words[-1], words[-1]))


def _area_words(area: str | None) -> frozenset[str]:
    """How a government speaks of all the area that it reports for: 全市 and 我市 of a city."""
    return frozenset(f"{word}{area[-1]}" for word in ("全", "我", "本")) if area else frozenset()
