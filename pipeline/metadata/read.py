"""Puts together what a report says of itself, from the text around its sections."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from pipeline.outline import FoundSection, Level, Period

from .agencies import find_agency
from .dates import in_digits, published_on
from .places import level_of, region_of
from .titles import Title, find_titles, lines_above
from .years import find_period, year_of

_NEAR = 50_000  # characters at the beginning, and before the first section, in which a title is looked for
_OPENING = 3_000  # characters of the first section
_AFTER = 3_000  # characters after the last section
_YEARS = 200_000  # characters in which the years are counted


class Metadata(msgspec.Struct, frozen=True):
    """What a report says of itself; each None where it does not."""

    title: str | None
    agency: str | None
    level: Level | None
    area: str | None
    year: int | None
    period: Period | None
    published_on: dt.date | None


def read_metadata(text: str, sections: Sequence[FoundSection]) -> Metadata:
    """Return what the report says of itself; `sections` in the form's order, at least one."""
    first, end = sections[0], sections[-1].end
    start = first.start
    above = text[:start] if start <= 2 * _NEAR else f"{text[:_NEAR]}\n{text[start - _NEAR : start]}"
    before, after = in_digits(above), in_digits(text[end : end + _AFTER])
    opening = in_digits(text[first.body : min(first.end, first.body + _OPENING)])
    period = find_period(f"{before}\n{opening}")
    lines = lines_above(above)
    titles = find_titles(lines)
    title = _of_the_year(titles, text[start : min(end, start + _YEARS)], period)
    agency = find_agency(title, lines, before, opening, after)
    year = (title.year if title else None) or year_of(text[: min(end, _YEARS)], period)
    return Metadata(
        title=title.words if title else None,
        agency=agency,
        level=level_of(agency) if agency else None,
        area=region_of(agency) if agency else None,
        year=year,
        period=period,
        published_on=published_on(before, after, year),
    )


def _of_the_year(titles: Sequence[Title], text: str, period: Period | None) -> Title | None:
    """The first title; where they name several years, pages listing their other reports, only that of the report's."""
    if len({title.year for title in titles} - {None}) > 1:
        year = year_of(text, period)
        titles = [title for title in titles if year is not None and title.year == year]
    return next(iter(titles), None)
