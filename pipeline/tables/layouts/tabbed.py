"""Cells between tabs, one row a line."""

from collections.abc import Iterator

from pipeline.document import Span
from pipeline.tables.cells import Cell, cell_between, lines_of


def tabbed(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells with their rows."""
    for row, (start, end) in enumerate(lines_of(text, region)):
        position = start
        for piece in text[start:end].removesuffix("\n").split("\t"):
            yield cell_between(text, position, position + len(piece), row)
            position += len(piece) + 1
