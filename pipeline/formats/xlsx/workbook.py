"""What a workbook's parts say apart from its cells: which sheets are shown, the shared strings, the number formats."""

import msgspec

from pipeline.formats.markup import Attributes, Handlers, number, parse, value
from pipeline.formats.package import Package

from .shown import BUILT_IN


class Sheet(msgspec.Struct, frozen=True):
    """One sheet that is shown: its name and its part."""

    name: str
    part: str


def shown_sheets(package: Package) -> list[Sheet]:
    """Return the worksheets that are not hidden, in the order of their tabs."""
    relationships = package.relationships(package.main)
    sheets: list[Sheet] = []

    def sheet(attributes: Attributes) -> None:
        if value(attributes, "state") in {"hidden", "veryHidden"}:
            return
        found = relationships.get(value(attributes, "id") or "")
        if found is not None and found.type == "worksheet":
            sheets.append(Sheet((value(attributes, "name") or "").strip(), found.target))

    parse(package.archive.read(package.main), Handlers({"s:sheet": sheet}), package.format)
    return sheets


def shared_strings(package: Package) -> list[str]:
    """Return the shared strings by number; readings above characters are left out."""
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False}

    def begin(_: Attributes) -> None:
        pieces.clear()

    def text(_: Attributes) -> None:
        state["text"] = True

    def text_end() -> None:
        state["text"] = False

    def characters(words: str) -> None:
        if state["text"]:
            pieces.append(words)

    handlers = Handlers(
        {"s:si": begin, "s:t": text, "s:rPh": lambda _: True},
        {"s:si": lambda: strings.append("".join(pieces)), "s:t": text_end},
        characters,
    )
    _parse_part(package, "sharedStrings", handlers)
    return strings


def number_formats(package: Package) -> list[str]:
    """Return the format code of each cell style by number; empty for General."""
    codes = dict(BUILT_IN)
    formats: list[str] = []
    state = {"cells": False}

    def code(attributes: Attributes) -> None:
        codes[number(attributes, "numFmtId", 0)] = value(attributes, "formatCode") or ""

    def styles(_: Attributes) -> None:
        state["cells"] = True

    def style(attributes: Attributes) -> None:
        if state["cells"]:
            formats.append(codes.get(number(attributes, "numFmtId", 0), ""))

    def styles_end() -> None:
        state["cells"] = False

    starts = {"s:numFmt": code, "s:cellXfs": styles, "s:xf": style, "s:dxfs": lambda _: True}
    _parse_part(package, "styles", Handlers(starts, {"s:cellXfs": styles_end}))
    return formats


def _parse_part(package: Package, kind: str, handlers: Handlers) -> None:
    """Parse the part of that kind, if there is one."""
    for relationship in package.relationships(package.main).values():
        if relationship.type == kind and relationship.target in package.archive:
            parse(package.archive.read(relationship.target), handlers, package.format)
            return
