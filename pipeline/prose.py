"""A stretch of prose with the places of its numbers and marks, found once, so that each is looked up and not searched for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from .document import Document, Span
from .outline import Outline
from .quantities import Quantity, quantities

_MOST_CHARACTERS = 200_000  # the longest real section 1 has some 20,000
_SENTENCE_END = re.compile(r"[。;；!！\n]")
_CLAUSE_END = re.compile(r"[,，。;；!！\n(（)）]")
_YEAR = re.compile(r"(20\d\d)年")
Name = TypeVar("Name", bound=str)


class Place(msgspec.Struct, Generic[Name], frozen=True, array_like=True):
    """Where a word of one kind stands."""

    end: int
    name: Name
    start: int


class Words(Generic[Name]):
    """All words of some kinds in a stretch of text, by their ends."""

    def __init__(self, text: str, region: Span, kinds: Sequence[tuple[Name, re.Pattern[str]]]) -> None:
        found = [(f.end(), name, f.start()) for name, p in kinds for f in p.finditer(text, region.start, region.end)]
        self._places: list[Place[Name]] = [Place(*each) for each in sorted(found)]
        self._ends = [place.end for place in self._places]
        self._by_start = sorted(self._places, key=lambda place: (place.start, place.name))
        self._starts = [place.start for place in self._by_start]

    def last(self, start: int, end: int) -> Place[Name] | None:
        """Return the word that ends last between two offsets, or None."""
        index = bisect_right(self._ends, end) - 1
        return self._places[index] if index >= 0 and self._places[index].start >= start else None

    def first(self, start: int, end: int) -> Place[Name] | None:
        """Return the word that begins first between two offsets, or None."""
        index = bisect_left(self._starts, start)
        return self._by_start[index] if index < len(self._by_start) and self._by_start[index].end <= end else None


class Prose:
    """The sentences, clauses, years and numbers of one stretch of text, in reading order."""

    def __init__(self, text: str, region: Span) -> None:
        self.text = text
        self.region = region
        self.numbers: list[Quantity] = list(quantities(text, region))
        self._sentences = [found.start() for found in _SENTENCE_END.finditer(text, region.start, region.end)]
        self._clauses = [found.start() for found in _CLAUSE_END.finditer(text, region.start, region.end)]
        self._years = [(f.start(), int(f[1])) for f in _YEAR.finditer(text, region.start, region.end)]

    def sentence(self, at: Span) -> Span:
        """Return the sentence around a place, without the marks that end it."""
        return self._stretch(at, self._sentences)

    def clause(self, at: Span) -> Span:
        """Return the clause around a place, without the marks that end it."""
        return self._stretch(at, self._clauses)

    def years(self, start: int, end: int) -> set[int]:
        """Return the years that are named between two offsets."""
        low, high = (bisect_left(self._years, (offset, 0)) for offset in (start, end))
        return {year for _, year in self._years[low:high]}

    def indexes(self, start: int, end: int) -> Iterator[int]:
        """Yield the indexes of the numbers that begin between two offsets."""
        index = bisect_left(self.numbers, start, key=lambda number: number.at.start)
        while index < len(self.numbers) and self.numbers[index].at.start < end:
            yield index
            index += 1

    def before(self, offset: int) -> Quantity | None:
        """Return the last number that ends at or before an offset, or None."""
        index = bisect_right(self.numbers, offset, key=lambda number: number.at.end) - 1
        return self.numbers[index] if index >= 0 else None

    def _stretch(self, at: Span, marks: list[int]) -> Span:
        left, right = bisect_left(marks, at.start), bisect_left(marks, at.end)
        start = marks[left - 1] + 1 if left else self.region.start
        end = marks[right] if right < len(marks) else self.region.end
        while start < at.start and self.text[start].isspace():
            start += 1
        while end > at.end and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)


def prose_of(document: Document, outline: Outline) -> Prose | None:
    """Return the prose of section 1, or None if that section was not found."""
    section = outline.section(1)
    if section is None:
        return None
    return Prose(document.text, Span(section.body, min(section.end, section.body + _MOST_CHARACTERS)))
