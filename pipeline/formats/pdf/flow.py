"""Joins printed lines to paragraphs, so that a sentence that wraps, or goes on over the page, stands on one line."""

import re
from collections.abc import Iterator

from .blocks import Line, Page, Table
from .geometry import median
from .lines import joined

_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+\s*[.．、])")
_ENDED = tuple("。！？；：.!?;:")
_FULL = 1.6  # characters: a line that ends so near to the margin is full
_INDENT = 0.9  # characters: a line that begins so far in begins a paragraph
_LARGER = 1.15
_PITCH = 2.4  # heights: lines farther apart are two paragraphs


def paragraphs(pages: list[Page]) -> Iterator[str | Table]:
    """Paragraphs and tables in reading order over all pages."""
    text, last = "", None
    for page in pages:
        lines = [block for block in page.blocks if isinstance(block, Line)]
        left, right = _margins(lines)
        fresh = True
        for block in page.blocks:
            if isinstance(block, Table):
                if text:
                    yield text
                text, last = "", None
                yield block
                continue
            if last is not None and _goes_on(last[0], block, last[1], left, same_page=not fresh):
                text = joined(text, block.text)
            else:
                if text:
                    yield text
                text = block.text
            last, fresh = (block, right), False
    if text:
        yield text


def _margins(lines: list[Line]) -> tuple[float, float]:
    """Where most lines begin at the earliest, and end at the latest."""
    if not lines:
        return 0.0, 0.0
    size = median([line.size for line in lines], 10.0)
    rights = sorted(line.box.right for line in lines)
    right = rights[-1]
    for candidate in reversed(rights):  # the farthest that is no exception
        if sum(abs(other - candidate) <= size for other in rights) >= min(2, len(rights)):
            right = candidate
            break
    return min(line.box.left for line in lines if line.box.right >= right - 2 * size), right


def _goes_on(one: Line, two: Line, right: float, left: float, *, same_page: bool) -> bool:
    """Whether the paragraph of `one` goes on in `two`."""
    size = min(one.size, two.size)
    if max(one.size, two.size) > _LARGER * size:
        return False
    if same_page and not 0 < two.box.y - one.box.y <= _PITCH * size:
        return False
    if one.box.right < right - _FULL * size or two.box.left > left + _INDENT * size:
        return False
    return not (_NUMBERED.match(two.text) and one.text.endswith(_ENDED))
