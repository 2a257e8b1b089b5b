"""Tables without lines: cells come in the order in which the file writes them, and are checked by their places.

Programs write a table cell by cell, so that a label that wraps stays in one piece. Where the places do not agree with
that order there is no table: its text is left to be read line by line.
"""

import msgspec

from .aligned_columns import columns_of
from .aligned_grid import grid_of
from .aligned_rows import apart, blocks_of, header_of, rows_of
from .blocks import Table
from .glyphs import Glyph
from .runs import runs_of


class AlignedTable(msgspec.Struct, frozen=True):
    """A table, and the characters that it took."""

    table: Table
    glyphs: tuple[Glyph, ...]


def aligned_tables(glyphs: list[Glyph], walls: list[float]) -> list[AlignedTable]:
    """The tables that the characters of a document form; pages lie under each other.

    `walls` are heights at which something else stands: no table goes on across them.
    """
    tables, runs = [], runs_of(glyphs)
    for block in blocks_of(rows_of(runs), sorted(walls)):
        header, rows = header_of(block[0]), apart(block)
        columns = columns_of(header, rows) if rows else None
        grid = grid_of(header, rows, columns, runs) if columns else None
        if grid is not None:
            table, used = grid
            tables.append(AlignedTable(table, tuple(glyph for run in used for glyph in run.glyphs)))
    return tables
