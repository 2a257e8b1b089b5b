"""What reading the tables gives: every figure of the form, and what was doubtful about rows and labels."""

from functools import cached_property
from typing import Literal

import msgspec

from pipeline.document import Span
from pipeline.figures import Figure
from pipeline.form import FORM_2019_ONE_OTHER, FORM_2021, FORMS, Form

ShapeProblem = Literal["too_few", "too_many", "ambiguous", "repeated", "columns"]


class RowShape(msgspec.Struct, frozen=True):
    """A row whose values could not be told apart by structure; its figures are `missing`."""

    row: str
    problem: ShapeProblem
    raw: str
    at: Span


class LabelDifference(msgspec.Struct, frozen=True):
    """A label that was understood though its wording is not the official one."""

    row: str | None
    column: str | None
    found: str
    official: str
    at: Span


class Disagreement(msgspec.Struct, frozen=True):
    """A figure that two ways of reading gave differently, as each of them read it; it is `missing`."""

    row: str
    column: str
    by_label: str
    by_place: str
    at: Span


class Subtotal(msgspec.Struct, frozen=True):
    """A number that a report adds to table 3 beside the form's figures; it is kept only where it is one for sure.

    `row` is a row of the form or a group of them (`refused`), `column` one of the form or `legal_persons`: it is the sum
    of the group's rows, or of the five columns of legal persons.
    """

    row: str
    column: str
    figure: Figure


class TableReading(msgspec.Struct, frozen=True):
    """One table as read: `figures[row][column]` for each figure of the form, in the form's order.

    `rows_seen` are the rows whose label was found, whether or not their figures could be read. `subtotals` are none of
    the form's figures.
    """

    key: str
    figures: dict[str, dict[str, Figure]]
    rows_seen: tuple[str, ...] = ()
    shapes: tuple[RowShape, ...] = ()
    labels: tuple[LabelDifference, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()


class Reading(msgspec.Struct, frozen=True, dict=True):
    """The three tables of one report; `form` is "2021", "2019", or None when no header told the edition."""

    form: str | None
    tables: tuple[TableReading, ...]

    def table(self, key: str) -> TableReading:
        """Return the table of that key; KeyError if there is none."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, TableReading]:
        return {table.key: table for table in self.tables}

    def figure(self, table: str, row: str, column: str) -> Figure:
        """Return one figure by its keys; KeyError if the form has none of that name."""
        return self._by_key[table].figures[row][column]

    @property
    def edition(self) -> Form:
        """The edition of the form that the figures follow."""
        return edition_of(self.form, set(self.table("requests").figures))

    @property
    def figures_read(self) -> int:
        """How many figures are numbers."""
        return sum(
            figure.value is not None
            for table in self.tables
            for columns in table.figures.values()
            for figure in columns.values()
        )


def edition_of(form: str | None, request_rows: set[str]) -> Form:
    """Return the edition named `form`; without a name the current one.

    `request_rows` tells the two ways in which the 2019 form prints 其他处理.
    """
    if form == FORM_2019_ONE_OTHER.key and "other" in request_rows:
        return FORM_2019_ONE_OTHER
    return next((each for each in FORMS if each.key == form), FORM_2021)
