"""Chooses among headings: those under which the sections stand, and those that repeat one with a text of its own."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pipeline.characters import letters

from .headings import Heading

_ENOUGH_TEXT = 2000
_LEAST_REPEATED_BODY = 30  # letters; a heading with less below it is an entry of a table of contents
_LEAST_LISTED = 3  # titles in a row that can be a table of contents
_CLOSE = 60  # characters between two entries of it


def without_contents(headings: Sequence[Heading], text: str) -> list[Heading]:
    """Return the headings without tables of contents, and of two that stand one below the other only one."""
    single = _merged(headings, text)
    rooms = _rooms(single, len(text))
    places: dict[int, list[int]] = defaultdict(list)  # section number → the two with most room below them
    for index, heading in enumerate(single):
        best = [*places[heading.section.number], index]
        places[heading.section.number] = sorted(best, key=rooms.__getitem__, reverse=True)[:2]
    listed: set[int] = set()
    for run in _runs(single):
        if len(run) < _LEAST_LISTED:
            continue
        elsewhere = sum(_is_elsewhere(index, run, single, rooms, places) for index in run)
        if elsewhere >= len(run) - 1 or _starts_over(run, single, rooms):
            listed.update(run)
    return [heading for index, heading in enumerate(single) if index not in listed]


def _is_elsewhere(
    index: int, run: range, headings: Sequence[Heading], rooms: Sequence[int], places: Mapping[int, Sequence[int]]
) -> bool:
    """Whether that title stands outside the run too, with more below it; below a run's last stands other text."""
    others = [place for place in places[headings[index].section.number] if place not in run]
    return any(rooms[place] > rooms[index] or index == run[-1] for place in others)


def _starts_over(run: range, headings: Sequence[Heading], rooms: Sequence[int]) -> bool:
    """Whether all the titles stand in the run, and after it the report begins: of a cut one the last come only once."""
    if run.stop >= len(headings) or headings[run[0]].section.number > min(each.section.number for each in headings):
        return False
    return any(headings[run.stop].section is headings[i].section and rooms[run.stop] > rooms[i] for i in run[:2])


def _merged(headings: Sequence[Heading], text: str) -> list[Heading]:
    """A title that stands twice with nothing between is one heading."""
    merged: list[Heading] = []
    for heading in headings:
        last = merged[-1] if merged else None
        between = (
            text[last.body : heading.line] if last is not None and heading.line - last.body < _CLOSE else "between"
        )
        if last is None or last.section is not heading.section or letters(between):
            merged.append(heading)
            continue
        strength = max(last.strength, heading.strength)
        merged[-1] = msgspec.structs.replace(last, body=max(last.body, heading.body), strength=strength)
    return merged


def _rooms(headings: Sequence[Heading], length: int) -> list[int]:
    """How much text stands below each heading, up to the next."""
    ends = itertools.chain((heading.line for heading in headings[1:]), [length])
    return [end - heading.body for heading, end in zip(headings, ends, strict=False)]


def _runs(headings: Sequence[Heading]) -> Iterator[range]:
    """Indexes of headings that follow each other closely, in the form's order."""
    start = 0
    for index in range(1, len(headings) + 1):
        if index < len(headings):
            last, this = headings[index - 1], headings[index]
            if this.line - last.body < _CLOSE and this.section.number > last.section.number:
                continue
        yield range(start, index)
        start = index


def in_order(headings: Sequence[Heading], length: int) -> list[Heading]:
    """Return the chain of headings in the form's order that finds most sections, most surely, with most text below."""
    best: dict[int, _Chain] = {}  # section number → the best chain that ends with a heading of that section
    for index, (heading, room) in enumerate(zip(headings, _rooms(headings, length), strict=True)):
        before = max((c for n, c in best.items() if n < heading.section.number), key=_Chain.rank, default=_Chain())
        found, strength, text = before.score
        score = (found + 1, strength + heading.strength, text + min(room, _ENOUGH_TEXT))
        chain = _Chain(score, -index, (*before.headings, heading))
        number = heading.section.number
        best[number] = max(best.get(number, _Chain()), chain, key=_Chain.rank)
    return list(max(best.values(), key=_Chain.rank).headings) if best else []


class _Chain(msgspec.Struct, frozen=True):
    """Headings in the form's order, and how good they are; of equals the one that ends earlier is better."""

    score: tuple[int, int, int] = (0, 0, 0)
    earliness: int = 0
    headings: tuple[Heading, ...] = ()

    def rank(self) -> tuple[tuple[int, int, int], int]:
        return self.score, self.earliness


def repeated(headings: Sequence[Heading], chosen: Sequence[Heading], text: str) -> list[tuple[Heading, int]]:
    """Return the other headings with a section's own numeral and a text of their own, each with the text's end."""
    ends = [*(heading.line for heading in headings[1:]), len(text)]
    starts = {heading.start for heading in chosen}
    return [
        (heading, end)
        for heading, end in zip(headings, ends, strict=True)
        if heading.start not in starts
        and heading.strength > 1
        and len(letters(text[heading.body : end])) >= _LEAST_REPEATED_BODY
    ]


def following(headings: Sequence[Heading], chosen: Heading) -> Heading | None:
    """Return the next sure heading after `chosen`, where another copy of a section begins; or None."""
    after = itertools.dropwhile(lambda heading: heading.line < chosen.body, headings)
    return next((heading for heading in after if heading.strength > 1), None)
