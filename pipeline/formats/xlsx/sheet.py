"""The cells of one worksheet as they are shown, by row and column; hidden rows and columns are left out."""

import re
from bisect import bisect_left

import msgspec

from pipeline.characters import clean
from pipeline.errors import FormatTooComplex
from pipeline.formats.markup import Attributes, Handlers, number, parse, value

from .shown import shown_number, shown_text

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_YES = frozenset({"1", "true", "on"})
_NO = frozenset({"0", "false", "off"})
_MOST_CHARACTERS = 8_000_000  # one shared string may be used by very many cells
_LAST_COLUMN = 16_384
_MOST_HIDDEN = 1000  # stretches of hidden columns


class Area(msgspec.Struct, frozen=True):
    """A rectangle of cells, counted from 0; `bottom` and `right` belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(msgspec.Struct):
    """What a sheet shows: filled cells by row and column, and merged areas, without what is hidden."""

    cells: dict[tuple[int, int], str]
    merged: list[Area]


class _Cell(msgspec.Struct):
    """The open cell: where it stands, what kind of value it has, and its style."""

    row: int
    column: int
    kind: str
    style: int


class SheetReading:
    """The handlers for one worksheet."""

    def __init__(self, strings: list[str], formats: list[str], format: str) -> None:  # noqa: A002
        self._strings, self._formats, self._format = strings, formats, format
        self._cells: dict[tuple[int, int], str] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._row, self._column = -1, -1
        self._cell: _Cell | None = None
        self._pieces: list[str] = []
        self._listening = False
        self._characters_left = _MOST_CHARACTERS
        self._shows_zeros = True

    def parse(self, data: bytes) -> Grid:
        """Return what the worksheet shows; raises `FormatDamaged` and `FormatTooComplex`."""
        starts = {
            "s:sheetView": self._view,
            "s:col": self._hide_columns,
            "s:row": self._row_start,
            "s:c": self._cell_start,
            "s:v": self._text_start,
            "s:t": self._text_start,
            "s:rPh": lambda _: True,
            "s:f": lambda _: True,
            "s:mergeCell": self._merge,
            "s:extLst": lambda _: True,
        }
        ends = {"s:c": self._cell_end, "s:v": self._text_end, "s:t": self._text_end}
        parse(data, Handlers(starts, ends, self._text), self._format)
        return _without_hidden(self._cells, self._merged, self._hidden_rows, self._hidden_columns)

    def _view(self, attributes: Attributes) -> None:
        self._shows_zeros = value(attributes, "showZeros") not in _NO

    def _hide_columns(self, attributes: Attributes) -> None:
        hidden = value(attributes, "hidden") in _YES or _is_zero(value(attributes, "width"))
        if hidden and len(self._hidden_columns) < _MOST_HIDDEN:
            self._hidden_columns.append((number(attributes, "min", 1) - 1, number(attributes, "max", 1) - 1))

    def _row_start(self, attributes: Attributes) -> None:
        self._row = number(attributes, "r", self._row + 2) - 1
        self._column = -1
        if value(attributes, "hidden") in _YES or _is_zero(value(attributes, "ht")):
            self._hidden_rows.add(self._row)

    def _cell_start(self, attributes: Attributes) -> None:
        place = _place(value(attributes, "r") or "")
        row, self._column = place if place is not None else (self._row, self._column + 1)
        self._cell = _Cell(row, self._column, value(attributes, "t") or "n", number(attributes, "s", 0))
        self._pieces = []

    def _text_start(self, _: Attributes) -> None:
        self._listening = self._cell is not None

    def _text_end(self) -> None:
        self._listening = False

    def _text(self, words: str) -> None:
        if self._listening:
            self._pieces.append(words)

    def _cell_end(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or not self._pieces:
            return
        shown = clean(_ESCAPE.sub(_unescaped, self._shown(cell, "".join(self._pieces))))
        if not shown.strip():
            return
        self._characters_left -= len(shown)
        if self._characters_left < 0:
            raise FormatTooComplex(format=self._format, reason=f"超过 {_MOST_CHARACTERS} 字 characters")
        self._cells[cell.row, cell.column] = shown

    def _shown(self, cell: _Cell, written: str) -> str:
        code = self._formats[cell.style] if cell.style < len(self._formats) else ""
        if cell.kind == "s":
            index = int(written) if written.strip().isdecimal() and len(written) < 10 else len(self._strings)
            return shown_text(self._strings[index], code) if index < len(self._strings) else ""
        if cell.kind == "n":
            shown = shown_number(written, code)
            return "" if not self._shows_zeros and _is_zero(written) else shown
        if cell.kind == "b":
            return "TRUE" if written.strip() == "1" else "FALSE"
        return shown_text(written, code)

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = (value(attributes, "ref") or "").partition(":")
        one, two = _place(first), _place(last)
        if one is not None and two is not None and one[0] <= two[0] and one[1] <= two[1]:
            self._merged.append(Area(one[0], one[1], two[0], two[1]))


def _unescaped(found: re.Match[str]) -> str:
    """The character that `_x000D_` stands for; none for a half of one."""
    code = int(found[1], 16)
    return "" if 0xD800 <= code < 0xE000 else chr(code)


def _is_zero(written: str | None) -> bool:
    return written is not None and written.strip() != "" and not written.strip(" 0.-")


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of `B12`, counted from 0."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, min(column, _LAST_COLUMN) - 1


def _without_hidden(
    cells: dict[tuple[int, int], str], merged: list[Area], rows: set[int], columns: list[tuple[int, int]]
) -> Grid:
    """What is left when hidden rows and columns are taken out; a merged cell shows its words in what is left of it."""
    if not rows and not columns:
        return Grid(cells, merged)
    gone_rows = sorted(rows)
    gone_columns = sorted({c for first, last in columns for c in range(first, min(last, _LAST_COLUMN) + 1)})
    hidden_columns = set(gone_columns)
    kept = Grid({}, [])
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    for area in merged:
        top, left = area.top - bisect_left(gone_rows, area.top), area.left - bisect_left(gone_columns, area.left)
        bottom = area.bottom - bisect_left(gone_rows, area.bottom + 1)
        right = area.right - bisect_left(gone_columns, area.right + 1)
        if top <= bottom and left <= right:
            kept.merged.append(Area(top, left, bottom, right))
            corners[area.top, area.left] = (top, left)
    for (row, column), text in cells.items():
        if row not in rows and column not in hidden_columns:
            kept.cells[row - bisect_left(gone_rows, row), column - bisect_left(gone_columns, column)] = text
    for place in corners.values():
        kept.cells.pop(place, None)
    kept.cells.update({corner: cells[place] for place, corner in corners.items() if place in cells})
    return kept
