"""From a recipe to a finished file: a truth, emptied cells, quirks, a layout, an encoding, perhaps a cut."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from .blocks import Block, Line, TableBlock, blocks_of_truth
from .consistent import consistent_truth
from .consistent_2019 import consistent_truth_2019
from .drawings import DRAWINGS
from .encodings import encoded
from .marks import HEADING_MARKS, MARKS, places_in, sections_in, unmarked
from .pages import PAGES
from .quirks import QUIRKS
from .rendered import Rendered, figures_of, promised, row_of
from .sparse import SPARSITIES
from .truth import Cell, Truth

EDITIONS = ("2021", "2019", "2019_one_other")
_RETYPED = {"units", "thousands", "full_width_digits", "stray_spaces", "invisible", "full_width", "amount_headed"}
_BLANKS_VANISH = {"flat", "lines", "html_divs", "closing_at_row_ends", "tabs_merged"}
_AMOUNT = "proactive_disclosure.procurement.amount_10k_cny"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a file. `cut` is how much of the text after the heading of section 3 is left, None for all."""

    seed: int
    layout: str
    edition: str = "2021"
    most: int = 40
    sparsity: str = "full"
    quirks: tuple[str, ...] = ()
    encoding: str = "utf-8"
    cut: float | None = None


def truth_of(recipe: Recipe) -> Truth:
    """The report that the recipe prints, its cells emptied."""
    if recipe.edition == "2021":
        truth = consistent_truth(recipe.seed, most=recipe.most)
    else:
        one_other = recipe.edition == "2019_one_other"
        truth = consistent_truth_2019(recipe.seed, most=recipe.most, one_other=one_other)
    return SPARSITIES[recipe.sparsity](random.Random(recipe.seed), truth)


def _text(draw: random.Random, layout: str, blocks: list[Block]) -> str:
    if layout in PAGES:
        return PAGES[layout].text(draw, blocks)
    table, gap = DRAWINGS[layout]
    parts = (table(draw, block.grid) if isinstance(block, TableBlock) else block.text for block in blocks)
    return gap.join(part for part in parts if part) + "\n"


def _shortened(text: str, cut: float | None) -> str:
    """The text up to a line end behind the heading of section 3."""
    if cut is None:
        return text
    start = text.index(HEADING_MARKS[3])
    end = text.find("\n", start + int((len(text) - start) * cut))
    return text[: end + 1] if end > 0 else text


def _last_row(text: str, places: set[str]) -> set[str]:
    """The places of the last row that a shortened text still names: a cut may have taken part of it."""
    last = max(places, key=lambda place: text.rfind(MARKS[place]), default="")
    return {place for place in places if last and row_of(place) == row_of(last)}


def _marked(block: Block) -> Block:
    """A heading with its mark before it; anything else as it is."""
    if isinstance(block, Line) and block.role == "heading":
        return replace(block, text=HEADING_MARKS[block.section] + block.text)
    return block


def printed(recipe: Recipe) -> Rendered:
    """The file of a recipe, the same for the same recipe."""
    draw = random.Random(recipe.seed)
    truth = truth_of(recipe)
    blocks = blocks_of_truth(truth)
    for name in recipe.quirks:
        blocks = QUIRKS[name](draw, blocks)
    text = _shortened(_text(draw, recipe.layout, [_marked(block) for block in blocks]), recipe.cut)
    kept = places_in(text)
    unsure = _last_row(text, kept) if recipe.cut is not None else set()
    if not {"units", "amount_headed"} & set(recipe.quirks):
        unsure |= {_AMOUNT}
    expected = promised(truth, kept, unsure | _cannot_be_told(recipe, truth))
    return Rendered(
        recipe=str(recipe),
        data=encoded(unmarked(text), recipe.encoding),
        name=f"made.{'html' if recipe.layout in PAGES else 'txt'}",
        truth=truth,
        expected=expected,
        sections=sections_in(text),
        form=truth.form if recipe.layout != "images" else None,
        allowed=_allowed(recipe, truth, destroyed=any(each.destroyed for each in expected.values())),
    )


def _cannot_be_told(recipe: Recipe, truth: Truth) -> set[str]:
    """The places of rows whose cells a careful person could not put under their columns, though all are printed.

    Blanks that only empty lines, or nothing at all, stand for; blanks in rows whose labels leave blanks of their own
    where the header does not show it; a blank at the end beside values in a text; remarks in lines of values; digits run together without a total;
    rows of a table in which lines of values stand where no label is.
    """
    cells = figures_of(truth)
    rows: dict[str, list[Cell]] = {}
    for place, cell in cells.items():
        rows.setdefault(row_of(place), []).append(cell)
    few_rows = recipe.cut is not None and recipe.layout in DRAWINGS  # too few to tell where their blanks come from
    blanks_vanish = (
        few_rows or recipe.layout in _BLANKS_VANISH or {"total_lower", "ten_columns", "split"} & set(recipe.quirks)
    )
    untold = {
        row
        for row, values in rows.items()
        if (None in values and blanks_vanish)
        or (recipe.layout in DRAWINGS and values[-1] is None and any(cell is not None for cell in values))
        or (recipe.layout.startswith("pdf_") and "lost_label" in recipe.quirks and row.startswith("proactive"))
        or (recipe.layout == "lines_together" and len(values) in {2, 3})
        or (recipe.layout.startswith("pdf_") and (any(map(_is_remark, values)) or _looks_like_page_number(values)))
    }
    return {place for place in cells if row_of(place) in untold}


def _looks_like_page_number(values: list[Cell]) -> bool:
    """Whether a row of two or three has marks, so that its line may be the page's number: `- 4 -`, `4 / 12`."""
    return len(values) in {2, 3} and any(isinstance(cell, str) for cell in values)


def _is_remark(cell: Cell) -> bool:
    return isinstance(cell, str) and any("一" <= letter <= "鿿" for letter in cell)


def _allowed(recipe: Recipe, truth: Truth, *, destroyed: bool) -> frozenset[str]:
    """The rules on cells that may fail for what the recipe does to them."""
    texts = any(isinstance(cell, str) for cell in figures_of(truth).values())
    told = {"F-009": destroyed, "F-012": recipe.sparsity == "remarks", "F-015": texts or _RETYPED & set(recipe.quirks)}
    return frozenset(rule for rule, may in told.items() if may)
