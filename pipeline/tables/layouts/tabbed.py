"""Cells between tabs, one row a line."""

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.tables.cells import Cell, lines_of, trimmed


def tabbed(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells with their rows."""
    for row, (start, end) in enumerate(lines_of(text, region)):
        stop = end - 1 if text[end - 1] == "\n" else end
        for piece in re.finditer(r"[^\t]*(?:\t|$)", text[start:stop]):
            if piece.group() or piece.start() == 0:
                words = trimmed(text, start + piece.start(), start + piece.end())
                yield Cell(words.of(text), words, row)
