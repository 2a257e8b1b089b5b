"""The ways in which tables arrive as text, and which one a stretch of text has."""

import re

from pipeline.document import Span
from pipeline.tables.cells import CellStream, first_cells, lines_of, trimmed

from .in_lines import cut_behind_values, pieces_of_lines, values_stand_in_lines
from .page_marks import is_page_mark
from .piped import piped
from .spaced import spaced
from .tabbed import tabbed

# Far beyond any real section, and near enough to end in a second: what lies further off is not found, thus unknown.
_MOST_CHARACTERS = 1_000_000
_INDENTED = re.compile(r"^\t[^\t\n]*$", re.MULTILINE)  # one cell a line, as browsers copy cells that hold paragraphs
_MIN_SEPARATORS = 8  # fewer pipes or tabs than this are punctuation of prose, not a table


def text_stream(text: str, region: Span) -> CellStream:
    """Return the cells in a region of `text`, parted by what parts them there: pipes, tabs, line breaks or spaces."""
    region = Span(region.start, min(region.end, region.start + _MOST_CHARACTERS))
    content = region.of(text)
    tabs = content.count("\t") - len(_INDENTED.findall(content))
    if content.count("|") >= max(_MIN_SEPARATORS, tabs):
        return CellStream(first_cells(piped(text, region)))
    if tabs >= _MIN_SEPARATORS:
        return CellStream(first_cells(tabbed(text, region)))
    lines = [words for start, end in lines_of(text, region) if (words := trimmed(text, start, end)).start < words.end]
    lines = list(cut_behind_values(text, lines))
    unmarked = [line for line in lines if not is_page_mark(line.of(text))]
    if values_stand_in_lines(text, unmarked):
        return CellStream(first_cells(pieces_of_lines(text, unmarked)), in_lines=True)
    return CellStream(first_cells(spaced(text, lines)), spaced=True)
