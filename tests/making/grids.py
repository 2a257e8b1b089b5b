"""The three tables of the official form as cells with spans, which each layout prints in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from .labels import (
    APPLICANTS,
    CARRIED_OVER_IN,
    CARRIED_OVER_OUT,
    LITIGATION,
    NEW_RECEIVED,
    OUTCOMES,
    RECONSIDERATION,
    REQUEST_COLUMNS,
    REQUESTS_NOTE,
    RESULTS,
    RESULTS_TOTAL,
    SUITS,
    TOTAL,
)
from .labels_2019 import ONE_OTHER, blocks_of, groups_of
from .marks import MARKS
from .truth import Cell, Truth


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell; `text` is empty for a blank figure, never for a place that a span covers.

    `place` is `table.row.column` of the figure that the cell holds, in grids that are made to be followed; `number`
    says that it holds a number which the form does not have.
    """

    text: str
    colspan: int = 1
    rowspan: int = 1
    place: str = ""
    number: bool = False

    @property
    def mark(self) -> str:
        """The mark of its place, or nothing."""
        return MARKS[self.place] if self.place else ""

    @property
    def printed(self) -> str:
        """The text with the mark of its place before it, if it has one."""
        return self.mark + self.text


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of the cells that start in them; `width` counts the columns with all spans laid out."""

    width: int
    rows: tuple[tuple[GridCell, ...], ...]


def spell(cell: Cell) -> str:
    """A figure as its cell prints it."""
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


_SPANS = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}


def _figure(truth: Truth, table: str, row: str, column: str, colspan: int = 1) -> GridCell:
    return GridCell(spell(truth.figures[table][row][column]), colspan, place=f"{table}.{row}.{column}")


def _proactive(truth: Truth) -> Grid:
    rows: list[tuple[GridCell, ...]] = []
    for block in blocks_of(truth.form):
        spans = _SPANS[len(block.columns)]
        rows.append((GridCell(block.caption, colspan=4),))
        heads = zip(block.columns.values(), spans, strict=True)
        rows.append((GridCell("信息内容"), *(GridCell(head, colspan=span) for head, span in heads)))
        for key, label in block.rows.items():
            values = (
                _figure(truth, "proactive_disclosure", key, column, span)
                for column, span in zip(block.columns, spans, strict=True)
            )
            rows.append((GridCell(label), *values))
    return Grid(4, tuple(rows))


def _requests(truth: Truth) -> Grid:
    def values(row: str) -> Iterable[GridCell]:
        return (_figure(truth, "requests", row, column) for column in REQUEST_COLUMNS)

    natural_person, *legal_persons = APPLICANTS.values()
    rows: list[tuple[GridCell, ...]] = [
        (GridCell(REQUESTS_NOTE, colspan=3, rowspan=3), GridCell("申请人情况", colspan=7)),
        (GridCell(natural_person, rowspan=2), GridCell("法人或其他组织", colspan=5), GridCell(TOTAL, rowspan=2)),
        tuple(GridCell(label) for label in legal_persons),
        (GridCell(NEW_RECEIVED, colspan=3), *values("new_received")),
        (GridCell(CARRIED_OVER_IN, colspan=3), *values("carried_over_in")),
    ]
    groups = groups_of(one_other=ONE_OTHER in truth.requests)
    outer = [GridCell(RESULTS, rowspan=sum(len(members) for _, members in groups) + 1)]
    for group, members in groups:
        for index, (key, label) in enumerate(members):
            if not label:
                inner = [GridCell(group, colspan=2)]
            else:
                inner = [GridCell(group, rowspan=len(members))] if index == 0 else []
                inner.append(GridCell(label))
            rows.append((*outer, *inner, *values(key)))
            outer = []
    rows.append((GridCell(RESULTS_TOTAL, colspan=2), *values("total")))
    rows.append((GridCell(CARRIED_OVER_OUT, colspan=3), *values("carried_over_out")))
    return Grid(10, tuple(rows))


def _litigation(truth: Truth) -> Grid:
    outcomes = tuple(OUTCOMES.values())
    return Grid(
        15,
        (
            (GridCell(RECONSIDERATION, colspan=5), GridCell(LITIGATION, colspan=10)),
            (
                *(GridCell(outcome, rowspan=2) for outcome in outcomes),
                *(GridCell(suit, colspan=5) for suit in SUITS.values()),
            ),
            tuple(GridCell(outcome) for _ in SUITS for outcome in outcomes),
            tuple(
                _figure(truth, "litigation", block, key) for block in ("reconsideration", *SUITS) for key in OUTCOMES
            ),
        ),
    )


def grid_of(truth: Truth, section: int, *, marked: bool = False) -> Grid | None:
    """The table of section 2, 3 or 4 in the report's own wording; None for the sections without one.

    A marked grid prints each figure with the mark of its place, so that what a layout loses can be told.
    """
    makers = {2: _proactive, 3: _requests, 4: _litigation}
    if section not in makers:
        return None
    grid = makers[section](truth)
    rows = (
        tuple(
            replace(cell, text=truth.wording.get(cell.text, cell.text), place=cell.place if marked else "")
            for cell in row
        )
        for row in grid.rows
    )
    return Grid(grid.width, tuple(rows))
