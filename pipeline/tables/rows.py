"""Finds the rows of a table in a stream of cells: a label, and the cells after it up to where the row must end."""

import re
from collections.abc import Sequence

import msgspec

from pipeline.form import Row

from .cells import Cell, CellStream, joined
from .labels import LONGEST_VALUE, LabelBook, RowLabel, reads_as_label
from .run_together import split_row, stand_alone

_MOST_BLANKS = 40
_MOST_PIECES = 4  # a label in a narrow column wraps over up to four lines
_LEFT_OUT = re.compile(r"[(（]?(?:正文|文字|内容)?略[)）]?")


class LabelledRow(msgspec.Struct, frozen=True):
    """A label, its cell, and the cells that follow it in its row, blanks included.

    `last` says that nothing at all follows. `together` says that its cell holds the values too, `doubtful`
    that other values may be the row's. `before` is how many cells stand before the label in its row, such as the name of its group.
    `closed` says that something known follows, so that the row was not cut off: a label, a caption or its line's end.
    """

    label: RowLabel
    cell: Cell
    values: tuple[Cell, ...]
    closed: bool = False
    before: int = 0
    last: bool = False
    together: bool = False
    doubtful: bool = False

    @property
    def width(self) -> int:
        """How many cells the row has."""
        return self.before + 1 + len(self.values)


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
    previous: str | None = None
    while index < len(cells):
        found = _label_at(cells, index, book, previous) if cells[index].is_words else None
        if found is None:
            run = _loose_values(cells, index, book)
            loose += [(len(rows), run)] if run else []
            index += max(1, len(run))
            continue
        label, cell, values, begun = found
        first, first_of_label = min(first, index), index
        previous = label.row.key
        together = values is not None
        if values is None:
            values = _values(cells, begun, cell, columns or len(label.row.columns), book, previous)
            begun += len(values)
        index = begun
        closed = index < len(cells) and _is_known(cells[index], book, previous)
        before = _cells_before(cells, cell, first_of_label)
        doubtful = _values_come_first(cells, first_of_label, rows, loose, book)
        rows.append(LabelledRow(label, cell, tuple(values), closed, before, index >= len(cells), together, doubtful))
    return Rows(cells[:first], tuple(_with_unnamed(_with_sure_digits(rows), loose, book)))


def _values_come_first(
    cells: Sequence[Cell],
    index: int,
    rows: Sequence[LabelledRow],
    loose: Sequence[tuple[int, Sequence[Cell]]],
    book: LabelBook,
) -> bool:
    """Whether values of nobody stand right before a label, or did so in the rows before it: they may be its own."""
    before = _last_filled(cells, index) if cells[index].row is None else None
    if before is None or book.is_furniture(before.text):
        return False
    if before.is_value and loose and loose[-1][0] == len(rows) and not loose[-1][1][0].is_blank:
        return not _are_of_a_group(cells, index, rows[-1:], loose[-1][1], book)
    return bool(rows) and rows[-1].doubtful


def _are_of_a_group(
    cells: Sequence[Cell], index: int, before: Sequence[LabelledRow], run: Sequence[Cell], book: LabelBook
) -> bool:
    """Whether values right before a label are the sums of a group, whose name stands before them: the row above is whole."""
    name = _last_filled(cells, index - len(run))
    if name is None or not before or before[0].doubtful or book.is_column(name.text):
        return False
    columns = before[0].label.row.columns
    whole = all(sum(not cell.is_blank for cell in each) == len(columns) for each in (before[0].values, run))
    return whole and columns[-1].key == "total" and book.is_furniture(name.text)


def _label_at(
    cells: Sequence[Cell], index: int, book: LabelBook, previous: str | None
) -> tuple[RowLabel, Cell, Sequence[Cell] | None, int] | None:
    """The label that begins at a cell of words, its cell, its values where that holds them too, and what follows."""
    cell = cells[index]
    pieces = _pieces(cells, index)
    for count in range(len(pieces), 0, -1):  # the longest: a label's first line may be a label's short wording
        whole = joined(pieces[:count])
        exact = book.exact(whole.text, previous)
        if exact is not None:
            known = None if _is_header(cells, index, exact, book) else exact
            return None if known is None else (known, whole, None, index + count)
    if index and cell.row is not None and cells[index - 1].row not in {None, cell.row}:
        exact = book.exact(joined(cells[index - 1 : index + 1]).text, previous)
        if exact is not None:
            return exact, cell, None, index + 1
    together = split_row(cell, book, previous)
    if together is not None:
        return together[0], cell, together[1], index + 1
    near = book.row(cell.text, previous)
    return None if near is None else (near, cell, None, index + 1)


def _pieces(cells: Sequence[Cell], index: int) -> Sequence[Cell]:
    """A cell and, where rows are not known, the words that follow it: a label may wrap."""
    end = index + 1
    if cells[index].row is None:
        most = min(index + _MOST_PIECES, len(cells))
        while end < most and cells[end].is_words:
            end += 1
    return cells[index:end]


def _is_header(cells: Sequence[Cell], index: int, label: RowLabel, book: LabelBook) -> bool:
    """Whether a name that a row and a column share stands among the headers of columns, as after a page break."""
    before = cells[index - 1] if index else None
    if not label.row.needs_number or before is None or before.is_blank or before.row != cells[index].row:
        return False
    return book.is_column(before.text)


def _cells_before(cells: Sequence[Cell], label: Cell, index: int) -> int:
    """How many cells of a label's row stand before it; without known rows, the words right before it."""
    begun, first = index, max(0, index - _MOST_BLANKS)
    while begun > first and cells[begun - 1].row == label.row and (label.row is not None or cells[begun - 1].is_words):
        begun -= 1
    return index - begun


def _values(
    cells: Sequence[Cell], begun: int, label: Cell, wanted: int, book: LabelBook, previous: str
) -> Sequence[Cell]:
    index = begun
    while index < len(cells) and cells[index].row == label.row:
        cell = cells[index]
        if cell.is_words and _ends(cell, index - begun, wanted, book, previous):
            break
        index += 1
    return cells[begun:index]


def _ends(cell: Cell, so_far: int, wanted: int, book: LabelBook, previous: str) -> bool:
    """Whether words are no longer part of the row whose label stands `so_far` cells before them."""
    if cell.row is None and (so_far >= wanted or reads_as_label(cell.text)):
        return True
    if len(cell.text) > LONGEST_VALUE:
        return True
    return _is_known(cell, book, previous)


def _is_known(cell: Cell, book: LabelBook, previous: str) -> bool:
    return book.is_furniture(cell.text) or book.row(cell.text, previous) is not None


def _loose_values(cells: Sequence[Cell], index: int, book: LabelBook) -> Sequence[Cell]:
    """The values from `index` on that follow no label, or one whose words were left out."""
    left_out = cells[index].is_words
    if left_out and _LEFT_OUT.fullmatch(cells[index].text) is None:
        return ()
    if not left_out and _goes_on(cells, index, book):
        return ()
    begun = end = index + left_out
    most = min(begun + _MOST_BLANKS, len(cells))
    while end < most and not cells[end].is_words and cells[end].row == cells[index].row:
        end += 1
    run = cells[begun:end]
    return run if any(cell.is_value for cell in run) else ()


def _goes_on(cells: Sequence[Cell], index: int, book: LabelBook) -> bool:
    """Whether a cell goes on with somebody else's row: its words or values stand before it."""
    before = _last_filled(cells, index)
    if before is None or before.row != cells[index].row:
        return False
    return before.is_value or not book.is_furniture(before.text)


def _last_filled(cells: Sequence[Cell], index: int) -> Cell | None:
    """The nearest filled cell before one."""
    for near in range(index - 1, max(0, index - _MOST_BLANKS) - 1, -1):
        if cells[near].text:
            return cells[near]
    return None


def _with_sure_digits(rows: list[LabelledRow]) -> list[LabelledRow]:
    """The rows, without the values of those whose digits may be parted in other ways too."""
    doubtful = [
        row
        for row in rows
        if row.together and len(row.label.row.columns) > 1 and row.label.row.columns[-1].key != "total"
    ]
    if stand_alone([row.values for row in doubtful]):
        return rows
    return [msgspec.structs.replace(row, values=()) if row in doubtful else row for row in rows]


def _with_unnamed(
    rows: list[LabelledRow], loose: Sequence[tuple[int, Sequence[Cell]]], book: LabelBook
) -> list[LabelledRow]:
    """The rows, and the one whose label is missing wherever just one can be: between its two neighbours in the form."""
    whole: list[LabelledRow] = []
    for index, found in enumerate(rows):
        row = found
        before = rows[index - 1].label.row.key if index else None
        missing = book.only_row_between(before, row.label.row.key)
        empty = index > 0 and all(cell.is_blank for cell in rows[index - 1].values)  # then they may be that row's own
        candidates = [run for count, run in loose if missing and count == index and not empty and _fits(run, missing)]
        if missing is not None and len(candidates) == 1:
            values = _behind_blank_label(candidates[0])
            whole.append(LabelledRow(RowLabel(missing, official=True), candidates[0][0], tuple(values)))
            row = msgspec.structs.replace(row, doubtful=False)  # what stood before it is another's
        whole.append(row)
    return whole


def _behind_blank_label(run: Sequence[Cell]) -> Sequence[Cell]:
    """The values of a row whose label is missing; where rows are known, its blank cell is still there."""
    return run[1:] if run[0].is_blank and run[0].row is not None else run


def _fits(run: Sequence[Cell], row: Row) -> bool:
    if run[0].is_blank and run[0].row is None:
        return False  # the label's place or a blank figure: nothing tells
    return sum(not cell.padding for cell in _behind_blank_label(run)) >= len(row.columns)
