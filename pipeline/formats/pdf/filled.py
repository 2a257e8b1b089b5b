"""Fills the cells of ruled tables with the characters inside; a number that runs over a line is unknown."""

from bisect import bisect_right

import msgspec

from pipeline.formats.writer import PlacedCell

from .blocks import Table
from .drawing import Drawing
from .geometry import Box
from .glyphs import UNKNOWN, Glyph
from .lines import cell_text, lines_of
from .ruled import RuledTable

_SLACK = 1.0
_ONE_NUMBER = 0.15  # of the height: digits so near to each other are one number
_CROSSED = 0.2  # of the width: a digit whose middle is so near to a line stands on it
_PICTURE = "￼"  # stands for what is drawn in a cell and is no text, so that the cell does not pass for blank
_LONGEST_CELL = 400  # more words in a cell are prose: the table only lays out the page
_MOST_UNSURE = 0.1
_DIGITS = frozenset("0123456789０１２３４５６７８９.,．，")


def filled_tables(
    tables: list[RuledTable], glyphs: list[Glyph], drawing: Drawing, *, only_sure: bool = False
) -> tuple[list[Table], list[Glyph]]:
    """Return the tables with their text, and the characters outside them.

    A table around another one, or with prose in a cell, lays out the page: its text stays outside. A blank cell that
    is not sure is left out; with `only_sure` a table with text in such a cell, or with
    many of them, is none.
    """
    found: list[Table] = []
    for ruled in sorted(tables, key=lambda table: table.box.width * table.box.height):
        inside = [glyph for glyph in glyphs if ruled.box.holds(glyph.box.x, glyph.box.y, _SLACK)]
        if not inside or any(ruled.box.contains(table.box, _SLACK) for table in found):
            continue
        table = _filled(ruled, inside, drawing, only_sure=only_sure)
        if table is not None:
            found.append(table)
            taken = set(map(id, inside))
            glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
    return found, glyphs


def _filled(ruled: RuledTable, glyphs: list[Glyph], drawing: Drawing, *, only_sure: bool) -> Table | None:
    index = {
        (row, column): number
        for number, cell in enumerate(ruled.cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    held: list[list[Glyph]] = [[] for _ in ruled.cells]
    for line in lines_of(glyphs):
        places = [index[_step(ruled.ys, glyph.box.y), _step(ruled.xs, glyph.box.x)] for glyph in line]
        unsure = _across_lines(line, places) | _on_lines(line, ruled, places)
        for number, (glyph, place) in enumerate(zip(line, places, strict=True)):
            held[place].append(msgspec.structs.replace(glyph, text=UNKNOWN) if number in unsure else glyph)
    texts = [cell_text(inside, cell.box) for inside, cell in zip(held, ruled.cells, strict=True)]
    if max(map(len, texts)) > _LONGEST_CELL:
        return None
    if only_sure and not _mostly_sure(ruled, texts):
        return None
    cells = tuple(
        PlacedCell(cell.row, cell.column, cell.row_span, cell.column_span, text or _drawn_in(cell.box, drawing))
        for cell, text in zip(ruled.cells, texts, strict=True)
        if text or cell.sure
    )
    return Table(ruled.xs, len(ruled.ys) - 1, cells, ruled.box, ruled=True)


def _mostly_sure(ruled: RuledTable, texts: list[str]) -> bool:
    """Whether all cells with text are sure, and nearly all others."""
    unsure = [text for cell, text in zip(ruled.cells, texts, strict=True) if not cell.sure]
    return not any(unsure) and len(unsure) <= _MOST_UNSURE * len(texts)


def _step(places: tuple[float, ...], at: float) -> int:
    return min(max(bisect_right(places, at) - 1, 0), len(places) - 2)


def _across_lines(line: list[Glyph], places: list[int]) -> set[int]:
    """The characters of numbers that stand in more than one cell."""
    unsure: set[int] = set()
    begun = 0
    for index in range(1, len(line) + 1):
        if index < len(line) and _one_number(line[index - 1], line[index]):
            continue
        if len(set(places[begun:index])) > 1:
            unsure.update(range(begun, index))
        begun = index
    return unsure


def _one_number(one: Glyph, two: Glyph) -> bool:
    near = two.box.left - one.box.right <= _ONE_NUMBER * one.box.height
    return near and one.text in _DIGITS and two.text in _DIGITS


def _on_lines(line: list[Glyph], ruled: RuledTable, places: list[int]) -> set[int]:
    """The digits that stand on a line which bounds their cell."""
    return {
        index
        for index, (glyph, place) in enumerate(zip(line, places, strict=True))
        if glyph.text in _DIGITS
        and min(glyph.box.x - ruled.cells[place].box.left, ruled.cells[place].box.right - glyph.box.x)
        < _CROSSED * glyph.box.width
    }


def _drawn_in(cell: Box, drawing: Drawing) -> str:
    """The mark of a picture if one, or an outline that may be a letter, lies in the cell alone."""
    boxes = [*(picture.box for picture in drawing.pictures), *drawing.outlines]
    return _PICTURE if any(cell.contains(box, _SLACK) for box in boxes) else ""
