"""What a sample is: a truth in a layout, what it shows, and what a reader must find in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.making.layouts import Encoding, Layout, render
from tests.making.truth import Cell, Table, Truth, litigation_table, proactive_table, requests_table

PROSE = Path(__file__).parent.parent / "prose"


def prose_of(name: str) -> dict[int, str]:
    """The prose file as section number → paragraphs; number 0 is the preamble, tables' sections have none."""
    parts = (PROSE / f"{name}.txt").read_text(encoding="utf-8").split("== ")[1:]
    return {int(part[0]): part[1:].strip() for part in parts}


def report(
    prose: str,
    agency: str,
    year: int,
    *,
    requests: Mapping[str, Sequence[int]],
    title: str | None = None,
    published: tuple[int, int] | None = None,
    proactive: Table | None = None,
    litigation: Mapping[str, tuple[int, int, int, int]] | None = None,
    cells: Mapping[str, Cell] | None = None,
    wording: Mapping[str, str] | None = None,
) -> Truth:
    """A truth over a prose file; `published` is month and day of the next year, `cells` plants errors in the tables.

    A section 1, 5 or 6 that the prose file lacks is missing from the report.
    """
    sections = prose_of(prose)
    preamble = sections.pop(0)
    truth = Truth(
        agency=agency,
        year=year,
        title=title or f"{agency}{year}年政府信息公开工作年度报告",
        proactive=proactive or proactive_table(),
        requests=requests_table(requests),
        litigation=litigation_table(**(litigation or {})),
        sections={2: "", 3: "", 4: "", **sections},
        published_on=date(year + 1, *published) if published else None,
        preamble=preamble,
        wording=wording or {},
    )
    return truth.with_cells(cells or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One file of `samples/`. Rules in `required` are (id, column or None); `allowed` may follow from them."""

    file: str
    shows: str
    truth: Truth
    layout: Layout
    encoding: Encoding = "utf-8"
    required: tuple[tuple[str, str | None], ...] = ()
    allowed: tuple[str, ...] = ()
    read: Mapping[str, int | float] = field(default_factory=dict)
    """What a cell of text must be read as; one that is not named is unknown."""
    doubtful: Mapping[str, int | float] = field(default_factory=dict)
    """Figures that may be read as this number or given as unknown."""

    def content(self) -> bytes:
        """The file."""
        return render(self.truth, self.layout, self.encoding)

    def expected(self) -> dict[str, object]:
        """What reading the file must give, as JSON values."""
        return {
            "agency": self.truth.agency,
            "year": self.truth.year,
            "title": self.truth.title,
            "published_on": self.truth.published_on.isoformat() if self.truth.published_on else None,
            "form": self.truth.form,
            "sections": sorted(self.truth.sections),
            "tables": {
                table: {
                    row: {column: self._value(f"{table}.{row}.{column}", cell) for column, cell in columns.items()}
                    for row, columns in rows.items()
                }
                for table, rows in self.truth.figures.items()
            },
            "doubtful": dict(self.doubtful),
            "required": [list(pair) for pair in self.required],
            "allowed": list(self.allowed),
            "forbidden": "others",
            "error": None,
        }

    def _value(self, place: str, cell: Cell) -> int | float | None:
        if place in self.doubtful or cell is None:
            return None
        if isinstance(cell, str):
            return self.read.get(place)
        return float(cell) if isinstance(cell, Decimal) else cell
