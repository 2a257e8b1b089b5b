"""Characters to lines and words, by their places alone."""

import msgspec

from .geometry import Box, around
from .glyphs import Glyph
from .view import QUARTERS

_SAME_LINE = 0.45  # of the height: how far the middles of characters of one line lie apart
_WORD_GAP = 0.25  # of the height: what parts two words
_PIECE_GAP = 0.15  # between two pieces of text of the file
_CHINESE_GAP = 0.8  # between Chinese characters, whose marks leave half of their place empty
_TOUCHING = -0.12


class Word(msgspec.Struct, frozen=True):
    """Characters that stand together on one line, from left to right."""

    glyphs: tuple[Glyph, ...]
    box: Box

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(glyph.text for glyph in self.glyphs)


def lines_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters by line from top to bottom, each line from left to right."""
    lines: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda each: each.box.y):
        box = glyph.box
        if lines and abs(box.y - middle) <= _SAME_LINE * max(min(height, box.height), 1.0):
            lines[-1].append(glyph)
            middle += (box.y - middle) / len(lines[-1])
            height = max(height, box.height)
        else:
            lines.append([glyph])
            middle, height = box.y, box.height
    return [sorted(line, key=lambda each: each.box.left) for line in lines]


def words_of(line: list[Glyph]) -> list[Word]:
    """The words of a line; a gap, or a space character, parts two."""
    words: list[list[Glyph]] = []
    for glyph in line:
        if words and not _parts(words[-1][-1], glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return [word_of(word) for word in words]


def word_of(glyphs: list[Glyph]) -> Word:
    """One word of these characters."""
    return Word(tuple(glyphs), around(glyph.box for glyph in glyphs))


def _parts(one: Glyph, two: Glyph) -> bool:
    distance = two.box.left - one.box.right
    height = min(one.box.height, two.box.height)
    if is_chinese(one.text) or is_chinese(two.text):
        return distance > (_WORD_GAP if two.spaced else _CHINESE_GAP) * height
    widest = _WORD_GAP if one.piece == two.piece else _PIECE_GAP
    return distance > widest * height or (two.spaced and distance > _TOUCHING * height)


def is_chinese(letter: str) -> bool:
    """Whether a character is as wide as high: Chinese, or a mark used with it."""
    return letter >= "⺀" or letter in "“”‘’…—·"


def joined(one: str, two: str) -> str:
    """Two lines of one text as one: a space only where neither side is Chinese."""
    if not one or not two or is_chinese(one[-1]) or is_chinese(two[0]):
        return one + two
    return f"{one} {two}"


def line_text(line: list[Glyph]) -> str:
    """The words of a line parted by spaces."""
    return " ".join(word.text for word in words_of(line))


def cell_text(glyphs: list[Glyph], cell: Box) -> str:
    """The text of a cell, its lines joined.

    A number that breaks at the cell's edge goes on in the next line; two numbers under each other stay two.
    """
    text = ""
    for quarter in range(QUARTERS):
        turned = [_upright(glyph) for glyph in glyphs if glyph.quarter == quarter]
        before: list[Glyph] = []
        for line in lines_of(turned):
            words = line_text(line)
            broken = before and quarter == 0 and _breaks_number(before, line, cell)
            text = text + words if broken else joined(text, words)
            before = line
    return text


def _upright(glyph: Glyph) -> Glyph:
    """The character turned back about the page's origin, so that its line lies."""
    box = glyph.box
    if glyph.quarter == 1:
        box = Box(box.top, -box.right, box.bottom, -box.left)
    elif glyph.quarter == 2:
        box = Box(-box.right, -box.bottom, -box.left, -box.top)
    elif glyph.quarter == 3:
        box = Box(-box.bottom, box.left, -box.top, box.right)
    return msgspec.structs.replace(glyph, box=box) if glyph.quarter else glyph


_MARGINS = 12.0  # left and right of the text in a cell, both together


def _breaks_number(one: list[Glyph], two: list[Glyph], cell: Box) -> bool:
    """Whether a number runs on from a full line to the next: another digit would not have fitted."""
    last, first = one[-1], two[0]
    if not (last.text.isdigit() or last.text in ".,") or not first.text.isdigit():
        return False
    free = cell.width - (last.box.right - one[0].box.left)
    return len(one) > 1 and all(g.text.isdigit() or g.text in ".,+-" for g in one) and free < _MARGINS + last.box.width
