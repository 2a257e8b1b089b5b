"""What a paragraph or run gets from its style: automatic numbering, and whether its text is hidden."""

import msgspec

from pipeline.formats.markup import Attributes, Handlers, is_on, number, parse, value

_LONGEST_CHAIN = 20


class Style(msgspec.Struct):
    """One style; None where it leaves a thing to the style that it is based on."""

    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document by id; `default` is what a paragraph without a style has."""

    def __init__(self, data: bytes | None, format: str) -> None:  # noqa: A002 - named as in the errors
        self._styles: dict[str, Style] = {}
        self._resolved: dict[str, Style] = {}
        self._open = Style()
        self.default: str | None = None
        if data is not None:
            self._parse(data, format)

    def resolved(self, style_id: str) -> Style:
        """Return the style with all that it takes from those below it; an empty one if the id is unknown."""
        if style_id not in self._resolved:
            self._resolved[style_id] = self._with_bases(style_id)
        return self._resolved[style_id]

    def _with_bases(self, style_id: str) -> Style:
        found, next_id = Style(), style_id
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(next_id)
            if style is None:
                break
            if found.list_id is None and style.list_id is not None:
                found.list_id = style.list_id
            if found.level is None:
                found.level = style.level
            if found.hidden is None:
                found.hidden = style.hidden
            next_id = style.based_on or ""
        return found

    def _parse(self, data: bytes, format: str) -> None:  # noqa: A002
        starts = {
            "w:style": self._begin,
            "w:basedOn": self._based_on,
            "w:numId": self._list,
            "w:ilvl": self._level,
            "w:vanish": self._vanish,
            "w:latentStyles": lambda _: True,
            "w:docDefaults": lambda _: True,
            "w:tblStylePr": lambda _: True,
        }
        parse(data, Handlers(starts), format)

    def _begin(self, attributes: Attributes) -> None:
        style_id = value(attributes, "styleId") or ""
        self._open = self._styles.setdefault(style_id, Style())
        if value(attributes, "type") == "paragraph" and value(attributes, "default") in {"1", "true", "on"}:
            self.default = style_id

    def _based_on(self, attributes: Attributes) -> None:
        self._open.based_on = value(attributes, "val")

    def _list(self, attributes: Attributes) -> None:
        self._open.list_id = value(attributes, "val")

    def _level(self, attributes: Attributes) -> None:
        self._open.level = number(attributes, "val", 0)

    def _vanish(self, attributes: Attributes) -> None:
        self._open.hidden = is_on(attributes)
