"""Reads table 4 by its labels: they all stand above one row of 15 values, so the rows are cut out of that row."""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from pipeline.characters import letters
from pipeline.form import LITIGATION, LITIGATION_COLUMNS, Table

from .align import Evidence, Lead, align, has_blank_between, sum_of
from .cells import Cell, CellStream
from .fill import all_missing, row_figures, shape_of
from .labels import reads_as_label
from .reading import ShapeProblem, TableReading
from .run_together import split_digits

_BLOCKS = [letters(row.label) for row in LITIGATION.rows]
_OUTCOMES = [letters(column.label) for column in LITIGATION_COLUMNS]
_MARK = re.compile("|".join((*_BLOCKS, *_OUTCOMES, *map(letters, LITIGATION.furniture))))
_LONGEST_HEADER = 200
_SIZE = len(_OUTCOMES)
_MOST_LEAD = 2


class _Found(msgspec.Struct, frozen=True):
    """The cells below the header, how many cells its first row has, and how many blanks that row begins with.

    `lead` is None where blanks that the row before left cannot be told from its own.
    """

    cells: Sequence[Cell]
    width: int
    lead: int | None


def read_litigation(table: Table, stream: CellStream) -> TableReading:
    """Return table 4 as what follows its header says."""
    found = _below_header(stream)
    if found is None:
        return TableReading(key=table.key, figures=all_missing(table))
    seen = tuple(row.key for row in table.rows)
    chosen = _chosen(found, stream)
    if isinstance(chosen, str):
        shapes = (shape_of(table.rows[0].key, chosen, found.cells),) if found.cells else ()
        return TableReading(key=table.key, figures=all_missing(table), rows_seen=seen, shapes=shapes)
    figures = {
        row.key: row_figures(row, row.columns, block) for row, block in zip(table.rows, _blocks(chosen), strict=True)
    }
    return TableReading(key=table.key, figures=figures, rows_seen=seen)


def _chosen(found: _Found, stream: CellStream) -> list[Cell] | ShapeProblem:
    size = len(_BLOCKS) * _SIZE
    filled = [cell for cell in found.cells if not cell.is_blank]
    if len(filled) == 1 and re.fullmatch(rf"\d{{{size}}}", filled[0].text, re.ASCII):
        digits = split_digits(filled[0])
        return digits if all(sum_of(block[:-1]) == sum_of(block[-1:]) for block in _blocks(digits)) else "too_few"
    evidence = Evidence(
        ends_in_total=not stream.spaced,
        marked_up=stream.marked_up,
        spaced=stream.spaced,
        whole=not stream.spaced and len(found.cells) in {size + (found.lead or 0), found.width},
        lead=Lead(found.lead, shown=found.lead is not None),
        keeps_blanks=has_blank_between(found.cells) or _is_in_order(found.cells[found.lead or 0 :][:size]),
    )
    if stream.in_lines and _wraps(found.cells, stream.cells):
        return "ambiguous"
    chosen = align(found.cells, size, evidence)
    if stream.spaced and not isinstance(chosen, str) and not all(map(_adds_up, _blocks(chosen))):
        return "ambiguous"
    return chosen


def _wraps(values: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    """Whether bare digits stand right below a line of values: in narrow columns figures wrap, and these may be parts."""
    row = values[-1].row if values else None
    below = [cell for cell in cells if row is not None and cell.row == row + 1]
    return bool(below) and all(cell.text.isdigit() for cell in below)


def _is_in_order(cells: Sequence[Cell]) -> bool:
    """Whether blanks at the row's end are cells of their own and what is filled keeps each block's sum."""
    return not any(cell.padding for cell in cells) and all(map(_adds_up, _blocks(cells)))


def _blocks(cells: Sequence[Cell]) -> list[Sequence[Cell]]:
    return [cells[index : index + _SIZE] for index in range(0, len(cells), _SIZE)]


def _adds_up(block: Sequence[Cell]) -> bool:
    """Whether blanks leave a block in order: it has none, or its total is the sum of the others."""
    return not any(cell.is_blank for cell in block) or sum_of(block[:-1]) == sum_of(block[-1:])


def _below_header(stream: CellStream) -> _Found | None:
    """The cells below table 4's header; None if there is none.

    The header must name the blocks and the outcomes in the form's order, as far as they are legible; all three
    blocks must be named, except where the letters of narrow columns come mixed from a page.
    """
    begun: int | None = None
    last = 0
    blocks: list[str] = []
    outcomes: list[str] = []
    for index, cell in enumerate(stream.cells):
        if blocks and cell.is_value:
            break
        marks = _marks(cell.text)
        blocks += [mark for mark in marks if mark in _BLOCKS]
        outcomes += [mark for mark in marks if mark in _OUTCOMES]
        if blocks and (marks or stream.in_lines):
            begun, last = index if begun is None else begun, index
    named = list(dict.fromkeys(blocks))
    if begun is None or not _in_order(outcomes, _OUTCOMES * len(_BLOCKS)):
        return None
    if named != _BLOCKS and not (stream.in_lines and _in_order(named, _BLOCKS)):
        return None
    return _Found(_values_after(stream.cells, last), _width_of_first_row(stream.cells, begun), _lead(stream, begun))


def _lead(stream: CellStream, begun: int) -> int | None:
    """How many blanks the rows begin with, told by the header's first; more than two are what the row before left."""
    row = stream.cells[begun].row
    before = reversed(stream.cells[max(0, begun - _MOST_LEAD - 1) : begun])
    lead = sum(1 for _ in itertools.takewhile(lambda cell: cell.is_blank and cell.row == row, before))
    return lead if lead <= _MOST_LEAD else None


def _marks(text: str) -> Sequence[str]:
    """The headers that a cell holds, run together or alone; none if anything else stands in it."""
    return _marks_in(letters(text)) if len(text) <= _LONGEST_HEADER else ()


@lru_cache(maxsize=2048)
def _marks_in(words: str) -> tuple[str, ...]:
    marks = _MARK.findall(words)
    return tuple(marks) if "".join(marks) == words else ()


def _in_order(some: Sequence[str], whole: Sequence[str]) -> bool:
    remaining = iter(whole)
    return all(each in remaining for each in some)


def _width_of_first_row(cells: Sequence[Cell], begun: int) -> int:
    """How many cells stand from the first block's name to the first outcome's."""
    end = begun
    while end < len(cells) and cells[end].row == cells[begun].row and letters(cells[end].text) not in _OUTCOMES:
        end += 1
    return end - begun


def _values_after(cells: Sequence[Cell], last: int) -> Sequence[Cell]:
    """The cells of the row of values, which is the first below the header."""
    following = cells[last + 1 :]
    if cells[last].row is None:
        following = tuple(itertools.dropwhile(lambda cell: cell.padding, following))
        stop = next((i for i, cell in enumerate(following) if not _may_be_figure(cell)), len(following))
        return following[:stop]
    below = [
        list(row) for number, row in itertools.groupby(following, lambda cell: cell.row) if number != cells[last].row
    ]
    return tuple(below[0]) if below else ()


def _may_be_figure(cell: Cell) -> bool:
    return cell.is_blank or cell.is_value or not reads_as_label(cell.text)
