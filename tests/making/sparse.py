"""What an agency does to cells that hold nothing: leaves them blank, fills them with a mark, fills only the totals."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from .labels import APPLICANTS
from .truth import Cell, Table, Truth

PLACEHOLDERS = ("/", "—", "-", "无")
Change = Callable[[random.Random, Truth], Truth]


def _changed(truth: Truth, change: Callable[[str, str, str, Cell], Cell]) -> Truth:
    """The truth with each cell replaced by what `change` gives for (table, row, column, cell)."""

    def table(name: str, rows: Table) -> Table:
        return {
            row: {column: change(name, row, column, cell) for column, cell in columns.items()}
            for row, columns in rows.items()
        }

    tables = {name: table(name, rows) for name, rows in truth.figures.items()}
    return replace(
        truth,
        proactive=tables["proactive_disclosure"],
        requests=tables["requests"],
        litigation=tables["litigation"],
    )


def _full(_draw: random.Random, truth: Truth) -> Truth:
    return truth


def _zeros_blank(_draw: random.Random, truth: Truth) -> Truth:
    return _changed(truth, lambda *where: None if where[3] == 0 else where[3])


def _some_blank(draw: random.Random, truth: Truth) -> Truth:
    share = draw.choice((0.03, 0.2, 0.6))
    return _changed(truth, lambda *where: None if draw.random() < share else where[3])


def _placeholders(draw: random.Random, truth: Truth) -> Truth:
    share, mark = draw.choice((0.05, 0.4)), draw.choice(PLACEHOLDERS)
    return _changed(truth, lambda *where: mark if draw.random() < share else where[3])


def _rows_of_marks(draw: random.Random, truth: Truth) -> Truth:
    mark = draw.choice((None, *PLACEHOLDERS))
    marked = {(name, row) for name, rows in truth.figures.items() for row in rows if draw.random() < 0.3}
    return _changed(truth, lambda *where: mark if where[:2] in marked else where[3])


def _only_totals(draw: random.Random, truth: Truth) -> Truth:
    rows = {row for row in truth.requests if draw.random() < 0.6}
    return _changed(
        truth, lambda *where: None if where[0] == "requests" and where[1] in rows and where[2] != "total" else where[3]
    )


def _blank_columns(draw: random.Random, truth: Truth) -> Truth:
    columns = set(draw.sample(tuple(APPLICANTS), draw.randint(1, 4)))
    return _changed(truth, lambda *where: None if where[0] == "requests" and where[2] in columns else where[3])


def _blank_tables(draw: random.Random, truth: Truth) -> Truth:
    table = draw.choice(("proactive_disclosure", "litigation"))
    return _changed(truth, lambda *where: None if where[0] == table else where[3])


def _remarks(draw: random.Random, truth: Truth) -> Truth:
    remark = draw.choice(("详见附表", "暂未统计", "13000000（预算数"))
    return _changed(truth, lambda *where: remark if draw.random() < 0.02 else where[3])


SPARSITIES: Mapping[str, Change] = {
    "full": _full,
    "zeros_blank": _zeros_blank,
    "some_blank": _some_blank,
    "placeholders": _placeholders,
    "rows_of_marks": _rows_of_marks,
    "only_totals": _only_totals,
    "blank_columns": _blank_columns,
    "blank_table": _blank_tables,
    "remarks": _remarks,
}
