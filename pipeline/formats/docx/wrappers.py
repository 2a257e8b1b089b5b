"""Handlers for what holds blocks: content controls, text boxes, alternatives, embedded documents."""

from collections.abc import Callable

from pipeline.formats.markup import Attributes, End, Start, is_on, value

from .flow import Flow, Walk
from .paragraph import Block
from .tables import Tables


class Wrappers:
    """The handlers; `embedded` gives the blocks of a `w:altChunk` by its relationship."""

    def __init__(self, walk: Walk, tables: Tables, embedded: Callable[[str], list[Block]]) -> None:
        self._walk = walk
        self._tables = tables
        self._embedded = embedded
        self._controls: list[bool] = []  # of each open content control, whether it shows a placeholder
        self._branches: list[int | None] = []  # of each mc:AlternateContent: what was shown before, None once read

    def starts(self) -> dict[str, Start]:
        """What to call where an element begins."""
        return {
            "w:sdt": self._control,
            "w:showingPlcHdr": self._placeholder,
            "w:txbxContent": self._box,
            "w:altChunk": self._chunk,
            "mc:AlternateContent": self._alternatives,
            "mc:Choice": self._branch,
            "mc:Fallback": self._branch,
        }

    def ends(self) -> dict[str, End]:
        """What to call where an element ends."""
        return {
            "w:sdt": self._end_control,
            "w:txbxContent": self._end_box,
            "mc:AlternateContent": self._end_alternatives,
            "mc:Choice": self._end_branch,
            "mc:Fallback": self._end_branch,
        }

    def _control(self, _: Attributes) -> None:
        self._controls.append(False)

    def _placeholder(self, attributes: Attributes) -> None:
        if self._controls and not self._controls[-1] and is_on(attributes):
            self._controls[-1] = True
            self._walk.placeholders += 1

    def _end_control(self) -> None:
        if self._controls:
            self._walk.placeholders -= self._controls.pop()

    def _box(self, _: Attributes) -> bool:
        """A text box is a flow of its own; one that is not shown is passed over."""
        flow = self._walk.flow
        if flow.run_hidden or self._walk.placeholders:
            return True
        self._walk.outer.append(flow)
        self._walk.flow = Flow()
        return False

    def _end_box(self) -> None:
        if not self._walk.outer:
            return
        while self._walk.flow.tables:
            self._tables.end()
        self._tables.end_paragraphs()
        blocks = self._walk.flow.blocks
        self._walk.flow = self._walk.outer.pop()
        self._walk.shown += len(blocks)
        if self._walk.flow.paragraph is not None:
            self._walk.flow.paragraph.anchor(blocks)
        else:
            for block in blocks:
                self._walk.flow.add(block)

    def _chunk(self, attributes: Attributes) -> None:
        for block in self._embedded(value(attributes, "id") or ""):
            self._walk.flow.add(block)

    def _alternatives(self, _: Attributes) -> None:
        self._branches.append(self._walk.shown)

    def _end_alternatives(self) -> None:
        if self._branches:
            self._branches.pop()

    def _branch(self, _: Attributes) -> bool:
        """Pass over a branch after one that showed something: all hold the same."""
        return bool(self._branches) and self._branches[-1] is None

    def _end_branch(self) -> None:
        if self._branches and self._branches[-1] is not None and self._walk.shown > self._branches[-1]:
            self._branches[-1] = None
