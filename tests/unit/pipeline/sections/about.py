"""The sections of a text."""

from pipeline.formats import read_document
from pipeline.outline import Outline
from pipeline.sections import detect_sections


def outline(text: str) -> Outline:
    return detect_sections(read_document(text.encode()))


def numbers(text: str) -> list[int]:
    return [section.number for section in outline(text).sections]


def body(text: str, number: int) -> str:
    section = outline(text).section(number)
    assert section is not None
    return text[section.body : section.end].strip()
