"""Finds the rows of a table in a stream of cells: a label, and the cells after it up to where the row must end."""

import re
from collections.abc import Sequence

import msgspec

from pipeline.characters import folded, letters
from pipeline.form import Row

from .cells import Cell, CellStream, joined
from .labels import LabelBook, RowLabel
from .run_together import split_row

_LONGEST_VALUE = 20  # a longer text after a label is prose, not the content of a cell
_MOST_BLANKS = 40
_MOST_PIECES = 4  # a label in a narrow column wraps over up to four lines
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十\d]+[)、.,]\D")
_SHORTEST_PROSE = 5
_LEFT_OUT = re.compile(r"[(（]?(?:正文|文字|内容)?略[)）]?")


class LabelledRow(msgspec.Struct, frozen=True):
    """A label, its cell, and the cells that follow it in its row, blanks included.

    `last` says that nothing follows in the stream, so that the row may have been cut off with the text.
    """

    label: RowLabel
    cell: Cell
    values: tuple[Cell, ...]
    last: bool = False


class Rows(msgspec.Struct, frozen=True):
    """What stands before the first label (the header), and the rows in reading order."""

    header: tuple[Cell, ...]
    labelled: tuple[LabelledRow, ...]


def labelled_rows(stream: CellStream, book: LabelBook, columns: int | None = None) -> Rows:
    """Return the rows of a table.

    `columns` is how many values a row has where that differs from the form (a report may add a subtotal).
    """
    cells = stream.cells
    rows: list[LabelledRow] = []
    loose: list[tuple[int, Sequence[Cell]]] = []  # values without a label, and how many rows stand before them
    first, index = len(cells), 0
    while index < len(cells):
        previous = rows[-1].label.row.key if rows else None
        found = _label_at(cells, index, book, previous)
        if found is None:
            run = _loose_values(cells, index, book)
            loose += [(len(rows), run)] if run else []
            index += max(1, len(run))
            continue
        label, cell, values, begun = found
        first = min(first, index)
        if values is None:
            values = _values(cells, begun, cell, columns or len(label.row.columns), book, label.row.key)
            begun += len(values)
        index = begun
        rows.append(LabelledRow(label, cell, tuple(values), last=index >= len(cells)))
    return Rows(cells[:first], tuple(_with_unnamed(rows, loose, book)))


def _label_at(
    cells: Sequence[Cell], index: int, book: LabelBook, previous: str | None
) -> tuple[RowLabel, Cell, Sequence[Cell] | None, int] | None:
    """The label that begins at a cell, its cell, its values where the same cell holds them, and what follows."""
    cell = cells[index]
    if cell.is_blank or cell.is_value:
        return None
    exact = book.row(cell.text, previous, near=False)
    if exact is not None:
        return exact, cell, None, index + 1
    if cell.row is None:
        pieces = [cell]
        for following in range(index + 1, min(index + _MOST_PIECES, len(cells))):
            if cells[following].is_blank or cells[following].is_value:
                break
            pieces.append(cells[following])
            whole = joined(pieces)
            exact = book.row(whole.text, previous, near=False)
            if exact is not None:
                return exact, whole, None, following + 1
    together = split_row(cell, book, previous)
    if together is not None:
        return together[0], cell, together[1], index + 1
    near = book.row(cell.text, previous)
    return None if near is None else (near, cell, None, index + 1)


def _values(
    cells: Sequence[Cell], begun: int, label: Cell, wanted: int, book: LabelBook, previous: str
) -> Sequence[Cell]:
    index = begun
    while index < len(cells) and not _ends(cells[index], label, index - begun, wanted, book, previous):
        index += 1
    return cells[begun:index]


def _ends(cell: Cell, label: Cell, so_far: int, wanted: int, book: LabelBook, previous: str) -> bool:
    """Whether `cell` is no longer part of the row that `label` began, `so_far` cells ago."""
    if cell.row != label.row:
        return True
    if cell.is_blank or cell.is_value:
        return False
    if so_far >= wanted or len(cell.text) > _LONGEST_VALUE or (cell.row is None and _reads_as_label(cell.text)):
        return True
    return book.is_furniture(cell.text) or book.row(cell.text, previous) is not None


def _reads_as_label(text: str) -> bool:
    """Whether a text may be a label that we do not know: numbered, or too long for what is put in place of a figure."""
    return _NUMBERED.match(folded(text)) is not None or len(letters(text)) >= _SHORTEST_PROSE


def _loose_values(cells: Sequence[Cell], index: int, book: LabelBook) -> Sequence[Cell]:
    """The values from `index` on that follow no label, or one whose words were left out."""
    left_out = _LEFT_OUT.fullmatch(cells[index].text) is not None
    if not left_out and _follows_words(cells, index, book):
        return ()
    begun = end = index + left_out
    while end < len(cells) and (cells[end].is_blank or cells[end].is_value) and cells[end].row == cells[index].row:
        end += 1
    run = cells[begun:end]
    return run if any(cell.is_value for cell in run) else ()


def _follows_words(cells: Sequence[Cell], index: int, book: LabelBook) -> bool:
    """Whether words of somebody else's row stand before a cell: what follows them is not a row without a label."""
    before = next((cell for cell in reversed(cells[max(0, index - _MOST_BLANKS) : index]) if not cell.is_blank), None)
    if before is None or before.is_value or before.row != cells[index].row:
        return False
    return not book.is_furniture(before.text)


def _with_unnamed(
    rows: list[LabelledRow], loose: Sequence[tuple[int, Sequence[Cell]]], book: LabelBook
) -> list[LabelledRow]:
    """The rows, and the one whose label is missing wherever just one can be: between its two neighbours in the form."""
    whole: list[LabelledRow] = []
    for index, row in enumerate(rows):
        before = rows[index - 1].label.row.key if index else None
        missing = book.only_row_between(before, row.label.row.key)
        candidates = [run for count, run in loose if missing and count == index and _fits(run, missing)]
        if missing is not None and len(candidates) == 1:
            run = candidates[0]
            whole.append(LabelledRow(RowLabel(missing, official=True), run[0], tuple(run)))
        whole.append(row)
    return whole


def _fits(run: Sequence[Cell], row: Row) -> bool:
    return sum(not cell.padding for cell in run) >= len(row.columns)
