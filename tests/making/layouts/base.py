"""What all text layouts share: the order of title, preamble, sections and tail, and half-width marks."""

from __future__ import annotations

from collections.abc import Callable

from tests.making.grids import Grid, grid_of
from tests.making.labels import SECTIONS
from tests.making.truth import Truth

HALF_WIDTH = str.maketrans("（），：；！？", "(),:;!?")


def half_width(text: str) -> str:
    """The text with the marks that some extractors make half-width; 、 and 。 have no such form and stay."""
    return text.translate(HALF_WIDTH)


def dateline(truth: Truth) -> str:
    """The line under the title that a site prints, or nothing when the day is not known."""
    return f"发布时间：{truth.published_on.isoformat()}　　来源：{truth.agency}" if truth.published_on else ""


def document(truth: Truth, draw: Callable[[Grid], str], gap: str) -> str:
    """The report as text; `draw` prints a table, `gap` stands between paragraphs and around tables."""
    blocks = [truth.title, dateline(truth), *truth.preamble.split("\n")]
    for number, heading in SECTIONS.items():
        if number not in truth.sections:
            continue
        blocks += [heading, *truth.sections[number].split("\n")]
        if grid := grid_of(truth, number):
            blocks.append(draw(grid))
    blocks += truth.tail.split("\n")
    return gap.join(block for block in blocks if block) + "\n"
