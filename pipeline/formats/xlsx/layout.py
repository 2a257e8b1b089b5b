"""Parts a worksheet into lines of text and grids: a sheet may hold the tables, their titles and whole sections."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from pipeline.errors import FormatTooComplex
from pipeline.formats.parted import is_caption, is_title
from pipeline.formats.writer import MOST_COLUMNS, MOST_ROWS, PlacedCell

from .sheet import Area, Grid

_PROSE = re.compile(r"[。；;]|年度?报告|年报")
_MOST_MERGED = MOST_ROWS * MOST_COLUMNS * 4


def blocks(grid: Grid, format: str) -> Iterator[str | list[PlacedCell]]:  # noqa: A002 - named as in the errors
    """Yield the lines and the grids of a sheet from top to bottom; a row that shows nothing parts two grids.

    A row with one filled cell is lines of text if the cell spans the sheet's width, is the title of a section, or
    holds a sentence; captions inside table 2 stay in their grid.
    """
    sheet = _Sheet(grid, format)
    table: list[int] = []
    for row in sheet.rows:
        words = sheet.line(row)
        if words is None and (not table or (row == table[-1] + 1 and sheet.follows(row))):
            table.append(row)
            continue
        yield from sheet.table(table)
        table = [row] if words is None else []
        yield from (words or "").split("\n")
    yield from sheet.table(table)


class _Sheet:
    """A grid with its merged areas laid out; `rows` numbers those that show anything from 0, without the empty ones."""

    def __init__(self, grid: Grid, format: str) -> None:  # noqa: A002
        self._filled_rows = sorted({row for row, _ in grid.cells})[:MOST_ROWS]
        columns = sorted({column for _, column in grid.cells})
        self._left = columns[0] if columns else 0
        self._right = min(columns[-1] if columns else 0, self._left + MOST_COLUMNS - 1)
        self.rows = range(len(self._filled_rows))
        self._covered: dict[tuple[int, int], Area] = {}
        self._left_to_cover = _MOST_MERGED
        self._format = format
        hidden = {place for merged in grid.merged for place in self._cover(merged)}
        number = {row: index for index, row in enumerate(self._filled_rows)}
        self._by_row: list[dict[int, str]] = [{} for _ in self.rows]
        for (row, column), text in grid.cells.items():
            if row in number and column <= self._right and (number[row], column) not in hidden:
                self._by_row[number[row]][column] = text

    def follows(self, row: int) -> bool:
        """Whether no empty row stands before `row`, or only one that a merged cell reaches over."""
        if self._filled_rows[row] == self._filled_rows[row - 1] + 1:
            return True
        areas = (self._covered.get((row, column)) for column in range(self._left, self._right + 1))
        return any(area is not None and area.top < row for area in areas)

    def _cover(self, area: Area) -> list[tuple[int, int]]:
        """Lay out a merged area as far as it lies in bounds, and return what it hides: all but its first cell.

        One that overlaps another is no merge.
        """
        top, after = bisect_left(self._filled_rows, area.top), bisect_right(self._filled_rows, area.bottom)
        left, right = max(area.left, self._left), min(area.right, self._right)
        if top >= after or left > right:
            return []
        self._left_to_cover -= (after - top) * (right - left + 1)
        if self._left_to_cover < 0:
            raise FormatTooComplex(format=self._format, reason="合并单元格过多 too many merged cells")
        places = [(row, column) for row in range(top, after) for column in range(left, right + 1)]
        if any(place in self._covered for place in places):
            return []
        self._covered.update(dict.fromkeys(places, Area(top, left, after - 1, right)))
        starts_here = (self._filled_rows[top], left) == (area.top, area.left)
        return places[1:] if starts_here else places

    def line(self, row: int) -> str | None:
        """The words of a row that is text and not part of a table; None for a row of a table."""
        filled = self._by_row[row]
        if len(filled) != 1:
            return None
        ((column, text),) = filled.items()
        area = self._covered.get((row, column))
        if is_caption(text) or any(
            (other := self._covered.get((row, at))) is not None and (other.top < row or other.bottom > row)
            for at in range(self._left, self._right + 1)
        ):
            return None
        spans_all = area is not None and (area.left, area.right) == (self._left, self._right)
        return text if spans_all or is_title(text) or _PROSE.search(text) else None

    def table(self, rows: list[int]) -> Iterator[str | list[PlacedCell]]:
        """The cells of `rows`, blanks included; lines if no two stand beside each other."""
        columns = [column for row in rows for column in self._by_row[row]]
        if not columns:
            return
        if all(len(self._by_row[row]) <= 1 for row in rows):
            for row in rows:
                for text in self._by_row[row].values():
                    yield from text.split("\n")
            return
        left = min(columns)
        right = max(self._right_end(row, column) for row in rows for column in self._by_row[row])
        yield [cell for row in rows for cell in self._row(row, rows, left, right)]

    def _right_end(self, row: int, column: int) -> int:
        area = self._covered.get((row, column))
        return column if area is None else area.right

    def _row(self, row: int, rows: list[int], left: int, right: int) -> Iterator[PlacedCell]:
        for column in range(left, right + 1):
            area = self._covered.get((row, column))
            if area is not None and (max(area.top, rows[0]), max(area.left, left)) != (row, column):
                continue
            bottom = row if area is None else min(area.bottom, rows[-1])
            end = column if area is None else min(area.right, right)
            text = self._by_row[row].get(column, "")
            yield PlacedCell(row - rows[0], column - left, bottom - row + 1, end - column + 1, text)
