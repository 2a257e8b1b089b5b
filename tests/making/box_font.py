"""Writes the font that stands in for those a PDF names and does not hold: `python -m tests.making.box_font`.

Every character is a box as high as the type size. PDFium leaves out text whose characters have no shape, as in a font
that lacks them, so without it what is read would depend on the fonts of the machine (docs/decisions/0008-pdf.md).
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from pipeline.formats.pdf.library import FONTS

FONT = Path(FONTS) / "boxes.ttf"
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_NONE, _NARROW, _WIDE = ".notdef", "narrow", "wide"
_WIDTHS = {_NONE: _EM, _NARROW: _EM // 2, _WIDE: _EM}  # PDFium takes the first glyph for none
_FIRST_WIDE, _FIRST_OUTSIDE = 0x180, 0x32000
_MANY_TO_ONE, _WINDOWS, _FULL_UNICODE = 13, 3, 10
_ALL_BITS = 0xFFFFFFFF


def box_font() -> bytes:
    """Return the font, the same bytes each time."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([*_WIDTHS])
    builder.setupGlyf({name: _box(width) for name, width in _WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in _WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.font["cmap"] = _every_character()
    builder.setupNameTable({"familyName": "Nianbao Boxes", "styleName": "Regular"})
    builder.setupOS2(ulCodePageRange1=_ALL_BITS, ulCodePageRange2=_ALL_BITS)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    written = io.BytesIO()
    builder.font.save(written)
    return written.getvalue()


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, _DESCENT))
    for corner in ((0, _ASCENT), (width, _ASCENT), (width, _DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _every_character() -> object:
    table = newTable("cmap")
    table.tableVersion = 0
    subtable = CmapSubtable.newSubtable(_MANY_TO_ONE)
    subtable.platformID, subtable.platEncID = _WINDOWS, _FULL_UNICODE
    subtable.format = _MANY_TO_ONE
    subtable.reserved = subtable.length = subtable.language = subtable.nGroups = 0
    subtable.cmap = dict.fromkeys(range(0x20, _FIRST_WIDE), _NARROW) | dict.fromkeys(
        range(_FIRST_WIDE, _FIRST_OUTSIDE), _WIDE
    )
    table.tables = [subtable]
    return table


if __name__ == "__main__":
    FONT.parent.mkdir(exist_ok=True)
    FONT.write_bytes(box_font())
