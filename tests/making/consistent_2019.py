"""Random reports in the 2019 form whose figures keep every identity and whose prose says what the tables say."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from .consistent import consistent_truth
from .labels import RESULT_GROUPS
from .labels_2019 import ONE_OTHER, PROACTIVE_2019
from .truth import Cell, Table, Truth

_OTHERS = tuple(key for key, _ in RESULT_GROUPS[-1][1])


def _cell(draw: random.Random, column: str, most: int) -> Cell:
    if column == "change":
        change = draw.randint(-most, most)
        return f"+{change}" if change >= 0 and draw.random() < 0.4 else change
    if column == "amount_10k_cny":
        return Decimal(draw.randint(1, most * 10**5)).scaleb(-4)
    return draw.randint(0, most * 9)


def _proactive(draw: random.Random, most: int) -> Table:
    return {
        row: {column: _cell(draw, column, most) for column in block.columns}
        for block in PROACTIVE_2019
        for row in block.rows
    }


def _one_other(requests: Table) -> Table:
    """Table 3 with its three rows of 其他处理 added up into one, in their place."""
    sums: dict[str, Cell] = {}
    for column in requests["total"]:
        cells = [requests[row][column] for row in _OTHERS]
        sums[column] = sum(cell for cell in cells if isinstance(cell, int))
    return {
        ONE_OTHER if row == _OTHERS[0] else row: sums if row == _OTHERS[0] else columns
        for row, columns in requests.items()
        if row not in _OTHERS[1:]
    }


def consistent_truth_2019(seed: int, *, most: int = 40, one_other: bool | None = None) -> Truth:
    """A report of 2019 or 2020 in the older form; `one_other` says whether (六)其他处理 is one row, None leaves it open.

    A change of items may be negative, or a text such as `+19`.
    """
    draw = random.Random(seed)
    truth = consistent_truth(seed, most=most, year=draw.choice((2019, 2020)))
    proactive = _proactive(draw, most)
    old, new = truth.proactive, proactive
    overview = truth.sections[1]
    for row, name in (("licences", "行政许可决定"), ("penalties", "行政处罚决定")):
        overview = overview.replace(f"{name}{old[row]['decisions']}件", f"{name}{new[row]['decisions']}件")
    if one_other is None:
        one_other = draw.random() < 0.5
    return replace(
        truth,
        form="2019",
        proactive=proactive,
        requests=_one_other(truth.requests) if one_other else truth.requests,
        sections={**truth.sections, 1: overview},
    )
