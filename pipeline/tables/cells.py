"""Turns a stretch of the normalised text into one stream of cells, whatever layout the tables arrived in.

Three kinds of text are told apart by what separates the cells: pipes, tabs, or line breaks. Rows are known only
where the layout shows them (`row` is then their number); else labels alone say where a row begins.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.characters import folded
from pipeline.document import Document, Span
from pipeline.figures import looks_like_value

_LINE = re.compile(r"[^\n]*\n?")
# Far beyond any real section, and near enough to end in a second: what lies further off is not found, thus unknown.
_MOST_CHARACTERS = 1_000_000
_MOST_CELLS = 20_000
_MIN_SEPARATORS = 8  # fewer pipes or tabs than this are punctuation of prose, not a table


class Cell(msgspec.Struct, frozen=True):
    """One cell: its trimmed text and place, its row where known, its columns in a marked-up grid.

    `padding` marks a blank that may have no cell of its own behind it: `||` that an extractor adds at a row's end.
    """

    text: str
    at: Span
    row: int | None = None
    columns: range | None = None
    padding: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in the cell."""
        return not self.text

    @property
    def is_value(self) -> bool:
        """Whether the cell holds a number or a placeholder."""
        return looks_like_value(self.text)


class CellStream(msgspec.Struct, frozen=True):
    """The cells of a stretch of text in reading order.

    `marked_up` says that a grid of the file gives them, so that blanks are certain; `spaced` that blanks are only
    inferred from empty lines.
    """

    cells: tuple[Cell, ...]
    marked_up: bool = False
    spaced: bool = False


def cell_stream(document: Document, region: Span) -> CellStream:
    """Return the cells in `region`, from the grids that begin in it, or else from its text."""
    grids = [grid for grid in document.grids if region.start <= grid.at.start < region.end]
    if grids:
        cells = []
        for index, grid in enumerate(grids):
            for cell in grid.cells:
                columns = range(cell.column, cell.column + cell.column_span)
                row = index * 100_000 + cell.row
                cells.append(Cell(cell.at.of(document.text), cell.at, row, columns))
        return CellStream(_first(iter(cells)), marked_up=True)
    region = Span(region.start, min(region.end, region.start + _MOST_CHARACTERS))
    text = region.of(document.text)
    if text.count("|") >= max(_MIN_SEPARATORS, text.count("\t")):
        return CellStream(_first(_piped(document.text, region)))
    if text.count("\t") >= _MIN_SEPARATORS:
        return CellStream(_first(_tabbed(document.text, region)))
    return CellStream(_first(_spaced(document.text, region)), spaced=True)


def _first(cells: Iterator[Cell]) -> tuple[Cell, ...]:
    return tuple(itertools.islice(cells, _MOST_CELLS))


def _lines(text: str, region: Span) -> Iterator[tuple[int, int]]:
    """The lines of a region as start and end, line break included."""
    position = region.start
    while position < region.end:
        line_break = text.find("\n", position, region.end)
        end = region.end if line_break < 0 else line_break + 1
        yield position, end
        position = end


def _trimmed(text: str, start: int, end: int) -> Span:
    """The place of the words between two offsets; an empty place at `start` if there are none."""
    piece = text[start:end]
    words = piece.strip()
    if not words:
        return Span(start, start)
    offset = start + piece.index(words)
    return Span(offset, offset + len(words))


def _piped(text: str, region: Span) -> Iterator[Cell]:
    """Cells between pipes, in rows of one line each, or closed by a pipe on lines of their own."""
    filled = [sum(1 for piece in text[start:end].split("|") if piece.strip()) for start, end in _lines(text, region)]
    rows_are_lines = sum(n >= 2 for n in filled) > sum(n == 1 for n in filled)
    row, position = 0, region.start
    while position < region.end:
        pipe = text.find("|", position, region.end)
        end = region.end if pipe < 0 else pipe
        pieces = list(_split_at_values(text, position, end))
        for index, (start, stop) in enumerate(pieces):
            words = _trimmed(text, start, stop)
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


def _tabbed(text: str, region: Span) -> Iterator[Cell]:
    """Cells between tabs, one row a line."""
    for row, (start, end) in enumerate(_lines(text, region)):
        stop = end - 1 if text[end - 1] == "\n" else end
        for piece in re.finditer(r"[^\t]*(?:\t|$)", text[start:stop]):
            if piece.group() or piece.start() == 0:
                words = _trimmed(text, start + piece.start(), start + piece.end())
                yield Cell(words.of(text), words, row)


def _spaced(text: str, region: Span) -> Iterator[Cell]:
    """One cell a line; where more line breaks than usual lie between two, the surplus are blank cells."""
    filled = [_trimmed(text, start, end) for start, end in _lines(text, region)]
    filled = [words for words in filled if words.start < words.end]
    gaps = [text.count("\n", one.end, two.start) for one, two in itertools.pairwise(filled)]
    values = [gap for gap, one, two in zip(gaps, filled, filled[1:], strict=False) if _both_values(text, one, two)]
    usual = Counter(values or gaps).most_common(1)[0][0] if gaps else 1
    for index, words in enumerate(filled):
        yield Cell(words.of(text), words)
        for _ in range(min(gaps[index] - usual, 40) if index < len(gaps) else 0):
            yield Cell("", Span(words.end, words.end), padding=False)


def _both_values(text: str, one: Span, two: Span) -> bool:
    return folded(one.of(text)).isdigit() and folded(two.of(text)).isdigit()
