"""What a careful person finds in the printed tables, worked out from the truth: the arithmetic and what stands in cells.

Written from the catalogue of rules and apart from the pipeline. What is not known is at least 0, so a known part that
is greater than its whole is wrong in any case; otherwise an unknown that decides leaves it uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.making.labels import APPLICANTS, DISPUTES, OUTCOMES, REQUEST_COLUMNS

Value = int | Decimal | None
Finding = tuple[str, str, str | None]
"""Rule, verdict, and the column or row of its scope."""
_FLOW = ("new_received", "carried_over_in", "total", "carried_over_out")
_CELL_RULES = {"blank": "F-010", "placeholder": "F-011", "text": "F-012", "fraction": "F-014"}
_COMPLETE = {"proactive_disclosure": "F-005", "requests": "F-006", "litigation": "F-007"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the prose says: applications received and answered; None where it does not say."""

    received: int | None = None
    answered: int | None = None


def _equal(left: Sequence[Value], right: Sequence[Value]) -> str | None:
    known_left, known_right = ([value for value in side if value is not None] for side in (left, right))
    if not known_left or not known_right:
        return None
    lacks_left, lacks_right = len(known_left) < len(left), len(known_right) < len(right)
    more_left = sum(known_left) - sum(known_right)
    if not lacks_left and not lacks_right:
        return "fail" if more_left else None
    if (more_left > 0 and not lacks_right) or (more_left < 0 and not lacks_left):
        return "fail"
    return "uncertain"


def _at_most(left: Sequence[Value], right: Sequence[Value]) -> str | None:
    known_left, known_right = ([value for value in side if value is not None] for side in (left, right))
    if not known_left or not known_right or sum(known_left) <= sum(known_right):
        return None
    return "uncertain" if len(known_right) < len(right) else "fail"


def _in_cells(kinds: Mapping[str, str]) -> Iterable[Finding]:
    tables = dict.fromkeys(place.split(".", 1)[0] for place in kinds)
    for kind, rule in _CELL_RULES.items():
        for table in tables:
            if any(place.startswith(f"{table}.") and kinds[place] == kind for place in kinds):
                yield rule, "fail", None
    for table in tables:
        if any(place.startswith(f"{table}.") and kinds[place] == "missing" for place in kinds):
            yield _COMPLETE[table], "uncertain", None


def _in_sums(values: Mapping[str, Value]) -> Iterable[Finding]:
    def cells(table: str, rows: Iterable[str], column: str) -> list[Value]:
        return [values[f"{table}.{row}.{column}"] for row in rows]

    rows = list(dict.fromkeys(place[9:].rsplit(".", 1)[0] for place in values if place.startswith("requests.")))
    results = [row for row in rows if row not in _FLOW]
    documents = [
        row for row in ("regulations", "normative_documents") if f"proactive_disclosure.{row}.issued" in values
    ]
    for row in documents:
        issued, repealed, in_force = (
            values[f"proactive_disclosure.{row}.{column}"] for column in ("issued", "repealed", "in_force")
        )
        yield "T2-001", _at_most([issued], [in_force, repealed]) or "", row
    for column in REQUEST_COLUMNS:
        sides = cells("requests", _FLOW[:2], column), cells("requests", _FLOW[2:], column)
        yield "T3-001", _equal(*sides) or "", column
        total = cells("requests", ["total"], column)
        yield "T3-002", _equal(total, cells("requests", results, column)) or "", column
        over = cells("requests", ["carried_over_out"], column)
        yield "T3-004", _at_most(over, sides[0]) or "", column
    for row in rows:
        parts = [values[f"requests.{row}.{column}"] for column in APPLICANTS]
        yield "T3-003", _equal([values[f"requests.{row}.total"]], parts) or "", row
    for block in DISPUTES:
        parts = [values[f"litigation.{block}.{column}"] for column in OUTCOMES if column != "total"]
        yield "T4-001", _equal([values[f"litigation.{block}.total"]], parts) or "", block


def _in_words(values: Mapping[str, Value], said: Said) -> Iterable[Finding]:
    new, carried, total = (values[f"requests.{row}.total"] for row in _FLOW[:3])
    for rule, words, figure, more in (("X-001", said.received, new, carried), ("X-003", said.answered, total, 0)):
        if words is None:
            continue
        if figure is None:
            yield rule, "uncertain", "total"
        elif words not in {figure, figure + (more or 0)}:
            yield rule, "uncertain" if more is None and words > figure else "fail", "total"


def findings_of(values: Mapping[str, Value], kinds: Mapping[str, str], said: Said) -> list[Finding]:
    """What is found, in the order of the catalogue; `kinds` are those of the figures without a value."""
    found = [*_in_cells(kinds), *_in_sums(values), *_in_words(values, said)]
    return sorted((each for each in found if each[1]), key=lambda each: each[0])
