"""One page: from PDFium's characters and drawings to tables with lines, and the characters outside them."""

import msgspec

from .blocks import Part, Table
from .drawing import Panel, drawing_of, edges
from .filled import filled_tables
from .geometry import Box
from .glyphs import UNKNOWN, raw_glyphs, seen_glyphs, view_of
from .library import Handle
from .ruled import dotted_rules, ruled_tables

_LARGEST_PANEL = 0.5  # of the page: a larger one is its ground


class ReadPage(msgspec.Struct, frozen=True):
    """A page, how many characters can be seen on it, and of how many the font does not say what they are."""

    part: Part
    characters: int
    unknown: int


def read_page(handle: Handle, text: Handle) -> ReadPage:
    """Read one page; raises `FormatTooComplex`."""
    raw = raw_glyphs(text)
    view = view_of(handle, raw)
    drawing = drawing_of(handle, view)
    glyphs = seen_glyphs(raw, view, drawing)
    rules = [*drawing.rules, *dotted_rules(drawing.dots)]
    tables, rest = filled_tables(ruled_tables(rules), glyphs, drawing)
    panels = _loose(drawing.panels, tables, view.box)
    tiled = [table.tiled(panels) for table in ruled_tables([side for panel in panels for side in edges(panel)])]
    shaded, rest = filled_tables(tiled, rest, drawing, only_sure=True)
    part = Part(view.box, (*tables, *shaded), tuple(rest))
    return ReadPage(part, len(glyphs), sum(glyph.text == UNKNOWN for glyph in raw))


def _loose(panels: list[Panel], tables: list[Table], page: Box) -> list[Box]:
    """The panels that may be the cells of a table without lines."""
    largest = _LARGEST_PANEL * page.width * page.height
    return [
        panel.box
        for panel in panels
        if not panel.white
        and panel.box.width * panel.box.height < largest
        and not any(table.box.holds(panel.box.x, panel.box.y) for table in tables)
    ]
