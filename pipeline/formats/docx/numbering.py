"""Automatic numbering: the `一、` that a heading shows and that stands nowhere in its text."""

import re

import msgspec

from pipeline.formats.markup import Attributes, Handlers, is_on, number, parse, value

from .counting import spelled

LEVELS = 9
_LONGEST_LABEL = 60
_PLACE = re.compile(r"%([1-9])")
_NO_TEXT = frozenset({"bullet"})


class Level(msgspec.Struct):
    """One level of a list: how it counts, and its text with a place such as `%1` for each level's number."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None
    restarts: bool = True
    is_decimal_throughout: bool = False


class _List(msgspec.Struct):
    """One `w:num`: whose levels it uses, and what it sets anew."""

    abstract: str = ""
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}


class Numbering:
    """The lists of a document, and how far each has counted; paragraphs must come in reading order."""

    def __init__(self, data: bytes | None, format: str) -> None:  # noqa: A002 - named as in the errors
        self._abstract: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}  # abstract list → the style that holds its levels
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if data is not None:
            _Reading(self._abstract, self._linked, self._lists).parse(data, format)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level of list `list_id` that belongs to the paragraph style, if one does."""
        levels = self._levels(list_id)
        return next((index for index, level in levels.items() if level.style == style), None)

    def next_label(self, list_id: str, level: int) -> str:
        """Count one more paragraph and return what Word prints before it; nothing for bullets and unknown lists."""
        levels = self._levels(list_id)
        shown = levels.get(level)
        if shown is None:
            return ""
        counters = self._counted(list_id, level, levels)
        if shown.format in _NO_TEXT:
            return ""

        def place(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            counts = levels.get(index, Level())
            reached = counters[index]
            name = "decimal" if shown.is_decimal_throughout else counts.format
            return spelled(counts.start if reached is None else reached, name)

        return _PLACE.sub(place, shown.text)[:_LONGEST_LABEL]

    def _counted(self, list_id: str, level: int, levels: dict[int, Level]) -> list[int | None]:
        """The counters after one more paragraph of `level`; lists that share their levels count together."""
        used = self._lists[list_id]
        counters = self._counters.setdefault(used.abstract, [None] * LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for index in used.starts:
                counters[index] = None
        before = counters[level]
        start = used.starts.get(level, levels[level].start)
        counters[level] = start if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            if levels.get(deeper, Level()).restarts:
                counters[deeper] = None
        return counters

    def _levels(self, list_id: str) -> dict[int, Level]:
        used = self._lists.get(list_id)
        if used is None:
            return {}
        levels = self._abstract.get(used.abstract, {})
        if not levels and used.abstract in self._linked:
            wanted = self._linked[used.abstract]
            levels = next((self._abstract[key] for key, style in self._linked.items() if style == wanted
                           and self._abstract.get(key)), {})  # fmt: skip
        return {**levels, **used.levels} if used.levels else levels


class _Reading:
    """The handlers for `numbering.xml`."""

    def __init__(self, abstract: dict[str, dict[int, Level]], linked: dict[str, str], lists: dict[str, _List]) -> None:
        self._abstract, self._linked, self._lists = abstract, linked, lists
        self._levels: dict[int, Level] = {}
        self._abstract_id = ""
        self._list: _List | None = None
        self._overridden = 0
        self._level = Level()

    def parse(self, data: bytes, format: str) -> None:  # noqa: A002
        starts = {
            "w:abstractNum": self._abstract_start,
            "w:numStyleLink": self._link,
            "w:styleLink": self._link,
            "w:num": self._list_start,
            "w:abstractNumId": self._list_abstract,
            "w:lvlOverride": self._override,
            "w:startOverride": self._start_override,
            "w:lvl": self._level_start,
            "w:start": self._start,
            "w:numFmt": self._format,
            "w:lvlText": self._text,
            "w:pStyle": self._style,
            "w:lvlRestart": self._restart,
            "w:isLgl": self._legal,
            "w:pPr": lambda _: True,
            "w:rPr": lambda _: True,
        }
        parse(data, Handlers(starts), format)

    def _abstract_start(self, attributes: Attributes) -> None:
        self._abstract_id = value(attributes, "abstractNumId") or ""
        self._levels = self._abstract.setdefault(self._abstract_id, {})
        self._list = None

    def _link(self, attributes: Attributes) -> None:
        self._linked[self._abstract_id] = value(attributes, "val") or ""

    def _list_start(self, attributes: Attributes) -> None:
        self._list = self._lists.setdefault(value(attributes, "numId") or "", _List())
        self._levels = self._list.levels

    def _list_abstract(self, attributes: Attributes) -> None:
        if self._list is not None:
            self._list.abstract = value(attributes, "val") or ""

    def _override(self, attributes: Attributes) -> None:
        self._overridden = min(number(attributes, "ilvl", 0), LEVELS - 1)

    def _start_override(self, attributes: Attributes) -> None:
        if self._list is not None:
            self._list.starts[self._overridden] = number(attributes, "val", 1)

    def _level_start(self, attributes: Attributes) -> None:
        self._level = self._levels.setdefault(min(number(attributes, "ilvl", 0), LEVELS - 1), Level())

    def _start(self, attributes: Attributes) -> None:
        self._level.start = number(attributes, "val", 1)

    def _format(self, attributes: Attributes) -> None:
        self._level.format = value(attributes, "val") or "decimal"

    def _text(self, attributes: Attributes) -> None:
        self._level.text = (value(attributes, "val") or "")[:_LONGEST_LABEL]

    def _style(self, attributes: Attributes) -> None:
        self._level.style = value(attributes, "val")

    def _restart(self, attributes: Attributes) -> None:
        self._level.restarts = value(attributes, "val") != "0"

    def _legal(self, attributes: Attributes) -> None:
        self._level.is_decimal_throughout = is_on(attributes)
