"""Lays out the characters outside ruled tables: what is around the text goes, tables without lines are found."""

import msgspec

from .aligned import AlignedTable, aligned_tables
from .blocks import Line, Page, Part, Table
from .chrome import without_chrome
from .geometry import Box, around, median
from .glyphs import UNKNOWN, Glyph
from .lines import Word, lines_of, words_of

_COLUMN_GAP = 3.0  # heights: words so far apart on one line are two lines beside each other
_FAR = 100_000.0  # how far apart pages are laid under each other


def laid_out(parts: list[Part]) -> list[Page]:
    """The pages with lines and tables from top to bottom, without page numbers and running heads."""
    pages = [_page(part.box, [*part.tables, *_lines(list(part.glyphs))]) for part in parts]
    kept = [{id(glyph) for line in _only_lines(page) for glyph in line.glyphs} for page in without_chrome(pages)]
    shifted = [
        (_moved(glyph, number * _FAR), glyph)
        for number, (part, left) in enumerate(zip(parts, kept, strict=True))
        for glyph in part.glyphs
        if id(glyph) in left
    ]
    walls = [number * _FAR + table.box.y for number, part in enumerate(parts) for table in part.tables]
    found = aligned_tables([moved for moved, _ in shifted], walls)
    taken = {id(glyph) for table in found for glyph in table.glyphs}
    rest = {id(glyph) for moved, glyph in shifted if id(moved) not in taken}
    return [
        _page(
            part.box,
            [
                *part.tables,
                *(_placed(table, number) for table in found if int(table.table.box.top // _FAR) == number),
                *_lines([glyph for glyph in part.glyphs if id(glyph) in rest]),
            ],
        )
        for number, part in enumerate(parts)
    ]


def _page(box: Box, blocks: list[Line | Table]) -> Page:
    return Page(box, tuple(sorted(blocks, key=lambda block: (block.box.top, block.box.left))))


def _only_lines(page: Page) -> list[Line]:
    return [block for block in page.blocks if isinstance(block, Line)]


def _moved(glyph: Glyph, by: float) -> Glyph:
    box = glyph.box
    return msgspec.structs.replace(glyph, box=Box(box.left, box.top + by, box.right, box.bottom + by))


def _placed(found: AlignedTable, number: int) -> Table:
    """The table at its place on the page where it begins."""
    box = found.table.box
    top = box.top - number * _FAR
    return msgspec.structs.replace(found.table, box=Box(box.left, top, box.right, box.bottom - number * _FAR))


def _lines(glyphs: list[Glyph]) -> list[Line]:
    upright = [glyph for glyph in glyphs if glyph.quarter == 0]
    return [line for row in lines_of(upright) for line in _beside(words_of(row))]


def _beside(words: list[Word]) -> list[Line]:
    """One line, or several beside each other."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and word.box.left - lines[-1][-1].box.right <= _COLUMN_GAP * word.box.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(line) for line in lines]


def _line(words: list[Word]) -> Line:
    glyphs = tuple(glyph for word in words for glyph in word.glyphs)
    text = " ".join(word.text for word in words).lstrip(UNKNOWN + " ")
    return Line(text, around(word.box for word in words), median([glyph.box.height for glyph in glyphs], 10.0), glyphs)
