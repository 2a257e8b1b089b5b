"""The sentences of a report as one stretch of text, without table rows and spaces, from which each place leads back.

Only how characters are typed is changed here (width of marks and digits); what the sentences say is not looked at.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from pipeline.document import Document, Span
from pipeline.outline import Outline

from .model import Quantity
from .numbers import quantities

_MOST_CHARACTERS = 200_000  # the longest real section 1 has some 20,000
_ONE_WIDTH = (
    *zip("，；：（）％．！？", ",;:()%.!?", strict=True),
    *((chr(0xFF10 + digit), str(digit)) for digit in range(10)),
)
_LINE = re.compile(r"[^\n]+")
_WITH_TABLES = frozenset({2, 3, 4})
_LONGEST_HEADING = 26  # characters of a line that may be a heading and not the beginning of a wrapped sentence
_ENDS = tuple("。;!?:.,、)]”》|")
# A space between two digits parts two numbers; all others are only how the text is set.
_SPACES = re.compile(r"(?<=\d)\s+(?=\D)|(?<=\D)\s+|^\s+|\s+$")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_CLAUSE_END = re.compile(r"[,。;!?\n()]")


class Prose:
    """The sentences and numbers of a report, in reading order; places are offsets in `text` until `place` leads back."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self._pieces: list[str] = []
        self._compact: list[int] = [0]
        self._original: list[int] = [0]
        self._sections: list[tuple[int, int]] = []
        self._length = 0
        for section in outline.sections:
            self._sections.append((self._length, section.number))
            self._add(document.text, Span(section.body, section.end), tables=section.number in _WITH_TABLES)
        self.text = "".join(self._pieces)
        self.numbers: list[Quantity] = list(quantities(self.text, Span(0, len(self.text))))
        self._clauses = [found.start() for found in _CLAUSE_END.finditer(self.text)]

    def _add(self, text: str, region: Span, *, tables: bool) -> None:
        if tables and text.find("。", region.start, region.end) < 0:
            return
        wrapped = False
        narrow = region.of(text)
        for wide, one in _ONE_WIDTH:
            narrow = narrow.replace(wide, one)
        for found in _LINE.finditer(narrow):
            line = found[0]
            if "|" in line or "\t" in line or (tables and "。" not in line) or self._length > _MOST_CHARACTERS:
                wrapped = False
                continue
            start = region.start + found.start()
            if not wrapped:
                self._append("\n", start)
            at = 0
            for space in _SPACES.finditer(line) if " " in line else ():
                self._append(line[at : space.start()], start + at)
                at = space.end()
            self._append(line[at:], start + at)
            written = line.strip()
            wrapped = len(written) > _LONGEST_HEADING and not written.endswith(_ENDS)
            wrapped = wrapped or (len(written) > _LONGEST_HEADING and written.endswith((",", "、")))

    def _append(self, piece: str, original: int) -> None:
        if piece:
            self._pieces.append(piece)
            self._compact.append(self._length)
            self._original.append(original)
            self._length += len(piece)

    def place(self, at: Span) -> Span:
        """Return a place of this text as a place in the normalised text."""
        return Span(self._at(at.start), self._at(at.end - 1) + 1)

    def _at(self, offset: int) -> int:
        index = bisect_right(self._compact, offset) - 1
        return self._original[index] + offset - self._compact[index]

    def section(self, offset: int) -> int:
        """Return the number of the section in which an offset lies."""
        return self._sections[bisect_right(self._sections, (offset, 9)) - 1][1]

    def sentences(self) -> Iterator[Span]:
        """Yield the sentences, without the marks that end them; a line's end ends one, if the line was not wrapped."""
        for found in _SENTENCE.finditer(self.text):
            yield Span(found.start(), found.end())

    def clause(self, at: Span) -> Span:
        """Return the clause around a place, without the marks that end it."""
        left, right = bisect_left(self._clauses, at.start), bisect_left(self._clauses, at.end)
        start = self._clauses[left - 1] + 1 if left else 0
        return Span(start, self._clauses[right] if right < len(self._clauses) else len(self.text))

    def indexes(self, start: int, end: int) -> range:
        """Return the indexes of the numbers that begin between two offsets."""
        first, last = (bisect_left(self.numbers, each, key=lambda number: number.at.start) for each in (start, end))
        return range(first, last)

    def before(self, offset: int) -> Quantity | None:
        """Return the last number that ends at or before an offset, or None."""
        index = bisect_right(self.numbers, offset, key=lambda number: number.at.end) - 1
        return self.numbers[index] if index >= 0 else None
