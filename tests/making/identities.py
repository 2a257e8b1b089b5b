"""The arithmetic that a made report keeps or breaks, so that a sample's planted error is known to be the only one."""

from __future__ import annotations

from decimal import Decimal

from .labels import APPLICANTS, DISPUTES, REQUEST_COLUMNS
from .truth import Cell, Truth


def _known(cells: list[Cell]) -> list[int | Decimal] | None:
    numbers = [cell for cell in cells if isinstance(cell, int | Decimal)]
    return numbers if len(numbers) == len(cells) else None


def _broken_requests(truth: Truth) -> set[tuple[str, str]]:
    table, broken = truth.requests, set()
    for column in REQUEST_COLUMNS:
        flow = ("new_received", "carried_over_in", "total", "carried_over_out")
        if ends := _known([table[row][column] for row in flow]):
            new, carried_in, total, carried_out = ends
            broken |= {("T3-001", column)} if new + carried_in != total + carried_out else set()
            broken |= {("T3-004", column)} if carried_out > new + carried_in else set()
        if results := _known([table[row][column] for row in ("total", *(row for row in table if row not in flow))]):
            broken |= {("T3-002", column)} if results[0] != sum(results[1:]) else set()
    for row in table:
        cells = _known([table[row][column] for column in ("total", *APPLICANTS)])
        broken |= {("T3-003", row)} if cells and cells[0] != sum(cells[1:]) else set()
    return broken


def broken_identities(truth: Truth) -> set[tuple[str, str]]:
    """(rule, column, row or block) of T2-001, T3-001…004 and T4-001 that fail, skipping those with an unknown cell."""
    broken = _broken_requests(truth)
    for row in ("regulations", "normative_documents") if truth.form == "2021" else ():
        cells = _known([truth.proactive[row][column] for column in ("issued", "repealed", "in_force")])
        broken |= {("T2-001", row)} if cells and cells[2] < cells[0] - cells[1] else set()
    for block in DISPUTES:
        cells = _known([truth.litigation[block][c] for c in ("total", "upheld", "corrected", "other", "pending")])
        broken |= {("T4-001", block)} if cells and cells[0] != sum(cells[1:]) else set()
    return broken
