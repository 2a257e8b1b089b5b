"""What a made report says: its figures and prose, before any layout; and builders of its three tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from .labels import APPLICANTS, DISPUTES, OUTCOMES, PROACTIVE, REQUEST_ROWS, RESULT_ROWS

Cell = int | Decimal | str | None
"""A number; None for an empty cell; text that stands in the cell as it is (`/`, `3件`)."""
Table = Mapping[str, Mapping[str, Cell]]
"""row key → column key → cell."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One report. A section that `sections` does not name is left out, its heading and its table with it."""

    agency: str
    year: int
    title: str
    proactive: Table
    requests: Table
    litigation: Table
    sections: Mapping[int, str]
    """Section number 1…6 → prose, paragraphs parted by a line break; in 2, 3 and 4 it stands before the table."""
    form: str = "2021"
    published_on: date | None = None
    preamble: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    """An official label → what this report prints in its place."""
    tail: str = ""

    @property
    def figures(self) -> dict[str, Table]:
        """The 200 figures under the table names that the project uses."""
        return {"proactive_disclosure": self.proactive, "requests": self.requests, "litigation": self.litigation}

    def with_cells(self, cells: Mapping[str, Cell]) -> Truth:
        """The same report with other cells, named `table.row.column`; KeyError for a figure the form does not have."""
        tables = {name: {row: dict(columns) for row, columns in table.items()} for name, table in self.figures.items()}
        for place, cell in cells.items():
            table, rest = place.split(".", 1)
            row, column = rest.rsplit(".", 1)
            if column not in tables[table][row]:
                raise KeyError(place)
            tables[table][row][column] = cell
        return replace(
            self,
            proactive=tables["proactive_disclosure"],
            requests=tables["requests"],
            litigation=tables["litigation"],
        )


def proactive_table(
    regulations: tuple[int, int, int] = (0, 0, 0),
    normative_documents: tuple[int, int, int] = (0, 0, 0),
    licences: int = 0,
    penalties: int = 0,
    coercive_measures: int = 0,
    fees: int | Decimal = 0,
) -> Table:
    """Table 2, 10 figures; the triples are issued, repealed, in force; fees in 万元."""
    given: dict[str, tuple[int | Decimal, ...]] = {
        "regulations": regulations,
        "normative_documents": normative_documents,
        "licences": (licences,),
        "penalties": (penalties,),
        "coercive_measures": (coercive_measures,),
        "fees": (fees,),
    }
    return {row: dict(zip(block.columns, given[row], strict=True)) for block in PROACTIVE for row in block.rows}


def requests_table(rows: Mapping[str, Sequence[int]]) -> Table:
    """Table 3, 25 × 7, from the rows that are not all zero: up to six counts in the order of the applicant columns.

    Totals are summed, and what was not answered is carried over. ValueError when more was answered than there was.
    """
    counts = {row: [*rows.get(row, ()), *[0] * 6][:6] for row in ("new_received", "carried_over_in", *RESULT_ROWS)}
    if unknown := set(rows) - set(counts):
        raise KeyError(*unknown)
    counts["total"] = [sum(counts[row][i] for row in RESULT_ROWS) for i in range(6)]
    counts["carried_over_out"] = [
        counts["new_received"][i] + counts["carried_over_in"][i] - counts["total"][i] for i in range(6)
    ]
    if min(counts["carried_over_out"]) < 0:
        raise ValueError(f"more answered than there was: {counts['carried_over_out']}; take results away")
    return {row: {**dict(zip(APPLICANTS, counts[row], strict=True)), "total": sum(counts[row])} for row in REQUEST_ROWS}


def litigation_table(**blocks: tuple[int, int, int, int]) -> Table:
    """Table 4, 3 × 5, from upheld, corrected, other, pending of the blocks that are not all zero."""
    if unknown := set(blocks) - set(DISPUTES):
        raise KeyError(*unknown)
    counts = {block: blocks.get(block, (0, 0, 0, 0)) for block in DISPUTES}
    return {block: dict(zip(OUTCOMES, (*four, sum(four)), strict=True)) for block, four in counts.items()}
