"""What a page is made of: a frame around the report, a way to print tables, and a fault in their spans."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.making.blocks import Block, TableBlock
from tests.making.grids import Grid

PrintTable = Callable[[random.Random, Grid], str]
Frame = Callable[[random.Random, str, str], str]
"""(draw, title, body) → the page, with `{charset}` where it declares one."""


def _sound(_draw: random.Random, grid: Grid) -> Grid:
    return grid


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of web page."""

    frame: Frame
    table: PrintTable
    fault: Callable[[random.Random, Grid], Grid] = _sound

    def text(self, draw: random.Random, blocks: list[Block]) -> str:
        """The page with `{charset}` in its declaration, marks included."""
        wrap = draw.choice(("<p>{}</p>", '<p style="text-indent: 2em"><span>{}</span></p>', "<div>{}</div>"))
        title = next((block.text for block in blocks if not isinstance(block, TableBlock)), "")
        body = [
            self.table(draw, self.fault(draw, block.grid))
            if isinstance(block, TableBlock)
            else wrap.format(escape(block.text, quote=False).replace("\n", "<br>"))
            for block in blocks
        ]
        return self.frame(draw, escape(title), "\n".join(body))
