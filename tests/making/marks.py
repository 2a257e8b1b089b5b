"""One private character per figure and heading, printed before it: what is still in a finished text was not lost on the way."""

from __future__ import annotations

from .labels import DISPUTES, OUTCOMES, PROACTIVE, REQUEST_COLUMNS, REQUEST_ROWS
from .labels_2019 import ONE_OTHER, PROACTIVE_2019

_FIRST = 0xF0000  # a private plane: in no report, and kept by every step that makes a file
_PLACES = (
    *dict.fromkeys(
        f"proactive_disclosure.{row}.{column}"
        for block in (*PROACTIVE, *PROACTIVE_2019)
        for row in block.rows
        for column in block.columns
    ),
    *(f"requests.{row}.{column}" for row in (*REQUEST_ROWS, ONE_OTHER) for column in REQUEST_COLUMNS),
    *(f"litigation.{row}.{column}" for row in DISPUTES for column in OUTCOMES),
)
MARKS: dict[str, str] = {place: chr(_FIRST + index) for index, place in enumerate(_PLACES)}
HEADING_MARKS: dict[int, str] = {section: chr(_FIRST + len(_PLACES) + section) for section in range(1, 7)}
"""The same for the headings of the six sections."""
_UNMARKED = {ord(mark): None for mark in (*MARKS.values(), *HEADING_MARKS.values())}


def unmarked(text: str) -> str:
    """The text without marks."""
    return text.translate(_UNMARKED)


def places_in(text: str) -> set[str]:
    """The places whose marks stand in the text."""
    characters = set(text)
    return {place for place, mark in MARKS.items() if mark in characters}


def sections_in(text: str) -> tuple[int, ...]:
    """The sections whose headings' marks stand in the text."""
    return tuple(section for section, mark in HEADING_MARKS.items() if mark in text)
