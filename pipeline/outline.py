"""The outline of a report: whose it is, for which year, and where its six sections stand in the normalised text."""

import datetime as dt
from typing import Literal

import msgspec

from .document import Span

#: What kind of body reports: a government by its level, or any office of one.
Level = Literal["province", "city", "county", "town", "department"]


class Period(msgspec.Struct, frozen=True):
    """The days that a report's figures are of, both included."""

    start: dt.date
    end: dt.date


class FoundSection(msgspec.Struct, frozen=True):
    """One section: `number` and `key` of the form, its heading as written, and its place, heading included.

    `body` is where the text after the heading begins.
    """

    number: int
    key: str
    heading: str
    start: int
    body: int
    end: int


class Outline(msgspec.Struct, frozen=True):
    """What `detect_sections` finds; `sections` are in the form's order, each number at most once.

    `repeated` holds further headings of the same title that have a text of their own. `area` is the region that the
    agency's name gives, as written. A field is None where the text does not say.
    """

    title: str | None
    agency: str | None
    level: Level | None
    area: str | None
    year: int | None
    period: Period | None
    published_on: dt.date | None
    sections: tuple[FoundSection, ...]
    repeated: tuple[FoundSection, ...] = ()
    length: int = 0

    def section(self, number: int) -> FoundSection | None:
        """Return section `number` (1 to 6), or None if it was not found."""
        return next((section for section in self.sections if section.number == number), None)

    def region(self, number: int) -> Span:
        """Return where the content of section `number` must lie.

        That is the section's body; if its heading was not found, all between its neighbours.
        """
        found = self.section(number)
        if found is not None:
            return Span(found.body, found.end)
        before = [section.body for section in self.sections if section.number < number]
        after = [section.start for section in self.sections if section.number > number]
        return Span(max(before, default=0), min(after, default=self.length))
