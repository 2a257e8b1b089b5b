"""Draws a whole report by hand: wrapped labels, spans, tables that run over pages, with or without lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.making import Truth
from tests.making.grids import Grid, GridCell, grid_of
from tests.making.labels import SECTIONS

from .drawn import HEIGHT, WIDTH, DrawnPage, written

Lines = Literal["all", "cells", "dashed", "none"]
_SIZE, _PITCH, _PADDING = 8.0, 10.0, 5.0
_MARGIN, _BOTTOM = 60.0, 90.0
# Shares of the width: table 3 has three columns of labels before seven of numbers.
_SHARES: dict[int, list[float]] = {4: [1.4, 1, 1, 1], 10: [1, 1.3, 3.2, *[1.1] * 7], 15: [1.0] * 15}


@dataclass(slots=True)
class _Place:
    row: int
    column: int
    cell: GridCell
    lines: list[str]


def report(truth: Truth, lines: Lines = "all", *, row_padding: float = _PADDING) -> bytes:
    """The report as a PDF file with page numbers; a row of a table is never cut by the end of a page."""
    pages = [DrawnPage()]
    y = _paragraph(pages, _MARGIN, truth.title, size=16)
    for number, heading in SECTIONS.items():
        y = _paragraph(pages, y + 6, heading, size=12)
        for words in truth.sections[number].split("\n"):
            y = _paragraph(pages, y, f"　　{words}" if words else "")
        if grid := grid_of(truth, number):
            y = _table(pages, y + 4, grid, lines, row_padding)
    for number, page in enumerate(pages, 1):
        page.text(WIDTH / 2 - 10, HEIGHT - 40, f"- {number} -")
    return written(pages)


def _width(words: str, size: float) -> float:
    return sum(size if letter > "⺀" or letter in "“”" else size / 2 for letter in words)


def _wrapped(words: str, room: float, size: float) -> list[str]:
    """The words in lines that fit; a number is never broken."""
    lines = [""]
    for letter in words:
        if lines[-1] and _width(lines[-1] + letter, size) > room and not words.isascii():
            lines.append("")
        lines[-1] += letter
    return lines


def _paragraph(pages: list[DrawnPage], y: float, words: str, size: float = 10.5) -> float:
    for line in _wrapped(words, WIDTH - 2 * _MARGIN, size) if words else ():
        if y > HEIGHT - _BOTTOM:
            pages.append(DrawnPage())
            y = _MARGIN
        # A full-width space is a place left empty, as programs write an indent.
        indent = size * (len(line) - len(line.lstrip("　")))
        pages[-1].text(_MARGIN + indent, y + size, line.strip("　"), size)
        y += size * 1.6
    return y


def _places(grid: Grid) -> Iterator[tuple[int, int, GridCell]]:
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield row, column, cell
            taken |= {(row + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            column += cell.colspan


def _table(pages: list[DrawnPage], y: float, grid: Grid, lines: Lines, padding: float) -> float:
    room = WIDTH - 2 * _MARGIN
    shares = _SHARES[grid.width]
    xs = [_MARGIN + room * sum(shares[:index]) / sum(shares) for index in range(grid.width + 1)]
    places = [
        _Place(
            row,
            column,
            cell,
            _wrapped(cell.text, xs[column + cell.colspan] - xs[column] - 4, _SIZE) if cell.text else [],
        )
        for row, column, cell in _places(grid)
    ]
    heights = [
        max([len(p.lines) for p in places if p.row == row and p.cell.rowspan == 1], default=1) * _PITCH + 2 * padding
        for row in range(len(grid.rows))
    ]
    first = 0
    while first < len(heights):
        if first and y != _MARGIN:
            pages.append(DrawnPage())
            y = _MARGIN
        last = first
        while last < len(heights) and y + sum(heights[first : last + 1]) < HEIGHT - _BOTTOM:
            last += 1
        last = max(last, first + 1)
        ys = [y + sum(heights[first:index]) for index in range(first, last + 1)]
        for place in places:
            _draw(pages[-1], place, xs, ys, first, last, lines)
        y, first = ys[-1], last
    return y + 8


def _draw(
    page: DrawnPage, place: _Place, xs: list[float], ys: list[float], first: int, last: int, lines: Lines
) -> None:
    """Draw the part of a cell that is on the page of the rows `first` to `last`; its text is on its first page."""
    top, bottom = max(place.row, first), min(place.row + place.cell.rowspan, last)
    if top >= bottom:
        return
    left, right = xs[place.column], xs[place.column + place.cell.colspan]
    y0, y1 = ys[top - first], ys[bottom - first]
    inset = 0.4 if lines == "cells" else 0.0
    style = "0.5 w [2 2] 0 d" if lines == "dashed" else "0.5 w"
    if lines != "none":
        sides = [(left, y0, right, y0), (left, y1, right, y1), (left, y0, left, y1), (right, y0, right, y1)]
        for x0, top_y, x1, bottom_y in sides:
            page.line(x0 + inset, top_y + inset, x1 - inset, bottom_y - inset, before=style)
    begin = (y0 + y1 - len(place.lines) * _PITCH) / 2
    for index, line in enumerate(place.lines if place.row >= first else []):
        page.text((left + right - _width(line, _SIZE)) / 2, begin + index * _PITCH + _SIZE, line, _SIZE)
