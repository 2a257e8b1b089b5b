"""Walks through `word/document.xml` and gives the lines and grids that a careful reader of the document sees.

Not read: what is deleted, moved away, hidden, or a placeholder; field codes; notes, comments, headers and footers.
Elements that only wrap others (insertions, smart tags, custom XML) need no handler: what they hold is read.
"""

from typing import Protocol

from pipeline.formats.markup import Handlers

from .flow import Walk
from .numbering import Numbering
from .paragraph import Block
from .paragraphs import Paragraphs
from .runs import Runs
from .styles import Styles
from .tables import Tables
from .wrappers import Wrappers

_PASSED_OVER = (
    "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:sectPr", "w:tabs", "w:tblPr", "w:tblGrid",
    "w:tblPrEx", "w:pPrChange", "w:rPrChange", "w:tcPrChange", "w:trPrChange", "w:tblPrChange", "w:tblGridChange",
    "w:tblPrExChange", "w:sectPrChange", "w:numberingChange",
)  # fmt: skip


class Parts(Protocol):
    """The other parts that a document refers to."""

    def styles(self) -> Styles:
        """Return the document's styles."""

    def numbering(self) -> Numbering:
        """Return the document's lists."""

    def embedded(self, relationship_id: str) -> list[Block]:
        """Return the blocks of an embedded document (`w:altChunk`)."""


class Reading:
    """One walk through a main part: call the `handlers`, then `finish`."""

    def __init__(self, parts: Parts) -> None:
        self._walk = Walk()
        self._paragraphs = Paragraphs(self._walk, parts.styles, parts.numbering)
        self._runs = Runs(self._walk, parts.styles)
        self._tables = Tables(self._walk, self._paragraphs.end_all)
        self._wrappers = Wrappers(self._walk, self._tables, parts.embedded)

    @property
    def pictures(self) -> int:
        """How many pictures the document shows."""
        return self._runs.pictures

    def handlers(self) -> Handlers:
        """Return what is to be called for which element."""
        groups = (self._paragraphs, self._runs, self._tables, self._wrappers)
        starts = {name: start for group in groups for name, start in group.starts().items()}
        ends = {name: end for group in groups for name, end in group.ends().items()}
        return Handlers(dict.fromkeys(_PASSED_OVER, lambda _: True) | starts, ends, self._runs.characters)

    def finish(self) -> list[Block]:
        """Return the blocks of the body in reading order, once all was walked through."""
        self._paragraphs.end_all()
        return self._walk.flow.blocks
