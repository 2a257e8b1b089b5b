"""Reports in every layout with random quirks: a strategy for hypothesis, and recipes by a seed for the hunt."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import strategies as st

from tests.making.drawings import DRAWINGS
from tests.making.encodings import ENCODINGS
from tests.making.pages import PAGES
from tests.making.printing import EDITIONS, Recipe, printed
from tests.making.quirks import QUIRKS, compatible
from tests.making.rendered import Rendered
from tests.making.sparse import SPARSITIES

LAYOUTS = (*DRAWINGS, *PAGES)
_SIZES = (1, 3, 9, 40, 300)
# Cells that run together can be told from others only if each is there and is one bare digit or all of its row.
_TOGETHER = {"lines_together"}
_NOT_TOGETHER = {
    "three_numbers",
    "units",
    "thousands",
    "full_width_digits",
    "stray_spaces",
    "invisible",
    "amount_headed",
}
_NOT_IN_BIG5 = {"radicals", "invisible"}


def sensible(recipe: Recipe) -> Recipe:
    """The recipe without what its layout cannot carry: nothing is printed that says something else than the truth."""
    quirks = set(recipe.quirks)
    if recipe.layout in _TOGETHER:
        recipe, quirks = replace(recipe, sparsity="full"), quirks - _NOT_TOGETHER
    if recipe.layout == "images":
        recipe = replace(recipe, cut=None)
    if recipe.encoding == "big5":
        quirks = (quirks | {"traditional"}) - _NOT_IN_BIG5
    if recipe.layout == "pipes_broken_inside":
        quirks -= {"joined"}  # it would break the heading that stands in the table
    if recipe.layout.startswith("pdf_") and recipe.encoding != "big5":
        quirks -= {"traditional"}  # pinyin is left in pages, where no label wraps inside a character's brackets
    return replace(recipe, quirks=compatible(quirks))


def random_recipe(seed: int, layouts: tuple[str, ...] = LAYOUTS) -> Recipe:
    """A recipe, the same for the same arguments; most are plain in some way, so that a failure can be understood."""
    draw = random.Random(seed)
    count = draw.choice((0, 0, 1, 2, 4, 8))
    return sensible(
        Recipe(
            seed=draw.randrange(2**32),
            layout=draw.choice(layouts),
            edition=draw.choice(("2021", *EDITIONS)),
            most=draw.choice(_SIZES),
            sparsity=draw.choice(("full", "full", *SPARSITIES)),
            quirks=tuple(draw.sample(tuple(QUIRKS), count)),
            encoding=draw.choice(("utf-8", "utf-8", *ENCODINGS)),
            cut=draw.uniform(0.05, 0.95) if draw.random() < 0.07 else None,
        )
    )


def recipes() -> st.SearchStrategy[Recipe]:
    """Any recipe; shrinks to the first layout, a full table, no quirks and UTF-8."""
    drawn = st.builds(
        Recipe,
        seed=st.integers(min_value=0, max_value=2**32 - 1),
        layout=st.sampled_from(LAYOUTS),
        edition=st.sampled_from(EDITIONS),
        most=st.sampled_from(_SIZES),
        sparsity=st.sampled_from(tuple(SPARSITIES)),
        quirks=st.lists(st.sampled_from(tuple(QUIRKS)), max_size=8, unique=True).map(tuple),
        encoding=st.sampled_from(tuple(ENCODINGS)),
        cut=st.one_of(st.none(), st.none(), st.none(), st.floats(min_value=0.05, max_value=0.95)),
    )
    return drawn.map(sensible)


def rendered_reports() -> st.SearchStrategy[Rendered]:
    """Finished files with what each of their figures must be read as."""
    return recipes().map(printed)
