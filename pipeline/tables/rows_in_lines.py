"""Finds the rows where each row's values stand on one line and its label in pieces around them, as in a PDF's text.

A label in a narrow column wraps over up to three lines, and its values stand beside the first, the middle or the
last of them: `2.没有现成信息需要另行 / 0 0 0 0 0 0 0 / 制作`.
"""

import itertools
from collections.abc import Iterator, Sequence

from .cells import Cell, CellStream, joined
from .labels import LabelBook, RowLabel, reads_as_label
from .rows import LabelledRow, Rows, labelled_rows

_MOST_BEFORE = 8  # pieces of a label before its values: a label's words may be parted by spaces too
_MOST_AFTER = 4


def rows_of(stream: CellStream, book: LabelBook, columns: int | None = None) -> Rows:
    """Return the rows of a table, however its values stand; `columns` as in `labelled_rows`."""
    return rows_in_lines(stream, book, columns) if stream.in_lines else labelled_rows(stream, book, columns)


def rows_in_lines(stream: CellStream, book: LabelBook, columns: int | None = None) -> Rows:
    """Return the rows of a table; `columns` is how many values a row has where that differs from the form."""
    lines = [list(line) for _, line in itertools.groupby(stream.cells, key=lambda cell: cell.row)]
    rows: list[LabelledRow] = []
    pieces: list[Cell] = []  # what stands since the row before, and may be part of the next one's label
    header: list[Cell] = []
    for index, line in enumerate(lines):
        words, values = _parted(line)
        pieces += words
        if not values:
            continue
        previous = rows[-1].label.row.key if rows else None
        found = _label_around(pieces, _words_after(lines, index), book, previous)
        if found is None or _is_page_number(values, words, columns or len(found[0].row.columns)):
            continue
        if not rows:
            header = [piece for piece in pieces if piece.at.start < found[1].at.start]
        rows.append(LabelledRow(found[0], found[1], tuple(values), closed=index < len(lines) - 1))
        pieces = []
    return Rows(tuple(header), tuple(rows))


def _parted(line: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The words of a line and the values at its end; a remark in place of a value stands behind another value."""
    end = len(line)
    while end and (line[end - 1].is_value or (end > 1 and _is_remark(line[end - 1], line[end - 2]))):
        end -= 1
    return line[:end], line[end:]


def _is_remark(cell: Cell, before: Cell) -> bool:
    return before.is_value and not reads_as_label(cell.text)


def _words_after(lines: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    """The pieces that follow a line of values, up to the next one."""
    following: list[Cell] = []
    for line in lines[index + 1 :]:
        words, values = _parted(line)
        if values or len(following) >= _MOST_AFTER:
            break
        following += words
    return following[:_MOST_AFTER]


def _is_page_number(values: Sequence[Cell], words: Sequence[Cell], wanted: int) -> bool:
    """Whether a line is one number alone where a row has more of them."""
    return len(values) == 1 and not words and wanted > 1


def _label_around(
    before: Sequence[Cell], after: Sequence[Cell], book: LabelBook, previous: str | None
) -> tuple[RowLabel, Cell] | None:
    """The row that the last pieces before a line's values name, alone or with the first ones after it."""
    for count_after in range(len(after) + 1):
        tail = "".join(piece.text for piece in after[:count_after])
        for words in _ends_of(before):
            found = book.exact(words.text + tail, previous)
            if found is not None:
                return found, words
    for words in _ends_of(before):
        found = book.row(words.text, previous)
        if found is not None:
            return found, words
    return None


def _ends_of(pieces: Sequence[Cell]) -> Iterator[Cell]:
    """The last piece, the last two joined, and so on."""
    for count in range(1, min(len(pieces), _MOST_BEFORE) + 1):
        yield joined(pieces[-count:])
