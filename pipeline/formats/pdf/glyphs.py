"""The characters that a reader sees on a page: what is hidden is left out, what is drawn twice is read once."""

import ctypes
import math
import unicodedata

import msgspec
import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from .drawing import Drawing, Panel, TextStyle
from .geometry import Box, median
from .library import Handle, address, too_complex
from .view import QUARTERS, View, turns_of

UNKNOWN = "�"  # a character of which the font does not say what it is
MOST_CHARACTERS = 50_000  # on one page; a full page has some 2,000
_SLANT = 0.1  # of a quarter turn
_TINY = 0.2  # of the usual height: too small to be read
_HUGE = 3.0
_SAME_PLACE = 0.35  # of a character's size: two so near cannot both be read
_PLACE, _MANY_PLACES, _FAR = 50.0, 400, 1e5
_COVERING = 0.85


class Glyph(msgspec.Struct, frozen=True):
    """One character with its box as seen; `piece` tells in which piece of text of the file it was drawn.

    `spaced` says that a space character stands before it. `quarter` is how it is turned against the page as seen.
    """

    text: str
    box: Box
    piece: int
    spaced: bool = False
    quarter: int = 0


_Sides = tuple[float, float, float, float]
_LEAST_SIZE = 0.5
_BELOW = 0.15  # of the size: what hangs below the line


class RawGlyph(msgspec.Struct, frozen=True):
    """One character as PDFium gives it: sides left, bottom, right, top in the file's own direction."""

    text: str
    sides: _Sides
    piece: int
    quarter: int | None
    spaced: bool


def raw_glyphs(text: Handle) -> list[RawGlyph]:
    """All characters of a page in the order of the file; raises `FormatTooComplex` for too many."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise too_complex("一页上的文字过多", "too many characters on one page")
    glyphs: list[RawGlyph] = []
    pieces: dict[int, _Piece] = {}
    sides, spaced = pdfium.FS_RECTF(), False
    for index in range(max(count, 0)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        unmapped = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        if code in _SPACES and not unmapped:
            spaced = spaced or not pdfium.FPDFText_IsGenerated(text, index)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, sides):
            continue
        number = address(pdfium.FPDFText_GetTextObject(text, index))
        piece = pieces.get(number) or pieces.setdefault(number, _piece(text, index))
        places = _even(text, index, piece, (sides.left, sides.bottom, sides.right, sides.top))
        if all(map(math.isfinite, places)):
            letter = UNKNOWN if unmapped else _letter(code)
            glyphs.append(RawGlyph(letter, places, number, piece.quarter, spaced))
        spaced = False
    return glyphs


class _Piece(msgspec.Struct, frozen=True):
    """What the characters of one piece of text share: how they are turned, which way is up, and their size."""

    quarter: int | None
    up: tuple[float, float]
    size: float


def _piece(text: Handle, index: int) -> _Piece:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    length = math.hypot(matrix.c, matrix.d)
    up = (matrix.c / length, matrix.d / length) if length else (0.0, 1.0)
    size = pdfium.FPDFText_GetFontSize(text, index) * length
    return _Piece(_quarter(pdfium.FPDFText_GetCharAngle(text, index)), up, size)


def _even(text: Handle, index: int, piece: _Piece, sides: _Sides) -> _Sides:
    """The sides with the height of the font in place of that of the character: some fonts give 一 none at all."""
    left, bottom, right, top = sides
    stands = abs(piece.up[1]) >= abs(piece.up[0])
    if not _LEAST_SIZE * (top - bottom if stands else right - left) < piece.size:
        return sides  # a font of glyphs drawn in a size of their own
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetCharOrigin(text, index, x, y):
        return sides
    at, way = (y.value, piece.up[1]) if stands else (x.value, piece.up[0])
    one, two = sorted((at - _BELOW * piece.size * way, at + (1 - _BELOW) * piece.size * way))
    return (left, one, right, two) if stands else (one, bottom, two, top)


_SPACES = frozenset([0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, *range(0x2000, 0x200C)])
_HYPHENS = frozenset([0x02, 0xFFFE])  # PDFium's marks for a hyphen at the end of a line


def _letter(code: int) -> str:
    """The character of a code; the unknown character for what stands for no character."""
    if code in _HYPHENS:
        return "-"
    letter = chr(code) if 0x20 < code < 0x110000 else UNKNOWN
    return UNKNOWN if unicodedata.category(letter) in {"Co", "Cs", "Cn", "Cc"} else letter


def _quarter(angle: float) -> int | None:
    turned = angle / (math.pi / 2) if math.isfinite(angle) else 0.5
    whole = round(turned)
    return whole % QUARTERS if abs(turned - whole) <= _SLANT else None


def view_of(page: Handle, glyphs: list[RawGlyph]) -> View:
    """The page turned as most of its characters are read; one without text as it is."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    sides = (box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, sides)) or max(map(abs, sides)) > 1e6:
        sides = (0.0, 0.0, 612.0, 792.0)
    return View(sides, turns_of(glyph.quarter for glyph in glyphs))


def seen_glyphs(raw: list[RawGlyph], view: View, drawing: Drawing) -> list[Glyph]:
    """The characters that can be seen, in the order of the file.

    Left out: slanted ones (watermarks), invisible, off the page, covered by what is drawn later, white on white, and
    tiny ones. Two different characters in one place become one that is unknown.
    """
    page, grounds = view.box, _Grounds([*drawing.panels, *drawing.pictures])
    glyphs = []
    for each in raw:
        box = view.seen(*each.sides)
        style = drawing.texts.get(each.piece)
        if each.quarter is None or not page.holds(box.x, box.y) or (style is not None and not style.drawn):
            continue
        if style is not None:
            at = grounds.at(box)
            if any(ground.opaque and ground.order > style.order for ground in at):
                continue
            if style.white and not _shows_white(box, style, at, drawing):
                continue
        glyphs.append(Glyph(each.text, box, each.piece, each.spaced, (each.quarter + view.turns) % QUARTERS))
    return _told_apart(glyphs)


class _Grounds:
    """Panels and pictures by where they are, so that those under a character are found at once."""

    def __init__(self, panels: list[Panel]) -> None:
        self._by_place: dict[tuple[int, int], list[Panel]] = {}
        self._everywhere: list[Panel] = []
        for panel in panels:
            places = _places(panel.box)
            if len(places) > _MANY_PLACES:
                self._everywhere.append(panel)
                continue
            for place in places:
                self._by_place.setdefault(place, []).append(panel)

    def at(self, box: Box) -> list[Panel]:
        """Those that hold the middle of the box."""
        found = self._by_place.get((int(box.x // _PLACE), int(box.y // _PLACE)), [])
        return [panel for panel in [*self._everywhere, *found] if panel.box.holds(box.x, box.y)]


def _places(box: Box) -> list[tuple[int, int]]:
    left, top = int(max(box.left, -_FAR) // _PLACE), int(max(box.top, -_FAR) // _PLACE)
    right, bottom = int(min(box.right, _FAR) // _PLACE), int(min(box.bottom, _FAR) // _PLACE)
    if (right - left + 1) * (bottom - top + 1) > _MANY_PLACES:
        return [(0, 0)] * (_MANY_PLACES + 1)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def _shows_white(box: Box, style: TextStyle, grounds: list[Panel], drawing: Drawing) -> bool:
    """Whether white text stands on something that is not white."""
    return any(not ground.white and ground.order < style.order for ground in grounds) or any(
        outline.holds(box.x, box.y) for outline in drawing.outlines
    )


def _told_apart(glyphs: list[Glyph]) -> list[Glyph]:
    """Without doubles (bold or shadow by drawing twice) and what is tiny; characters over each other become unknown."""
    usual = max(median([glyph.box.height for glyph in glyphs], 10.0), 1.0)
    kept: list[Glyph] = []
    places: dict[tuple[int, int], list[int]] = {}
    for glyph in glyphs:
        if not _TINY * usual <= glyph.box.height <= _HUGE * _HUGE * usual:
            continue
        column, row = int(glyph.box.x // usual), int(glyph.box.y // usual)
        near = [
            index
            for place in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
            for index in places.get(place, ())
            if _over(kept[index].box, glyph.box)
        ]
        if not near:
            places.setdefault((column, row), []).append(len(kept))
            kept.append(glyph)
        for index in near:
            if kept[index].text != glyph.text:
                kept[index] = msgspec.structs.replace(kept[index], text=UNKNOWN)
    return kept


def _over(one: Box, two: Box) -> bool:
    """Whether two characters of like size stand in one place."""
    height, width = min(one.height, two.height), min(one.width, two.width)
    if max(one.height, two.height) > _HUGE * height:
        return False  # a watermark behind the text
    across = min(one.right, two.right) - max(one.left, two.left)
    return abs(one.y - two.y) < _SAME_PLACE * height and across > _SAME_PLACE * width


def covers_page(pictures: list[Panel], page: Box) -> bool:
    """Whether one picture fills the page, as in a scan."""
    return any(picture.box.shared(page) >= _COVERING * page.width * page.height for picture in pictures)
