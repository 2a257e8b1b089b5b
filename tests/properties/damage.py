"""What happens to a report on its way to us, done on purpose to a made one: cells retyped, blanked or lost."""

import random
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tests.making import Cell, Layout, Truth, render

Charset = Literal["utf-8", "utf-8-sig", "gb18030", "utf-16"]
Value = int | Decimal | None
PLACEHOLDERS = ("/", "—", "-", "无", "不适用")
_LOST = "\ue000"  # a private character, printed in a cell that is then cut out of the finished text
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
# A lost cell takes the separator that closed it along; a page loses the whole element.
_CUT: dict[Layout, str] = {
    "pipes": rf" {_LOST} \|",
    "pipes_open": rf"{_LOST} \| ?",
    "tabs": rf"{_LOST}(?:\t|(?=\n))",
    "closing_pipes": rf"{_LOST} \|\n?",
    "flat": rf"{_LOST}\n*",
    "html": rf"<td[^>]*><p><span>{_LOST}</span></p></td>",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what each figure in it surely is: `table.row.column` → value, None for a cell without a number."""

    data: bytes
    figures: dict[str, Value]


def named_cells(truth: Truth) -> dict[str, Cell]:
    """Every figure of a truth under one name."""
    return {
        f"{table}.{row}.{column}": cell
        for table, rows in truth.figures.items()
        for row, columns in rows.items()
        for column, cell in columns.items()
    }


def retyped(draw: random.Random, place: str, cell: Cell) -> Cell:
    """The same number as other people type it: full width, with a unit, with thousands marks."""
    amount = place.endswith("amount_10k_cny")
    if amount:
        assert isinstance(cell, int | Decimal)
        words = [f"{cell}万元", f"{(Decimal(cell) * 10_000).normalize():f}元", f"{cell}".translate(_FULL_WIDTH)]
    else:
        words = [f"{cell}件", f"{cell}".translate(_FULL_WIDTH), f" {cell} ", f"{cell:,}"]
    return draw.choice(words)


def made(
    truth: Truth,
    layout: Layout,
    charset: Charset,
    draw: random.Random,
    *,
    retype: float = 0.0,
    blank: float = 0.0,
    lose: float = 0.0,
) -> Made:
    """Print `truth` after each of its cells was retyped, blanked or lost with the given probabilities."""
    figures: dict[str, Value] = {}
    cells: dict[str, Cell] = {}
    for place, cell in named_cells(truth).items():
        assert isinstance(cell, int | Decimal)
        figures[place] = cell
        chance = draw.random()
        if chance < retype:
            cells[place] = retyped(draw, place, cell)
        elif chance < retype + blank:
            cells[place] = draw.choice((None, None, *PLACEHOLDERS))
            figures[place] = None
        elif chance < retype + blank + lose:
            cells[place] = _LOST
    encoding = "utf-8" if charset in {"utf-16", "utf-8-sig"} else charset
    text = render(truth.with_cells(cells), layout, "utf-8").decode()
    text = re.sub(_CUT[layout], "", text)
    if layout == "html" and encoding == "gb18030":
        text = text.replace('charset="utf-8"', 'charset="gb2312"')
    return Made(text.encode(charset), figures)
