"""P-001, P-003, P-004: what our own reading must hold against itself; none of it is the agency's fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.making.blocks import Block, TableBlock
from tests.making.grids import Grid

from .base import broken, cells, edited, kept, lacks_row, says, untold

_EXCHANGED = {"商业企业": "科研机构", "科研机构": "商业企业"}


def _header_again(blocks: list[Block], names: Mapping[str, str] = {}) -> list[Block]:
    """The header of table 3 once more before its results, as after a page break, with other names of columns."""

    def with_header(grid: Grid) -> Grid:
        header = [tuple(replace(cell, text=names.get(cell.text, cell.text)) for cell in row) for row in grid.rows[:3]]
        return Grid(grid.width, (*grid.rows[:5], *header, *grid.rows[5:]))

    return [
        replace(block, grid=with_header(block.grid)) if isinstance(block, TableBlock) and block.section == 3 else block
        for block in blocks
    ]


def _second_header(blocks: list[Block]) -> list[Block]:
    return _header_again(blocks, _EXCHANGED)


CASES = (
    kept("P-001", "an amount with a zero at its end", cells({"proactive_disclosure.fees.amount_10k_cny": "12.50"})),
    untold("P-001", "a row is not there, so nothing of it can re-read", lacks_row(2, "行政许可"), finds=(("F-005", "fail"),)),
    broken("P-003", "a second header exchanges two columns, by label the first one holds", edited(_second_header), verdict="uncertain", also=(("F-006", "uncertain"), ("T3-001", "uncertain"), ("T3-003", "uncertain")), layouts=("html_plain",)),
    kept("P-003", "a second header is like the first", edited(_header_again)),
    untold("P-003", "of a row that is not there is no reading", lacks_row(2, "行政许可"), finds=(("F-005", "fail"),)),
    broken("P-004", "a character could not be decoded", says("加强\ufffd训。"), verdict="uncertain"),
    kept("P-004", "a rare character and a box are characters", says("□㙟水库信息已公开。")),
)  # fmt: skip
