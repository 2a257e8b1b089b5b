"""The five text layouts of the samples: a drawing, how some headers are broken, the widths of marks, the gap."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.making.blocks import with_cells
from tests.making.drawings import Draw
from tests.making.grids import Grid
from tests.making.truth import Truth

from .base import document, half_width


@dataclass(frozen=True, slots=True)
class Text:
    """A text layout; `heads` is how the headers of the tables are printed where not in one word."""

    drawing: Draw
    heads: Mapping[str, str]
    gap: str = "\n"
    half_width: bool = True

    def __call__(self, truth: Truth) -> str:
        """The whole report."""
        text = document(truth, self._draw, self.gap)
        return half_width(text) if self.half_width else text

    def _draw(self, grid: Grid) -> str:
        headed = with_cells(grid, lambda cell: replace(cell, text=self.heads.get(cell.text, cell.text)))
        return self.drawing(random.Random(0), headed)
