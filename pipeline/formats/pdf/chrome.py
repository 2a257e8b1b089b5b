"""Removes what is printed around the text of each page: page numbers, running heads and feet."""

import itertools
import re
from collections.abc import Iterable, Iterator

from .blocks import Line, Page, Table

_BAND = 0.12  # of the page's height, above and below
_SAME_PLACE = 5.0
_LEAST_LETTERS = 4
_MOST_PARTS = 3  # a line of more parts is the header of a table
_DECORATED = re.compile(
    r"^[-—–―－~·.•\s]+\d{1,3}[-—–―－~·.•\s]+$|^第\s*[\d一二三四五六七八九十]{1,4}\s*页(?:\s*[/,，、(（]?\s*共\s*[\d一二三四五六七八九十]{1,4}\s*页\s*[)）]?)?$"
    r"|^(?:P|p|Page|PAGE)\.?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?$|^\d{1,3}\s*[/／]\s*\d{1,3}$"
)
_PLAIN = re.compile(r"^\d{1,3}$")
_DIGITS = re.compile(r"\d+")
_PRINTED_AT = re.compile(r"\d[/.:：\-]\d+[/.:：\-]\d|\d:\d\d")  # the day and time of printing
_NO_LETTERS = re.compile(r"[\W_]+")


Row = list[Line]  # what stands on one height


def without_chrome(pages: list[Page]) -> list[Page]:
    """The pages without their numbers and what repeats at the same place above or below the text."""
    rows = [list(_outer_rows(page)) for page in pages]
    drop = {id(line) for row in itertools.chain(*rows) if len(row) <= _MOST_PARTS for line in row if _is_number(line)}
    drop |= _plain_numbers(pages, rows) | _running_heads(rows)
    return [Page(page.box, tuple(block for block in page.blocks if id(block) not in drop)) for page in pages]


def _outer_rows(page: Page) -> Iterator[Row]:
    """The rows in the bands above and below, from outside in, that have no table farther out."""
    height = page.box.height
    yield from _rows(itertools.takewhile(lambda block: block.box.bottom <= _BAND * height, page.blocks))
    yield from _rows(itertools.takewhile(lambda block: block.box.top >= (1 - _BAND) * height, page.blocks[::-1]))


def _rows(blocks: Iterable[Line | Table]) -> Iterator[Row]:
    row: Row = []
    for block in blocks:
        if not isinstance(block, Line):
            break
        if row and abs(block.box.y - row[0].box.y) > _SAME_PLACE:
            yield row
            row = []
        row.append(block)
    if row:
        yield row


def _is_number(line: Line) -> bool:
    return _DECORATED.match(line.text) is not None


def _plain_numbers(pages: list[Page], rows: list[list[Row]]) -> set[int]:
    """Bare numbers that count the pages: alone and outermost, on two or more pages, as far from the page's index."""
    offsets: dict[int, list[int]] = {}
    for index, (page, outer) in enumerate(zip(pages, rows, strict=True)):
        ends = [block for block in (page.blocks[:1] + page.blocks[-1:]) if isinstance(block, Line)]
        for row in outer:
            if len(row) == 1 and row[0] in ends and _PLAIN.match(row[0].text):
                offsets.setdefault(int(row[0].text) - index, []).append(id(row[0]))
    if not offsets:
        return set()
    lines = max(offsets.values(), key=len)
    alone = len(pages) == 1 and 1 in offsets
    return set(lines) if len(lines) >= 2 or alone else set()


def _running_heads(rows: list[list[Row]]) -> set[int]:
    """Lines that come again on another page at the same height, at least on half of the pages."""
    places: dict[tuple[str, int], dict[int, list[int]]] = {}
    for page, outer in enumerate(rows):
        for line in (line for row in outer if len(row) <= _MOST_PARTS for line in row):
            words = _DIGITS.sub("", line.text)
            if len(_NO_LETTERS.sub("", words)) >= _LEAST_LETTERS or _PRINTED_AT.search(line.text):
                place = (words, round(line.box.y / _SAME_PLACE))
                places.setdefault(place, {}).setdefault(page, []).append(id(line))
    often = max(2, len(rows) // 2)
    return {line for pages in places.values() if len(pages) >= often for lines in pages.values() for line in lines}
