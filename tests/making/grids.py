"""The three tables of the official form as cells with spans, which each layout prints in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .labels import (
    APPLICANTS,
    CARRIED_OVER_IN,
    CARRIED_OVER_OUT,
    LITIGATION,
    NEW_RECEIVED,
    OUTCOMES,
    PROACTIVE,
    RECONSIDERATION,
    REQUEST_COLUMNS,
    REQUESTS_NOTE,
    RESULT_GROUPS,
    RESULT_ROWS,
    RESULTS,
    RESULTS_TOTAL,
    SUITS,
    TOTAL,
)
from .truth import Cell, Truth


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell; `text` is empty for a blank figure, never for a place that a span covers."""

    text: str
    colspan: int = 1
    rowspan: int = 1


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


def _proactive(truth: Truth) -> Grid:
    rows: list[tuple[GridCell, ...]] = []
    for block in PROACTIVE:
        span = 3 // len(block.columns)
        rows.append((GridCell(block.caption, colspan=4),))
        rows.append((GridCell("信息内容"), *(GridCell(head, colspan=span) for head in block.columns.values())))
        for key, label in block.rows.items():
            values = (GridCell(spell(truth.proactive[key][column]), colspan=span) for column in block.columns)
            rows.append((GridCell(label), *values))
    return Grid(4, tuple(rows))


def _requests(truth: Truth) -> Grid:
    def values(row: str) -> Iterable[GridCell]:
        return (GridCell(spell(truth.requests[row][column])) for column in REQUEST_COLUMNS)

    natural_person, *legal_persons = APPLICANTS.values()
    rows: list[tuple[GridCell, ...]] = [
        (GridCell(REQUESTS_NOTE, colspan=3, rowspan=3), GridCell("申请人情况", colspan=7)),
        (GridCell(natural_person, rowspan=2), GridCell("法人或其他组织", colspan=5), GridCell(TOTAL, rowspan=2)),
        tuple(GridCell(label) for label in legal_persons),
        (GridCell(NEW_RECEIVED, colspan=3), *values("new_received")),
        (GridCell(CARRIED_OVER_IN, colspan=3), *values("carried_over_in")),
    ]
    results = GridCell(RESULTS, rowspan=len(RESULT_ROWS) + 1)
    for group, members in RESULT_GROUPS:
        for index, (key, label) in enumerate(members):
            outer = [results] if key == RESULT_ROWS[0] else []
            if not label:
                inner = [GridCell(group, colspan=2)]
            else:
                inner = [GridCell(group, rowspan=len(members))] if index == 0 else []
                inner.append(GridCell(label))
            rows.append((*outer, *inner, *values(key)))
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
                GridCell(spell(truth.litigation[block][outcome]))
                for block in ("reconsideration", *SUITS)
                for outcome in OUTCOMES
            ),
        ),
    )


def grid_of(truth: Truth, section: int) -> Grid | None:
    """The table of section 2, 3 or 4 in the report's own wording; None for the sections without one."""
    makers = {2: _proactive, 3: _requests, 4: _litigation}
    if section not in makers:
        return None
    grid = makers[section](truth)
    return Grid(
        grid.width,
        tuple(
            tuple(GridCell(truth.wording.get(cell.text, cell.text), cell.colspan, cell.rowspan) for cell in row)
            for row in grid.rows
        ),
    )
