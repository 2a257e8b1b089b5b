"""Cells between tabs, one row a line."""

from collections.abc import Iterator

from pipeline.document import Span
from pipeline.tables.cells import Cell, lines_of, trimmed


def tabbed(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells with their rows."""
    for row, (start, end) in enumerate(lines_of(text, region)):
        position = start
        for piece in text[start:end].removesuffix("\n").split("\t"):
            words = trimmed(text, position, position + len(piece))
            yield Cell(words.of(text), words, row)
            position += len(piece) + 1
