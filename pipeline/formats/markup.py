"""Reads XML that hostile hands may have made, element by element: no DTD, no entity, nothing fetched, no tree kept."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar
from xml.parsers import expat

import msgspec

from pipeline.errors import FormatDamaged, FormatTooComplex

Attributes = list[str]
Start = Callable[[Attributes], bool | None]
End = Callable[[], None]
_Handler = TypeVar("_Handler")

_OFFICE = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
# What we call a namespace → the names that files have for it: transitional first, then strict.
_NAMESPACES: dict[str, tuple[str, ...]] = {
    "w": (f"{_OFFICE}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main"),
    "s": (f"{_OFFICE}/spreadsheetml/2006/main", f"{_STRICT}/spreadsheetml/main"),
    "a": (f"{_OFFICE}/drawingml/2006/main", f"{_STRICT}/drawingml/main"),
    "m": (f"{_OFFICE}/officeDocument/2006/math", f"{_STRICT}/officeDocument/math"),
    "v": ("urn:schemas-microsoft-com:vml",),
    "mc": (f"{_OFFICE}/markup-compatibility/2006",),
    "ct": (f"{_OFFICE}/package/2006/content-types",),
    "rel": (f"{_OFFICE}/package/2006/relationships",),
}
_DECLARATION = re.compile(rb"xmlns(?::([A-Za-z_][A-Za-z0-9_.\-]*))?\s*=\s*(?:\"([^\"<&]*)\"|'([^'<&]*)')")
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1"})
MOST_MARKS = 2_000_000  # of `<`: a million elements, some twenty times what a long report has


class Handlers(msgspec.Struct, frozen=True):
    """What to call for elements, named `w:tbl` whatever prefix the file has; others are passed through.

    A start that returns True passes over its element with all that is in it, and its end is not told.
    """

    starts: Mapping[str, Start]
    ends: Mapping[str, End] = {}
    characters: Callable[[str], None] | None = None


def parse(data: bytes, handlers: Handlers, format: str) -> None:  # noqa: A002 - named as in the errors
    """Walk through one XML part, calling `handlers`.

    Raises `FormatDamaged` for what is not well-formed or has a DTD, which no office program writes, and
    `FormatTooComplex` where there are more elements than in any report.
    """
    if data.count(b"<") > MOST_MARKS:
        raise FormatTooComplex(format=format, reason=f"超过 {MOST_MARKS} 个标记 tags")
    beginnings = _plain_beginnings(data)
    parser = expat.ParserCreate(None, None if beginnings is not None else ":")
    if beginnings is None:
        beginnings = {short: tuple(f"{name}:" for name in names) for short, names in _NAMESPACES.items()}
    parser.buffer_text = True
    parser.ordered_attributes = True
    _refuse_declarations(parser, format)
    _Walk(parser, handlers, beginnings)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError as error:
        reason = f"XML 第 {error.lineno} 行有误 line {error.lineno}: {expat.ErrorString(error.code)}"
        raise FormatDamaged(format=format, reason=reason) from None
    finally:  # the handlers and the parser refer to each other
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None


def value(attributes: Attributes, name: str) -> str | None:
    """Return the attribute of that local name, whatever its namespace; None if it is not there."""
    for index in range(0, len(attributes), 2):
        if attributes[index].rpartition(":")[2] == name:
            return attributes[index + 1]
    return None


def is_on(attributes: Attributes) -> bool:
    """Whether a switch such as `<w:vanish/>` is on, which it is unless it says no."""
    return value(attributes, "val") not in {"0", "false", "off"}


def number(attributes: Attributes, name: str, default: int) -> int:
    """Return a whole number; `default` where it is not there or senseless."""
    written = (value(attributes, name) or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else default


class _Walk:
    """Calls the handlers of one parser; passing over an element exchanges them for a count of depth."""

    def __init__(self, parser: expat.XMLParserType, handlers: Handlers, beginnings: dict[str, tuple[str, ...]]) -> None:
        self._parser = parser
        self._characters = handlers.characters
        self._depth = 0
        starts, ends = _spelled(handlers.starts, beginnings), _spelled(handlers.ends, beginnings)

        def start(name: str, attributes: Attributes) -> None:
            handler = starts.get(name)
            if handler is not None and handler(attributes):
                self._pass_over()

        def end(name: str) -> None:
            handler = ends.get(name)
            if handler is not None:
                handler()

        self._start, self._end = start, end
        self._listen()

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def _pass_over(self) -> None:
        self._depth = 1
        self._parser.StartElementHandler = self._deeper
        self._parser.EndElementHandler = self._higher
        self._parser.CharacterDataHandler = None

    def _deeper(self, _name: str, _attributes: Attributes) -> None:
        self._depth += 1

    def _higher(self, _name: str) -> None:
        self._depth -= 1
        if not self._depth:
            self._listen()


def _spelled(handlers: Mapping[str, _Handler], beginnings: dict[str, tuple[str, ...]]) -> dict[str, _Handler]:
    """The handlers by the names that this file has for their elements."""
    spelled = {}
    for name, handler in handlers.items():
        short, _, local = name.partition(":")
        spelled.update({beginning + local: handler for beginning in beginnings.get(short, ())})
    return spelled


def _plain_beginnings(data: bytes) -> dict[str, tuple[str, ...]] | None:
    """What stands before local names for each namespace, where each prefix means one thing in the whole file.

    Then names can be compared as written, which takes half the time. None where expat must resolve the prefixes.
    """
    declared: dict[bytes, bytes] = {}
    found = _DECLARATION.findall(data)
    if not found or len(found) != data.count(b"xmlns"):  # none at all in UTF-16
        return None
    for prefix, one, two in found:
        if declared.setdefault(prefix, one or two) != (one or two):
            return None
    by_name: dict[str, list[str]] = {}
    for prefix, name in declared.items():
        by_name.setdefault(name.decode("latin-1").strip(), []).append(f"{prefix.decode()}:" if prefix else "")
    return {
        short: tuple(beginning for name in names for beginning in by_name.get(name, ()))
        for short, names in _NAMESPACES.items()
    }


def _refuse_declarations(parser: expat.XMLParserType, format: str) -> None:  # noqa: A002
    def document_type(*_: object) -> None:
        raise FormatDamaged(format=format, reason="XML 含文档类型声明 it has a document type declaration")

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise FormatDamaged(format=format, reason=f"XML 编码 {encoding[:20]} is no encoding of office files")

    parser.StartDoctypeDeclHandler = document_type
    parser.XmlDeclHandler = declaration
