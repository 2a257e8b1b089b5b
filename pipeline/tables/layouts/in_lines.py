"""A row's values on one line with spaces between, as text taken from a PDF: its label stands around them in pieces."""

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Span
from pipeline.figures import looks_like_value
from pipeline.tables.cells import Cell

_TOKEN = re.compile(r"\S+")
_LEAST_SHARE = 4  # a row of values for every so many lines that hold one value alone
_LONGEST_LINE = 400


def values_stand_in_lines(text: str, lines: Sequence[Span]) -> bool:
    """Whether rows of values stand on lines of `text`, and not one value a line."""
    ends = [_values_at_end(line.of(text)) for line in lines if line.end - line.start <= _LONGEST_LINE]
    rows = sum(count >= 2 for count, _ in ends)
    alone = sum(count == 1 and whole for count, whole in ends)
    return rows > 0 and rows * _LEAST_SHARE >= alone


def _values_at_end(line: str) -> tuple[int, bool]:
    """How many values end the line, and whether nothing else stands on it."""
    tokens = line.split()
    count = 0
    while count < len(tokens) and looks_like_value(tokens[-1 - count]):
        count += 1
    return count, count == len(tokens)


def cut_behind_values(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines, those far longer than a row cut behind each run of values: the whole table may be one line."""
    for line in lines:
        if line.end - line.start <= _LONGEST_LINE:
            yield line
            continue
        begun, behind_value = line.start, False
        for found in _TOKEN.finditer(text, line.start, line.end):
            is_value = looks_like_value(found.group())
            if behind_value and not is_value:
                yield Span(begun, found.start())
                begun = found.start()
            behind_value = is_value
        yield Span(begun, line.end)


def pieces_of_lines(text: str, lines: Sequence[Span]) -> Iterator[Cell]:
    """Yield what spaces part on each line; the line's number is the row."""
    for row, line in enumerate(lines):
        for found in _TOKEN.finditer(text, line.start, line.end):
            yield Cell(found.group(), Span(found.start(), found.end()), row)
