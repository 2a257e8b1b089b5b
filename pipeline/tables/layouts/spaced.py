"""One cell a line: only line breaks part the cells, and more of them than usual stand for blank ones."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.characters import folded
from pipeline.document import Span
from pipeline.tables.cells import Cell

from .page_marks import is_page_mark

_MOST_BLANKS = 40
_LEAST_WIDE = 6


def spaced(text: str, filled: Sequence[Span]) -> Iterator[Cell]:
    """Yield the cells of `filled` lines, and the blanks that surplus line breaks between two of them stand for.

    Page numbers are passed by, and so is the space around them.
    """
    gaps = [text.count("\n", one.end, two.start) for one, two in itertools.pairwise(filled)]
    numbers = [folded(words.of(text)).isdigit() for words in filled]
    values = [gap for gap, (one, two) in zip(gaps, itertools.pairwise(numbers), strict=True) if one and two]
    usual = min((Counter(each).most_common(1)[0][0] for each in (values, gaps) if each), default=1)
    unit = _unit(values, usual)
    marks = [is_page_mark(words.of(text)) for words in filled]
    for index, words in enumerate(filled):
        if marks[index]:
            continue
        yield Cell(words.of(text), words)
        at_page_end = index + 1 == len(filled) or marks[index + 1]
        for _ in range(0 if at_page_end else min((gaps[index] - usual) // unit, _MOST_BLANKS)):
            yield Cell("", Span(words.end, words.end), padding=False)


def _unit(gaps: Sequence[int], usual: int) -> int:
    """How many line breaks a blank cell adds: one, or as many as part any two cells where all gaps are multiples."""
    wide = [gap for gap in gaps if gap > usual]
    return usual if len(wide) >= _LEAST_WIDE and all(gap % usual == 0 for gap in wide) else 1
