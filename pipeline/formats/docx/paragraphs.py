"""Handlers for paragraphs: where they begin and end, their style and their automatic number."""

from collections.abc import Callable

from pipeline.formats.markup import Attributes, End, Start, number, value

from .flow import Walk
from .numbering import LEVELS, Numbering
from .paragraph import Paragraph
from .styles import Styles


class Paragraphs:
    """The handlers; styles and numbering are asked for when they are first needed."""

    def __init__(self, walk: Walk, styles: Callable[[], Styles], numbering: Callable[[], Numbering]) -> None:
        self._walk = walk
        self._styles = styles
        self._numbering = numbering

    def starts(self) -> dict[str, Start]:
        """What to call where an element begins."""
        return {
            "w:p": self._begin,
            "w:pPr": self._properties,
            "w:pStyle": self._style,
            "w:numId": self._list,
            "w:ilvl": self._level,
            "w:del": self._deleted,
            "w:moveFrom": self._deleted,
        }

    def ends(self) -> dict[str, End]:
        """What to call where an element ends."""
        return {"w:p": self._end, "w:pPr": self._end_properties}

    def end_all(self) -> None:
        """End the open paragraph, also one that should go on with a next one that does not come."""
        flow = self._walk.flow
        if flow.paragraph is None and flow.carried is not None:
            flow.paragraph, flow.carried = flow.carried, None
            flow.paragraph.is_joined_to_next = False
        if flow.paragraph is not None:
            flow.paragraph.is_joined_to_next = False
            self._end()

    def _begin(self, _: Attributes) -> None:
        flow = self._walk.flow
        if flow.paragraph is not None:
            self._end()
        flow.paragraph, flow.carried = flow.carried or Paragraph(), None
        flow.paragraph.go_on()
        default = self._styles().default
        if default is not None:
            self._apply_style(default)

    def _end(self) -> None:
        flow, paragraph = self._walk.flow, self._walk.flow.paragraph
        flow.paragraph, flow.in_run, flow.run_hidden = None, False, False
        if paragraph is None or flow.is_deleted:
            return
        if paragraph.is_joined_to_next:
            flow.carried = paragraph
            return
        for block in (*paragraph.before, *paragraph.lines(self._label(paragraph)), *paragraph.after):
            flow.add(block)

    def _label(self, paragraph: Paragraph) -> str:
        style = self._styles().resolved(paragraph.style) if paragraph.style is not None else None
        list_id = paragraph.list_id or (style.list_id if style else None)
        if list_id is None or list_id == "0" or self._walk.placeholders:
            return ""
        level = paragraph.level
        if level is None and style is not None and paragraph.list_id is None:
            linked = self._numbering().level_of_style(list_id, paragraph.style or "")
            level = linked if linked is not None else style.level
        return self._numbering().next_label(list_id, min(level or 0, LEVELS - 1))

    def _properties(self, _: Attributes) -> None:
        self._walk.in_properties = True

    def _end_properties(self) -> None:
        self._walk.in_properties = False

    def _style(self, attributes: Attributes) -> None:
        style = value(attributes, "val")
        if style is not None and self._walk.in_properties:
            self._apply_style(style)

    def _apply_style(self, style: str) -> None:
        paragraph = self._walk.flow.paragraph
        if paragraph is not None:
            paragraph.style = style
            paragraph.text_hidden = bool(self._styles().resolved(style).hidden)

    def _list(self, attributes: Attributes) -> None:
        if self._walk.flow.paragraph is not None and self._walk.in_properties:
            self._walk.flow.paragraph.list_id = value(attributes, "val")

    def _level(self, attributes: Attributes) -> None:
        if self._walk.flow.paragraph is not None and self._walk.in_properties:
            self._walk.flow.paragraph.level = number(attributes, "val", 0)

    def _deleted(self, _: Attributes) -> bool:
        """`w:del` wraps deleted text; in the properties of a row or of a paragraph mark it says that they are gone."""
        flow = self._walk.flow
        if flow.paragraph is not None:
            flow.paragraph.is_joined_to_next |= self._walk.in_properties
        elif flow.table is not None and flow.table.in_row and flow.cell is None:
            flow.table.row_deleted = True
        return True
