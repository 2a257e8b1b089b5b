"""A case of the corpus, and the part of a report that its `expected.json` states."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from pipeline.figures import Kind, Value
from pipeline.report import Report

FOLDER = Path(__file__).parent
#: What LibreOffice has to open for us.
CONVERTED = frozenset({"doc", "wps", "rtf", "odt", "ods", "xls", "et"})


class Expected(msgspec.Struct, frozen=True):
    """What must be read; `figures` and `kinds` are by table, row and column, `kinds` of those without a value.

    A finding is rule, verdict, and the column or row of its scope.
    """

    error: str | None = None
    form: str | None = None
    title: str | None = None
    agency: str | None = None
    level: str | None = None
    region: str | None = None
    year: int | None = None
    period: tuple[dt.date, dt.date] | None = None
    published_on: dt.date | None = None
    sections: list[tuple[int, str]] = []
    figures: dict[str, dict[str, dict[str, Value | None]]] = {}
    kinds: dict[str, dict[str, dict[str, Kind]]] = {}
    findings: list[tuple[str, str, str | None]] = []


class _Made(msgspec.Struct, frozen=True):
    format: str
    layout: str


@dataclass(frozen=True)
class CorpusCase:
    """One folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def source(self) -> Path:
        """The one file that is read."""
        (source,) = self.folder.glob("input.*")
        return source

    @cached_property
    def expected(self) -> Expected:
        """What must be read from it."""
        return msgspec.json.decode(self._json, type=Expected)

    @property
    def format(self) -> str:
        """The file's format."""
        return msgspec.json.decode(self._json, type=_Made).format

    @property
    def layout(self) -> str:
        """How its tables are printed."""
        return msgspec.json.decode(self._json, type=_Made).layout

    @cached_property
    def _json(self) -> bytes:
        return (self.folder / "expected.json").read_bytes()


CASES = tuple(CorpusCase(path.parent) for path in sorted(FOLDER.glob("*/expected.json")))


def seen(report: Report) -> Expected:
    """The part of a report that a case states."""
    kinds: dict[str, dict[str, dict[str, Kind]]] = {}
    for doubt in report.doubts:
        kinds.setdefault(doubt.table, {}).setdefault(doubt.row, {})[doubt.column] = doubt.kind
    return Expected(
        error=report.error.code if report.error else None,
        form=report.form,
        title=report.title,
        agency=report.agency,
        level=report.level,
        region=report.region,
        year=report.year,
        period=(report.period.start, report.period.end) if report.period else None,
        published_on=report.published_on,
        sections=[(section.number, section.key) for section in report.sections],
        figures=report.tables,
        kinds=kinds,
        findings=[(each.rule, each.verdict, each.scope.column or each.scope.row) for each in report.findings],
    )
