"""Handlers for what stands inside a paragraph: text, signs, fields, and whether a run is hidden."""

from collections.abc import Callable

from pipeline.formats.markup import Attributes, End, Start, is_on, value

from .flow import Walk
from .styles import Styles

_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_PICTURES = ("a:blip", "v:imagedata")
_SYMBOLS = range(0xF020, 0xF07F)  # where Word puts the ASCII signs of its font Symbol
_PRINTABLE = (range(0x20, 0xD800), range(0xE000, 0x11_0000))
_MARGIN = " \t\r\n"
_NO_BREAKS = str.maketrans("\r\n\t", "   ")


class Runs:
    """The handlers; `pictures` counts what only shows a picture."""

    def __init__(self, walk: Walk, styles: Callable[[], Styles]) -> None:
        self.pictures = 0
        self._walk = walk
        self._styles = styles
        self._text: list[str] | None = None
        self._keeps_spaces = False

    def starts(self) -> dict[str, Start]:
        """What to call where an element begins."""
        return {
            "w:r": self._run,
            "w:rStyle": self._style,
            "w:vanish": self._vanish,
            "w:specVanish": self._vanish,
            "w:t": self._begin_text,
            "m:t": self._begin_text,
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            **dict.fromkeys(_PICTURES, self._picture),
            **{name: self._sign(sign) for name, sign in _SIGNS.items()},
        }

    def ends(self) -> dict[str, End]:
        """What to call where an element ends."""
        return {"w:r": self._end_run, "w:t": self._end_text, "m:t": self._end_text}

    def characters(self, words: str) -> None:
        """Take text; what stands between elements is of no meaning."""
        if self._text is not None:
            self._text.append(words)

    def _run(self, _: Attributes) -> None:
        flow = self._walk.flow
        flow.in_run = True
        flow.run_hidden = flow.paragraph is not None and flow.paragraph.text_hidden

    def _end_run(self) -> None:
        self._walk.flow.in_run = False

    def _style(self, attributes: Attributes) -> None:
        flow = self._walk.flow
        if flow.in_run:
            hidden = self._styles().resolved(value(attributes, "val") or "").hidden
            flow.run_hidden = flow.run_hidden if hidden is None else hidden

    def _vanish(self, attributes: Attributes) -> None:
        flow = self._walk.flow
        if flow.in_run:
            flow.run_hidden = is_on(attributes)
        elif self._walk.in_properties and flow.paragraph is not None and is_on(attributes):
            flow.paragraph.is_joined_to_next = True

    def _begin_text(self, attributes: Attributes) -> None:
        self._text = []
        self._keeps_spaces = bool(attributes) and value(attributes, "space") == "preserve"

    def _end_text(self) -> None:
        words = "".join(self._text or ())
        self._text = None
        if not self._keeps_spaces:
            words = words.strip(_MARGIN)
        if words:
            self._walk.write(words.translate(_NO_BREAKS))

    def _sign(self, sign: str) -> Start:
        return lambda _: self._walk.write(sign)

    def _symbol(self, attributes: Attributes) -> None:
        try:
            code = int(value(attributes, "char") or "", 16)
        except ValueError:
            return
        if code in _SYMBOLS and value(attributes, "font") == "Symbol":
            code -= 0xF000
        if any(code in printable for printable in _PRINTABLE):
            self._walk.write(chr(code))

    def _field(self, attributes: Attributes) -> None:
        if self._walk.flow.paragraph is not None:
            self._walk.flow.paragraph.field(value(attributes, "fldCharType"))

    def _picture(self, _: Attributes) -> None:
        self.pictures += 1
