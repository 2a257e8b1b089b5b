"""Reads a table that the file marks up as a grid by place alone: a figure stands right of its label, below its header.

Nothing is counted, so this reading and the one by labels can be held against each other. A row that does not end
where its header ends has lost or gained a cell, or a span is wrong: nothing in it has a sure place.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.characters import letters
from pipeline.document import Document, Grid, GridCell, Span
from pipeline.form import LITIGATION_COLUMNS, Column, Table

from .cells import Cell, CellStream
from .columns import LEGAL_PERSONS, SUBTOTALS
from .labels import LabelBook, book_of, unbracketed

Places = dict[tuple[str, str], Cell]
"""(row key, column key) → the cell of that figure, or of a subtotal; what has no sure place is left out."""


class Box(msgspec.Struct, frozen=True):
    """A cell of a grid with the rows and the columns that it covers."""

    cell: Cell
    rows: range
    columns: range


def boxes_of_grids(document: Document, region: Span) -> list[list[Box]]:
    """Return the boxes of each grid that lie in `region`, in reading order; a grid may begin before it."""
    found = []
    for grid in document.grids:
        if grid.at.start < region.end and grid.at.end > region.start:
            inside = [_box(document.text, cell) for cell in _cells_in(grid, region)]
            if inside:
                found.append(inside)
    return found


def boxes_of_rows(stream: CellStream) -> list[list[Box]]:
    """Return the boxes of a table typed as text in rows, as one grid; empty where its rows are not known.

    Words cover the blanks behind them, as the cells that a span covers are left blank in their places. Where spans
    were made up for at the rows' ends instead, headers stand above labels, and no figure has a place.
    """
    boxes: list[Box] = []
    for row, line in itertools.groupby(stream.cells, key=lambda cell: cell.row):
        if row is None or stream.in_lines:
            return []
        cells = list(line)
        column = 0
        while column < len(cells):
            end = column + 1
            if not (cells[column].is_blank or cells[column].is_value):
                while end < len(cells) and cells[end].is_blank:
                    end += 1
            boxes.append(Box(cells[column], range(row, row + 1), range(column, end)))
            column = end
    return [boxes] if boxes else []


def _cells_in(grid: Grid, region: Span) -> Iterator[GridCell]:
    return (cell for cell in grid.cells if region.start <= cell.at.start < region.end)


def _box(text: str, cell: GridCell) -> Box:
    columns = range(cell.column, cell.column + cell.column_span)
    rows = range(cell.row, cell.row + cell.row_span)
    return Box(Cell(cell.at.of(text), cell.at, cell.row), rows, columns)


def labelled_places(table: Table, grids: Iterable[Sequence[Box]]) -> Places:
    """Return the cells of a table whose rows are labelled at the left and whose columns are named above."""
    book, header, previous = book_of(table), _Header(table), None
    places, doubtful = Places(), set()
    for boxes in grids:
        header.enter(width=max(box.columns.stop for box in boxes))
        for begun, covering in _rows(boxes):
            label = _label(book, begun, previous)
            if label is None:
                header.add(begun)
                continue
            previous, box = label
            if not header.closed_by(covering) or header.begins_before(box.columns.stop):
                continue
            values = [each for each in begun if each.columns.start >= box.columns.stop]
            keys = [column.key for column in table.row(previous).columns]
            keys += [LEGAL_PERSONS] if header.place(LEGAL_PERSONS) else []
            below = {key: _below(values, header.place(key)) for key in keys}
            if any(not each.cell.is_blank and each.cell not in below.values() for each in values):
                continue  # a value that stands below no header of the row: one too many, or all have moved
            for key, cell in below.items():
                place = (previous, key)
                if cell is None or (place in places and places[place].text != cell.text):
                    doubtful.add(place)
                else:
                    places.setdefault(place, cell)
    return {place: cell for place, cell in places.items() if place not in doubtful}


def _rows(boxes: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """Each row of a grid: the cells that begin in it, and all that cover it."""
    covering: list[Box] = []
    begun: dict[int, list[Box]] = {}
    for box in boxes:
        begun.setdefault(box.rows.start, []).append(box)
    for row in sorted(begun):
        covering = [box for box in covering if box.rows.stop > row] + begun[row]
        yield begun[row], covering


def _label(book: LabelBook, begun: Sequence[Box], previous: str | None) -> tuple[str, Box] | None:
    for box in begun:
        if not (box.cell.is_blank or box.cell.is_value):
            found = book.row(box.cell.text, previous)
            if found is not None and not (found.row.needs_number and _names_columns(book, begun, box)):
                return found.row.key, box
    return None


def _names_columns(book: LabelBook, begun: Sequence[Box], box: Box) -> bool:
    """Whether other cells of a row are headers, so that a name which rows and columns share is one too."""
    return any(other is not box and book.is_column(other.cell.text) for other in begun)


class _Header:
    """The columns that the header rows above name; rows of labels end it, and a new one begins below them."""

    def __init__(self, table: Table) -> None:
        self._known = _wordings(column for row in table.rows for column in row.columns)
        self.columns: dict[str, range] = {}
        self._places: dict[str, range | None] = {}
        self._right = self._width = 0
        self._ended = False
        self._above: dict[range, str] = {}

    def enter(self, *, width: int) -> None:
        """Begin a grid: the header of the one before goes on only where both are equally wide."""
        if width != self._width:
            self._clear()
        self._width = width

    def add(self, begun: Sequence[Box]) -> None:
        """Take a row without a label: part of a header, or a caption."""
        if self._ended and any(self._key(box) for box in begun):
            self._clear()
        for box in begun:
            key = self._key(box)
            if key is None and letters(box.cell.text) in SUBTOTALS and any(self._key(each) for each in begun):
                key = LEGAL_PERSONS  # beside headers of the form; a row may have that name too
            if key is not None:
                self.columns[key] = box.columns
                self._places = {}
            self._above[box.columns] = box.cell.text
        self._right = max(self._right, *(box.columns.stop for box in begun))

    def place(self, key: str) -> range | None:
        """Return the columns below a header, up to where the next one begins: typed as text, it seems to go on."""
        if key not in self._places:  # the same for all rows below it
            self._places[key] = self._place(key)
        return self._places[key]

    def _place(self, key: str) -> range | None:
        own = self.columns.get(key)
        if own is None:
            return None
        following = (each.start for each in self.columns.values() if each.start > own.start)
        return range(own.start, min(own.stop, *following, own.stop))

    def closed_by(self, covering: Sequence[Box]) -> bool:
        """Whether a row of labels fills the grid from its left to where the header ends, with no gap."""
        self._ended = True
        position = 0
        for box in sorted(covering, key=lambda each: each.columns.start):
            if box.columns.start != position:
                return False
            position = box.columns.stop
        return position == self._right

    def begins_before(self, column: int) -> bool:
        """Whether a figure's header stands above the labels, so that places mean nothing."""
        return any(columns.start < column for columns in self.columns.values())

    def _key(self, box: Box) -> str | None:
        """The column that a header cell names, alone or with the cell right above it (商业 over 企业)."""
        text = box.cell.text
        joined = self._above.get(box.columns, "") + text
        return self._known.get(letters(unbracketed(text))) or self._known.get(letters(unbracketed(joined)))

    def _clear(self) -> None:
        self.columns, self._places, self._above, self._right, self._ended = {}, {}, {}, 0, False


def _wordings(columns: Iterable[Column]) -> dict[str, str]:
    return {letters(unbracketed(wording)): column.key for column in columns for wording in column.wordings}


def _below(values: Sequence[Box], head: range | None) -> Cell | None:
    """The one filled cell below a header and no other; a blank where nothing is filled there."""
    if head is None:
        return None
    touching = [box for box in values if box.columns.start < head.stop and head.start < box.columns.stop]
    filled = [box for box in touching if not box.cell.is_blank]
    if not filled:
        return touching[0].cell if touching else None
    return filled[0].cell if len(filled) == 1 and _within(filled[0].columns, head) else None


def _within(inner: range, outer: range) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop


def block_places(table: Table, grids: Iterable[Sequence[Box]]) -> Places:
    """Return the cells of table 4, which has its rows' labels and its columns both above one row of values."""
    blocks = {letters(row.label): row.key for row in table.rows}
    outcomes = _wordings(LITIGATION_COLUMNS)
    for boxes in grids:
        labels: dict[str, range] = {}
        heads: list[tuple[str, range]] = []
        for begun, covering in _rows(boxes):
            for box in begun:
                mark = letters(box.cell.text)
                if mark in blocks:
                    labels[blocks[mark]] = box.columns
                elif mark in outcomes:
                    heads.append((outcomes[mark], box.columns))
            if len(labels) == len(blocks) and all(box.cell.is_blank or box.cell.is_value for box in begun):
                return _places_in_blocks(table, labels, heads, covering)
    return {}


def _places_in_blocks(
    table: Table, labels: dict[str, range], heads: Sequence[tuple[str, range]], covering: Sequence[Box]
) -> Places:
    places: Places = {}
    right = max(columns.stop for columns in labels.values())
    if max((box.columns.stop for box in covering), default=0) != right:
        return places
    for row, block in labels.items():
        inside = [(key, columns) for key, columns in heads if _within(columns, block)]
        if [key for key, _ in inside] != [column.key for column in table.row(row).columns]:
            continue
        for key, columns in inside:
            cell = _below(covering, columns)
            if cell is not None:
                places[row, key] = cell
    return places
