"""Cells between pipes, in rows of one line each, or closed by a pipe on lines of their own."""

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.figures import looks_like_value
from pipeline.tables.cells import Cell, lines_of, trimmed


def piped(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells; their rows are known where rows are lines."""
    filled = [sum(1 for piece in text[start:end].split("|") if piece.strip()) for start, end in lines_of(text, region)]
    rows_are_lines = sum(n >= 2 for n in filled) > sum(n == 1 for n in filled)
    row, position = 0, region.start
    while position < region.end:
        pipe = text.find("|", position, region.end)
        end = region.end if pipe < 0 else pipe
        pieces = list(_split_at_values(text, position, end))
        for index, (start, stop) in enumerate(pieces):
            words = trimmed(text, start, stop)
            breaks_line = "\n" in text[start:stop]
            if words.start == words.end:
                if rows_are_lines and breaks_line:
                    row += 1
                elif pipe >= 0 or not breaks_line:
                    run = (end > 0 and text[end - 1 : end] == "|") or text[end + 1 : end + 2] == "|"
                    yield Cell("", words, row if rows_are_lines else None, padding=run)
                continue
            if rows_are_lines and (index > 0 or "\n" in text[start : words.start]):
                row += 1
            yield Cell(words.of(text), words, row if rows_are_lines else None)
            if rows_are_lines and "\n" in text[words.end : stop]:
                row += 1
        position = end + 1


def _split_at_values(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part the text between two pipes at line breaks that have a value on one side: a label may span lines."""
    begun, position = start, start
    for found in re.finditer(r"\n", text[start:end]):
        line_break = start + found.start()
        before = text[position:line_break].strip()
        following = text.find("\n", line_break + 1, end)
        after = text[line_break + 1 : end if following < 0 else following].strip()
        if before and after and (looks_like_value(before) or looks_like_value(after)):
            yield begun, line_break + 1
            begun = line_break + 1
        position = line_break + 1
    yield begun, end
