"""Runs: characters that the file writes one after the other in one place, as programs write the text of a cell."""

import re

import msgspec

from pipeline.figures import looks_like_value

from .geometry import Box, around
from .glyphs import Glyph
from .lines import is_chinese, joined

_SAME_LINE = 0.45  # of the height
_OTHER_PIECE = 0.15  # of the height: the widest gap within a run from one piece of text to another
_SAME_PIECE = 0.25
_CHINESE = 0.8
_BACK = 0.5
_WRAPPED = 1.7  # heights from one line of a cell to the next, at most
_NUMBERED_WRAPPED = 2.2  # below a numbered label, since what follows without a number is no row of its own
_OTHER_SIZE = 1.2
_HALF = 0.5  # of the narrower line that lies above or below the other
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])")


class Run(msgspec.Struct, frozen=True):
    """The text of what may be a cell, its box, the height of its characters, and whether it is a number or placeholder."""

    text: str
    box: Box
    size: float
    glyphs: tuple[Glyph, ...]
    is_value: bool

    def is_level_with(self, y: float, slack: float = 0.3) -> bool:
        """Whether the run stands at this height."""
        return self.box.top - slack * self.size <= y <= self.box.bottom + slack * self.size


def runs_of(glyphs: list[Glyph]) -> list[Run]:
    """The runs of upright characters in the order of the file, lines of one label joined."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.quarter:
            continue
        if lines and _follows(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    runs: list[Run] = []
    for line in lines:
        run = _run(line)
        if runs and _wraps(runs[-1], run):
            runs[-1] = continued(runs[-1], run)
        else:
            runs.append(run)
    return runs


def is_numbered(text: str) -> bool:
    """Whether a label begins with its number."""
    return _NUMBERED.match(text) is not None


def _follows(one: Glyph, two: Glyph) -> bool:
    height = min(one.box.height, two.box.height)
    if abs(one.box.y - two.box.y) > _SAME_LINE * height:
        return False
    gap = two.box.left - one.box.right
    chinese = is_chinese(one.text) or is_chinese(two.text)
    if two.spaced and not chinese:
        return False
    same = one.piece == two.piece
    widest = (_CHINESE if chinese else _SAME_PIECE) if same else _OTHER_PIECE
    return -_BACK * height <= gap <= widest * height


def _run(line: list[Glyph]) -> Run:
    text = "".join(glyph.text for glyph in line)
    size = max(glyph.box.height for glyph in line)
    return Run(text, around(glyph.box for glyph in line), size, tuple(line), looks_like_value(text))


def _wraps(one: Run, two: Run) -> bool:
    return goes_on(one, two, _NUMBERED_WRAPPED if is_numbered(one.text) else _WRAPPED)


def goes_on(one: Run, two: Run, farthest: float) -> bool:
    """Whether `two` is the next line of the label `one`, at most so many heights below its last."""
    if one.is_value or two.is_value or is_numbered(two.text):
        return False
    size = min(one.size, two.size)
    down = two.box.y - one.glyphs[-1].box.y
    if not _HALF * size < down <= farthest * size or max(one.size, two.size) > _OTHER_SIZE * size:
        return False
    shared = min(one.box.right, two.box.right) - max(one.box.left, two.box.left)
    return shared >= _HALF * min(one.box.width, two.box.width)


def continued(one: Run, two: Run) -> Run:
    """A label with its next line."""
    text = joined(one.text, two.text)
    return Run(text, around([one.box, two.box]), max(one.size, two.size), one.glyphs + two.glyphs, is_value=False)
