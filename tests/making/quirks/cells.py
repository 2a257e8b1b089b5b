"""What agencies type into cells beside bare numbers: units, full-width digits, marks of thousands, stray spaces."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.making.blocks import Block, TableBlock, with_cells
from tests.making.grids import GridCell

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _in_figures(blocks: list[Block], change: Callable[[GridCell], str]) -> list[Block]:
    """The blocks with the numbers in their tables retyped; blank cells, marks and remarks stay."""

    def retyped(cell: GridCell) -> GridCell:
        number = cell.place and re.fullmatch(r"[+-]?\d+(?:\.\d+)?", cell.text)
        return replace(cell, text=change(cell)) if number else cell

    return [
        replace(block, grid=with_cells(block.grid, retyped)) if isinstance(block, TableBlock) else block
        for block in blocks
    ]


def _is_amount(cell: GridCell) -> bool:
    return cell.place.endswith("amount_10k_cny")


def units(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`3件`, `43.788万元`, `251000元`."""
    share = draw.choice((0.05, 0.5, 1.0))

    def change(cell: GridCell) -> str:
        if _is_amount(cell):
            in_yuan = f"{(Decimal(cell.text) * 10_000).normalize():f}元"
            return draw.choice((f"{cell.text}万元", in_yuan))
        return (
            f"{cell.text}{draw.choice('件件项')}" if draw.random() < share and "change" not in cell.place else cell.text
        )

    return _in_figures(blocks, change)


def full_width_digits(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`１２`: all digits of some cells, or of all."""
    share = draw.choice((0.1, 1.0))
    return _in_figures(blocks, lambda cell: cell.text.translate(_FULL_WIDTH) if draw.random() < share else cell.text)


def thousands(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`18,342`."""
    return _in_figures(blocks, lambda cell: f"{int(cell.text):,}" if cell.text.isdigit() else cell.text)


def stray_spaces(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Spaces before and behind numbers, some of them no-break or ideographic."""
    space = draw.choice((" ", "\u00a0", "　", "  "))
    return _in_figures(blocks, lambda cell: f"{space}{cell.text}{space}" if draw.random() < 0.3 else cell.text)


def amount_headed(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """The unit of 采购总金额 stands in its header, 万元 or 元, and its cell holds the bare number."""
    in_yuan = draw.random() < 0.5

    def change(cell: GridCell) -> GridCell:
        if cell.text == "采购总金额":
            return replace(cell, text="采购总金额（单位：元）" if in_yuan else "采购总金额（万元）")
        is_number = cell.place.endswith("procurement.amount_10k_cny") and re.fullmatch(r"\d+(?:\.\d+)?", cell.text)
        if in_yuan and is_number:
            return replace(cell, text=f"{(Decimal(cell.text) * 10_000).normalize():f}")
        return cell

    return [
        replace(block, grid=with_cells(block.grid, change)) if isinstance(block, TableBlock) else block
        for block in blocks
    ]
