"""Cells between pipes, in rows of one line each, or closed by a pipe on lines of their own."""

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.document import Span
from pipeline.tables.cells import Cell, lines_of, trimmed

_LONGEST_ROW = 1000
_BETWEEN = re.compile(r"\|[^|]*\|")
_LEAST_ENCLOSED = 8
_LEAST_SHARE = 4  # where each cell has a line of its own, hardly any line holds two
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?")  # below a header in Markdown
_MOST_BLANKS = 40


def piped(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells; their rows are known where rows are lines.

    Elsewhere a line break between two pipes parts cells too: of a label that wraps, the pieces are put together by
    those who know the labels.
    """
    filled = [sum(1 for piece in text[start:end].split("|") if piece.strip()) for start, end in lines_of(text, region)]
    if _stand_between_pipes(text, region):
        return _one_a_line(text, region)
    rows_are_lines = _LEAST_SHARE * sum(n >= 2 for n in filled) > sum(n == 1 for n in filled)
    return _in_rows(text, region) if rows_are_lines else _closed(text, region)


def _stand_between_pipes(text: str, region: Span) -> bool:
    """Whether each cell has a line of its own with a pipe on either side (`|0|`), lone pipes being left from markup."""
    lines = [text[start:end].strip() for start, end in lines_of(text, region) if "|" in text[start:end]]
    own = sum(_BETWEEN.fullmatch(line) is not None for line in lines)
    return own > _LEAST_ENCLOSED and own > 0.9 * sum(line != "|" for line in lines)


def _one_a_line(text: str, region: Span) -> Iterator[Cell]:
    for start, end in lines_of(text, region):
        line = text[start:end].strip()
        if line and line != "|":
            inner = text.index(line, start)
            words = trimmed(text, inner + line.startswith("|"), inner + len(line) - line.endswith("|"))
            yield Cell(words.of(text), words)


def _in_rows(text: str, region: Span) -> Iterator[Cell]:
    """The cells of rows of one line each; a line without pipes is a row of its own."""
    rows = [row for row in _row_lines(text, region) if not _RULE.fullmatch(text[row[0] : row[1]].strip())]
    first = [text[start:end].lstrip()[:1] for start, end in rows if "|" in text[start:end]]
    opened = 2 * first.count("|") > len(first)  # else a pipe at a row's beginning closes a blank cell
    for row, (start, end) in enumerate(rows):
        position = start
        while position < end:
            pipe = text.find("|", position, end)
            stop = end if pipe < 0 else pipe
            words = trimmed(text, position, stop)
            opens_or_closes = _empty(words) and ((position == start and opened) or pipe < 0)
            if not opens_or_closes:
                yield Cell(words.of(text), words, row, padding=_empty(words) and _in_run(text, stop))
            position = stop + 1


def _row_lines(text: str, region: Span) -> Iterator[tuple[int, int]]:
    """The lines; where rows end in a pipe, one that does not goes on with the next, for a cell holds a line break."""
    lines = list(lines_of(text, region))
    piped_lines = [text[start:end].rstrip() for start, end in lines if "|" in text[start:end]]
    closed = 2 * sum(line.endswith("|") for line in piped_lines) > len(piped_lines)
    begun: int | None = None
    for start, end in lines:
        line = text[start:end].strip()
        begun = start if begun is None else begun
        if closed and "|" in text[begun:end] and line and not line.endswith("|") and end - begun < _LONGEST_ROW:
            continue
        yield begun, end
        begun = None
    if begun is not None:
        yield begun, region.end


def _closed(text: str, region: Span) -> Iterator[Cell]:
    """The cells that pipes and line breaks close, in no known rows; more line breaks than usual are blank cells."""
    chunks = list(_between_pipes(text, region))
    usual = min((gap for lines, _ in chunks for gap in _gaps(text, lines)), default=1)
    beside = sum("\n" not in text[lines[-1].end : end] for lines, end in chunks if lines)
    pipes_stand_beside = 2 * beside > sum(
        bool(lines) for lines, _ in chunks
    )  # else each cell's pipe is on its own line
    for lines, end in chunks:
        behind = text.count("\n", lines[-1].end, end) if lines and pipes_stand_beside and end < region.end else 0
        for words, gap in zip(lines, [*_gaps(text, lines), usual + behind], strict=False):
            yield Cell(words.of(text), words)
            for _ in range(min(gap - usual, _MOST_BLANKS)):
                yield Cell("", Span(words.end, words.end))
        if not lines and end < region.end:
            yield Cell("", Span(end, end), padding=_in_run(text, end))


def _between_pipes(text: str, region: Span) -> Iterator[tuple[list[Span], int]]:
    """What stands on the lines between two pipes, and where the second of them is."""
    position = region.start
    while position < region.end:
        pipe = text.find("|", position, region.end)
        end = region.end if pipe < 0 else pipe
        lines = [trimmed(text, *line) for line in lines_of(text, Span(position, end))]
        yield [words for words in lines if not _empty(words)], end
        position = end + 1


def _gaps(text: str, lines: Sequence[Span]) -> list[int]:
    """How many line breaks stand between each two lines."""
    return [text.count("\n", one.end, two.start) for one, two in itertools.pairwise(lines)]


def _empty(words: Span) -> bool:
    return words.start == words.end


def _in_run(text: str, pipe: int) -> bool:
    """Whether a pipe stands right beside another."""
    return (pipe > 0 and text[pipe - 1 : pipe] == "|") or text[pipe + 1 : pipe + 2] == "|"
