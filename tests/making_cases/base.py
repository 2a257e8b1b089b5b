"""What a case is: a report of a body, how it is printed, which lines of LAYOUTS it shows, and what must be read."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tests.making import Cell, Truth
from tests.making.rendered import figures_of, promised
from tests.making.sparse import SPARSITIES

from .bodies import BODIES, report_of
from .findings import Finding, Said, Value, findings_of
from .printing import KINDS, Printed, Way
from .prose import PROSE

_SECTIONS = ("overview", "proactive_disclosure", "requests", "litigation", "problems", "other_matters")


def _by_table(figures: Mapping[str, object]) -> dict[str, dict[str, dict[str, object]]]:
    """Table → row → column, from `table.row.column`."""
    tables: dict[str, dict[str, dict[str, object]]] = {}
    for place, value in figures.items():
        table, rest = place.split(".", 1)
        row, column = rest.rsplit(".", 1)
        tables.setdefault(table, {}).setdefault(row, {})[column] = value
    return tables


def _is_fraction(truth: Truth, place: str) -> bool:
    """Whether a cell of text is a number that is not whole."""
    return re.fullmatch(r"\d+\.\d+", str(figures_of(truth)[place])) is not None


@dataclass(frozen=True, kw_only=True)
class Case:
    """One folder of the corpus. `way` is `kind:name` of `printing`; `lines` name lines of LAYOUTS.

    `cells`, `sections` and `title` plant flaws. `found` are findings that do not follow from the figures; `shows` says why.
    """

    name: str
    lines: tuple[str, ...]
    way: str
    shows: str = ""
    seed: int = 1
    body: str = "city"
    year: int = 2023
    edition: str = "2021"
    most: int = 40
    sparsity: str = "full"
    quirks: tuple[str, ...] = ()
    encoding: str = "utf-8"
    prose: str = ""
    title: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    sections: Mapping[int, str | None] = field(default_factory=dict)
    found: tuple[Finding, ...] = ()

    @cached_property
    def _told(self) -> tuple[Truth, Said]:
        """The report as it is printed, and what its prose says."""
        truth = report_of(BODIES[self.body], self.seed, self.year, self.edition, self.most)
        totals = (truth.requests[row]["total"] for row in ("new_received", "total"))
        said = Said(*(cell if isinstance(cell, int) else None for cell in totals))
        sections = dict(truth.sections)
        if self.prose:
            sections[1], said = PROSE[self.prose](truth)
        for number, text in self.sections.items():
            if text is None:
                del sections[number]
            else:
                sections[number] = text
        if 1 not in sections:
            said = Said()
        truth = SPARSITIES[self.sparsity](
            random.Random(self.seed), replace(truth, title=self.title or truth.title, sections=sections)
        )
        return truth.with_cells(self.cells), said

    @cached_property
    def printed(self) -> Printed:
        """The file."""
        kind, _, name = self.way.partition(":")
        way = Way(kind, name, self.seed, self.quirks, self.encoding)
        return KINDS[kind](self._told[0], way)

    def expected(self) -> dict[str, object]:
        """What must be read from the file."""
        truth, said = self._told
        printed, body = self.printed, BODIES[self.body]
        kept = set(printed.figures) if printed.figures is not None else set(figures_of(truth))
        promises = promised(truth, kept, set())
        values: dict[str, Value] = {
            place: None if promise.destroyed else promise.value for place, promise in promises.items()
        }
        kinds = {
            place: "missing" if promise.destroyed else promise.kind
            for place, promise in promises.items()
            if values[place] is None
        }
        in_cells = kinds | {place: "fraction" for place in kinds if _is_fraction(truth, place)}
        findings = sorted([*self.found, *findings_of(values, in_cells, said)], key=lambda each: each[0])
        return {
            "format": self.format,
            "layout": self.way.partition(":")[2],
            "error": None,
            "form": truth.form,
            "title": truth.title,
            "agency": truth.agency,
            "level": body.level,
            "region": body.region,
            "year": truth.year,
            "period": [f"{truth.year}-01-01", f"{truth.year}-12-31"] if printed.has_preamble else None,
            "published_on": str(truth.published_on) if printed.has_dateline and truth.published_on else None,
            "sections": [[n, _SECTIONS[n - 1]] for n in printed.sections if n in truth.sections],
            "figures": _by_table(values),
            "kinds": _by_table(kinds),
            "findings": [list(each) for each in findings],
        }

    @property
    def format(self) -> str:
        """The format as people name it."""
        kind, _, name = self.way.partition(":")
        return {"chromium": "pdf", "soffice": name}.get(kind, kind)
