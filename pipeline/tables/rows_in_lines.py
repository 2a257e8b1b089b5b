"""Finds the rows where each row's values stand on one line and its label in pieces around them, as in a PDF's text.

A label in a narrow column wraps over several lines, and its values stand beside the first, the middle or the last of
them: `2.没有现成信息需要另行 / 0 0 0 0 0 0 0 / 制作`. So the text is cut where labels and captions begin, and a row is a
stretch with one line of values in it.
"""

import itertools
import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.characters import folded

from .cells import Cell, CellStream, joined
from .labels import LabelBook, RowLabel, reads_as_label
from .rows import LabelledRow, Rows, labelled_rows

_NUMBERED = re.compile(r"\([一二三四五六七八]\)|[一二三四]、|[1-8][.、]\D")
_MOST_PIECES = 16  # of a label: its words may be parted by spaces too


class _Line(msgspec.Struct):
    """A line of values, and how many words of its stretch stand before its values; `torn` if bare digits follow it."""

    values: Sequence[Cell]
    before: int
    torn: bool = False


class _Stretch(msgspec.Struct):
    """The words from where a label or a caption begins up to the next, and the lines of values among them."""

    words: list[Cell]
    lines: list[_Line]


def rows_of(stream: CellStream, book: LabelBook, columns: int | None = None) -> Rows:
    """Return the rows of a table, however its values stand; `columns` as in `labelled_rows`."""
    return _rows_in_lines(stream, book) if stream.in_lines else labelled_rows(stream, book, columns)


def _rows_in_lines(stream: CellStream, book: LabelBook) -> Rows:
    rows: list[LabelledRow] = []
    header: list[Cell] = []
    unnamed = 0
    for stretch in _stretches(stream, book):
        found = list(_rows_in(stretch, book, rows[-1].label.row.key if rows else None))
        if not rows:
            first = found[0].cell.at.start if found else math.inf
            header += [word for word in stretch.words if word.at.start < first]
            unnamed += 0 if found else sum(len(line.values) > 1 for line in stretch.lines)
        rows += found
    last = stream.cells[-1].row if stream.cells else None
    values_come_first = unnamed > 0  # then each row's values may stand before its label
    return Rows(
        tuple(header),
        tuple(
            msgspec.structs.replace(
                row, doubtful=row.doubtful or values_come_first, closed=not row.values or row.values[-1].row != last
            )
            for row in rows
        ),
    )


def _rows_in(stretch: _Stretch, book: LabelBook, previous: str | None) -> Iterator[LabelledRow]:
    """The rows of a stretch: one, or more where further labels were not seen to begin."""
    begun = 0
    for index, line in enumerate(stretch.lines):
        following = stretch.lines[index + 1] if index + 1 < len(stretch.lines) else None
        end = following.before if following else len(stretch.words)
        found = _label(stretch, begun, line.before, end, book, previous, alone=len(stretch.lines) == 1)
        begun = line.before
        if found is None:
            continue
        label, words, begun = found
        previous = label.row.key
        below = following is not None and following.before == line.before
        yield LabelledRow(label, words, tuple(line.values), doubtful=line.torn or below)


def _stretches(stream: CellStream, book: LabelBook) -> Iterator[_Stretch]:
    lines = [list(line) for _, line in itertools.groupby(stream.cells, key=lambda cell: cell.row)]
    stretch = _Stretch([], [])
    for index, line in enumerate(lines):
        words, values = _parted(line)
        for word in words:
            if _begins(word, book):
                yield stretch
                stretch = _Stretch([], [])
            stretch.words.append(word)
        if values and (words or len(values) > 1 or not stretch.lines):
            stretch.lines.append(_Line(values, len(stretch.words)))
        elif values and not _heads_a_page(lines[index + 1 : index + 2], book):
            stretch.lines[-1].torn = True
    yield stretch


def _begins(word: Cell, book: LabelBook) -> bool:
    """Whether a label, a group's name, a caption or a header begins with this word."""
    return _NUMBERED.match(folded(word.text)) is not None or book.is_furniture(word.text) or _is_label(word, book)


def _is_label(word: Cell, book: LabelBook) -> bool:
    return book.exact(word.text, None) is not None


def _heads_a_page(following: Sequence[Sequence[Cell]], book: LabelBook) -> bool:
    """Whether a table's header, or nothing, comes next: the number before it is the page's, not a part of a figure."""
    return not following or any(book.is_column(cell.text) for cell in following[0])


def _parted(line: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The words of a line and the values at its end; a remark in place of a value stands behind another value."""
    end = len(line)
    while end and (line[end - 1].is_value or (end > 1 and _is_remark(line[end - 1], line[end - 2]))):
        end -= 1
    return line[:end], line[end:]


def _is_remark(cell: Cell, before: Cell) -> bool:
    return before.is_value and not reads_as_label(cell.text)


def _label(
    stretch: _Stretch, begun: int, before: int, end: int, book: LabelBook, previous: str | None, *, alone: bool
) -> tuple[RowLabel, Cell, int] | None:
    """The row that words of a stretch name, its label's cell, and the first word after it.

    Words from `begun` on name it exactly, or the last ones before its values do; nearly is enough for all words of a
    stretch that has no other line of values.
    """
    words = stretch.words
    # No word may stand between a label and its values: they would be the next label's, and the values too.
    heads = ((begun, stop) for stop in range(min(end, begun + _MOST_PIECES), max(begun, before - 1), -1))
    tails = ((start, before) for start in range(max(begun, before - _MOST_PIECES), before))
    for start, stop in itertools.chain(heads, tails):
        cell = joined(words[start:stop])
        exact = book.exact(cell.text, previous)
        if exact is not None:
            return exact, cell, max(stop, before)
    for start, stop in ((begun, end), (begun, before)) if alone else ():
        near = book.row(joined(words[start:stop]).text, previous) if 0 < stop - start <= _MOST_PIECES else None
        if near is not None:
            return near, joined(words[start:stop]), end
    return None
