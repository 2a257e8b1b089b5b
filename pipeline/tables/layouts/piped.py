"""Cells between pipes, in rows of one line each, or closed by a pipe on lines of their own."""

import itertools
import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.document import Span
from pipeline.tables.cells import Cell, cell_between, lines_of, trimmed

_LONGEST_ROW = 1000
_LEAST_ENCLOSED = 8
_LEAST_SHARE = 4  # where each cell has a line of its own, hardly any line holds two
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?")  # below a header in Markdown
_MOST_BLANKS = 40


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line with its break, and its words without the space around them."""

    start: int
    end: int
    words: str


class _Chunk(msgspec.Struct, frozen=True):
    """The filled lines between two pipes, how many breaks part each two of them, and how many the last one from `end`."""

    filled: Sequence[Span]
    gaps: Sequence[int]
    behind: int
    end: int


def piped(text: str, region: Span) -> Iterator[Cell]:
    """Yield the cells; their rows are known where rows are lines.

    Elsewhere a line break between two pipes parts cells too: of a label that wraps, the pieces are put together by
    those who know the labels.
    """
    lines = [_Line(start, end, text[start:end].strip()) for start, end in lines_of(text, region)]
    if _stand_between_pipes(lines):
        return _one_a_line(text, lines)
    filled = [sum(map(bool, map(str.strip, line.words.split("|")))) for line in lines]
    rows_are_lines = _LEAST_SHARE * sum(n >= 2 for n in filled) > filled.count(1)
    return _in_rows(text, region, lines) if rows_are_lines else _closed(text, region)


def _stand_between_pipes(lines: Sequence[_Line]) -> bool:
    """Whether each cell has a line of its own with a pipe on either side (`|0|`), lone pipes being left from markup."""
    piped_lines = [line.words for line in lines if "|" in line.words]
    own = sum(words.count("|") == 2 and words[0] == words[-1] == "|" for words in piped_lines)
    return own > _LEAST_ENCLOSED and own > 0.9 * (len(piped_lines) - piped_lines.count("|"))


def _one_a_line(text: str, lines: Sequence[_Line]) -> Iterator[Cell]:
    for line in lines:
        words = line.words
        if words and words != "|":
            inner = text.index(words, line.start)
            yield cell_between(text, inner + words.startswith("|"), inner + len(words) - words.endswith("|"))


def _in_rows(text: str, region: Span, lines: Sequence[_Line]) -> Iterator[Cell]:
    """The cells of rows of one line each; a line without pipes is a row of its own."""
    rows = [row for row in _row_lines(text, region, lines) if not _RULE.fullmatch(text[row[0] : row[1]].strip())]
    first = [text[start:end].lstrip()[:1] for start, end in rows if "|" in text[start:end]]
    opened = 2 * first.count("|") > len(first)  # else a pipe at a row's beginning closes a blank cell
    for row, (start, end) in enumerate(rows):
        position = start
        while position < end:
            pipe = text.find("|", position, end)
            stop = end if pipe < 0 else pipe
            cell = cell_between(text, position, stop, row)
            if cell.text:
                yield cell
            elif not ((position == start and opened) or pipe < 0):  # else the pipe only opens or closes the row
                yield Cell("", cell.at, row, padding=_in_run(text, stop))
            position = stop + 1


def _row_lines(text: str, region: Span, lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """The lines; where rows end in a pipe, one that does not goes on with the next, for a cell holds a line break."""
    piped_lines = [line.words for line in lines if "|" in line.words]
    closed = 2 * sum(words.endswith("|") for words in piped_lines) > len(piped_lines)
    begun: int | None = None
    for line in lines:
        begun = line.start if begun is None else begun
        open_ended = closed and line.words and not line.words.endswith("|")
        if open_ended and "|" in text[begun : line.end] and line.end - begun < _LONGEST_ROW:
            continue
        yield begun, line.end
        begun = None
    if begun is not None:
        yield begun, region.end


def _closed(text: str, region: Span) -> Iterator[Cell]:
    """The cells that pipes and line breaks close, in no known rows; more line breaks than usual are blank cells."""
    chunks = list(_between_pipes(text, region))
    usual = min((gap for chunk in chunks for gap in chunk.gaps), default=1)
    behind = [chunk.behind for chunk in chunks if chunk.filled]
    pipes_stand_beside = 2 * behind.count(0) > len(behind)  # else each cell's pipe is on its own line
    for chunk in chunks:
        last = chunk.behind if pipes_stand_beside and chunk.end < region.end else 0
        for words, gap in zip(chunk.filled, (*chunk.gaps, usual + last), strict=False):
            yield Cell(words.of(text), words)
            for _ in range(min(gap - usual, _MOST_BLANKS)):
                yield Cell("", Span(words.end, words.end))
        if not chunk.filled and chunk.end < region.end:
            yield Cell("", Span(chunk.end, chunk.end), padding=_in_run(text, chunk.end))


def _between_pipes(text: str, region: Span) -> Iterator[_Chunk]:
    """What stands on the lines between two pipes, and where the second of them is."""
    position = region.start
    while position < region.end:
        pipe = text.find("|", position, region.end)
        end = region.end if pipe < 0 else pipe
        whole = trimmed(text, position, end)
        if _empty(whole):
            yield _Chunk((), (), 0, end)
        elif text.find("\n", whole.start, whole.end) < 0:
            yield _Chunk((whole,), (), text.count("\n", whole.end, end), end)
        else:
            lines = [trimmed(text, *line) for line in lines_of(text, whole)]
            filled = [words for words in lines if not _empty(words)]
            yield _Chunk(filled, _gaps(text, filled), text.count("\n", whole.end, end), end)
        position = end + 1


def _gaps(text: str, lines: Sequence[Span]) -> list[int]:
    """How many line breaks stand between each two lines."""
    return [text.count("\n", one.end, two.start) for one, two in itertools.pairwise(lines)]


def _empty(words: Span) -> bool:
    return words.start == words.end


def _in_run(text: str, pipe: int) -> bool:
    """Whether a pipe stands right beside another."""
    return (pipe > 0 and text[pipe - 1 : pipe] == "|") or text[pipe + 1 : pipe + 2] == "|"
