"""A finished file and what it promises: for every figure what a reader must find, or that it can no longer be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from .sparse import PLACEHOLDERS
from .truth import Cell, Truth

Kind = Literal["number", "blank", "placeholder", "text"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a figure is: its value (None unless `kind` is number).

    A destroyed one cannot be told from the file by a careful person: it may be read as its value or be unknown.
    """

    kind: Kind
    value: int | Decimal | None
    destroyed: bool = False


class Printer(Protocol):
    """What shows an example that failed."""

    def text(self, obj: str) -> None:
        """Show this text as it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Rendered:
    """A file; `expected` names each figure of the form as `table.row.column`; `sections` are the headings printed.

    `form` is None where no header says the edition. Rules in `allowed` may fail though the truth is consistent.
    `recipe` is how the file was made, in words.
    """

    recipe: str
    data: bytes
    name: str
    truth: Truth
    expected: Mapping[str, Expected]
    sections: tuple[int, ...]
    form: str | None
    allowed: frozenset[str]

    def __repr__(self) -> str:
        return f"printed({self.recipe})"

    def _repr_pretty_(self, printer: Printer, _cycle: object) -> None:  # how hypothesis shows it
        printer.text(repr(self))


def figures_of(truth: Truth) -> dict[str, Cell]:
    """Every figure of a truth under one name, in the form's order."""
    return {
        f"{table}.{row}.{column}": cell
        for table, rows in truth.figures.items()
        for row, columns in rows.items()
        for column, cell in columns.items()
    }


def _expected(cell: Cell, *, destroyed: bool) -> Expected:
    if cell is None:
        return Expected("blank", None, destroyed)
    if isinstance(cell, int | Decimal):
        return Expected("number", cell, destroyed)
    if re.fullmatch(r"[+-]\d+", cell):
        return Expected("number", int(cell), destroyed)
    return Expected("placeholder" if cell in PLACEHOLDERS else "text", None, destroyed)


def row_of(place: str) -> str:
    """What shares its fate with a figure: its row, or the whole of table 4, whose values stand in one line."""
    return "litigation" if place.startswith("litigation.") else place.rsplit(".", 1)[0]


def promised(truth: Truth, kept: set[str], unsure: set[str]) -> dict[str, Expected]:
    """What each figure must be read as, when only those in `kept` were printed and those in `unsure` are not sure.

    A row that lost a cell lost them all: which of its cells is which cannot be told.
    """
    cells = figures_of(truth)
    lost = {row_of(place) for place in cells if place not in kept}
    return {place: _expected(cell, destroyed=row_of(place) in lost or place in unsure) for place, cell in cells.items()}
