"""Counts what of a report was read right, what is unknown, what is wrong, and which findings are false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.figures import Value
from tests.corpus.case import Expected

_METADATA = ("title", "agency", "year", "level", "region", "period", "published_on")
Figures = dict[str, dict[str, dict[str, Value | None]]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some files; tallies add up.

    A figure is right also where it rightly has no value. It is unknown where the file says a value and none was read,
    and wrong where a value was read that is not the file's. A false alarm is a finding with the verdict `fail` that is
    not expected, a missed one was expected and is not there; an error that is not expected counts in `refused`, besides all that was lost by it.
    """

    files: int = 0
    right: int = 0
    unknown: int = 0
    wrong: int = 0
    sections_right: int = 0
    sections: int = 0
    metadata_right: int = 0
    metadata: int = 0
    false_alarms: int = 0
    missed: int = 0
    refused: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))


def tally_of(expected: Expected, read: Expected) -> Tally:
    """Compare one file; one that must end in an error has no figures, and each value read from it is wrong."""
    right, unknown, wrong = _figures(expected.figures, read.figures)
    found, wanted = set(read.sections), set(expected.sections)
    told = [name for name in _METADATA if expected.error is None or getattr(read, name) is not None]
    return Tally(
        files=1,
        right=right,
        unknown=unknown,
        wrong=wrong,
        sections_right=len(found & wanted),
        sections=len(found | wanted),
        metadata_right=sum(getattr(read, name) == getattr(expected, name) for name in told),
        metadata=len(told),
        false_alarms=sum((_alarms(read) - _alarms(expected)).values()),
        missed=sum((_alarms(expected) - _alarms(read)).values()),
        refused=int(read.error is not None and read.error != expected.error),
    )


def tally_of_rules(expected: Iterable[tuple[str, str]], found: Iterable[tuple[str, str]], *, refused: bool) -> Tally:
    """Compare the findings of a report of a rule, each rule and verdict; what is uncertain is no alarm."""
    failing, wanted = ({each for each in told if each[1] == "fail"} for told in (found, expected))
    return Tally(files=1, false_alarms=len(failing - wanted), missed=len(wanted - failing), refused=int(refused))


def _alarms(report: Expected) -> Counter[tuple[str, str | None]]:
    return Counter((rule, scope) for rule, verdict, scope in report.findings if verdict == "fail")


def _flat(figures: Figures) -> Iterator[tuple[tuple[str, str, str], Value | None]]:
    for table, rows in figures.items():
        for row, columns in rows.items():
            yield from (((table, row, column), value) for column, value in columns.items())


def _figures(expected: Figures, read: Figures) -> tuple[int, int, int]:
    """Right, unknown and wrong; values of figures that the form does not have are wrong as well."""
    wanted, got = dict(_flat(expected)), dict(_flat(read))
    wrong = sum(value is not None and value != wanted.get(place) for place, value in got.items())
    unknown = sum(value is not None and got.get(place) is None for place, value in wanted.items())
    right = sum(got.get(place) == value for place, value in wanted.items())
    return right, unknown, wrong
