"""The report as JSON (`nianbao.report/1`): the contract with everyone who reads our results."""

import datetime as dt
from typing import Any, Literal

import msgspec

from .checks import UNCHANGED, Finding, Policy, rules_version
from .document import Document
from .errors import ReportError
from .figures import Kind, Value
from .messages import Message
from .outline import Level, Outline, Period
from .tables import Reading
from .version import PIPELINE_VERSION

SCHEMA: Literal["nianbao.report/1"] = "nianbao.report/1"


class File(msgspec.Struct, frozen=True):
    """The submitted file; media type and encoding are null when it could not be read."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str | None = None
    encoding: str | None = None


class ReportSection(msgspec.Struct, frozen=True):
    """One section found; `start` and `end` are places in the normalised text."""

    number: int
    key: str
    heading: str
    start: int
    end: int


class ReportDoubt(msgspec.Struct, frozen=True):
    """A figure without a value, and why."""

    table: str
    row: str
    column: str
    kind: Kind
    raw: str


class Failure(msgspec.Struct, frozen=True):
    """Why a file gave no report."""

    code: str
    message: Message
    stage: str


class Report(msgspec.Struct, frozen=True):
    """One report as people get it; `tables` holds every figure of the form, null where it is unknown."""

    file: File
    schema: Literal["nianbao.report/1"] = SCHEMA
    title: str | None = None
    agency: str | None = None
    level: Level | None = None
    region: str | None = None
    year: int | None = None
    period: Period | None = None
    form: str | None = None
    published_on: dt.date | None = None
    sections: tuple[ReportSection, ...] = ()
    tables: dict[str, dict[str, dict[str, Value | None]]] = {}
    doubts: tuple[ReportDoubt, ...] = ()
    findings: tuple[Finding, ...] = ()
    pipeline_version: str = PIPELINE_VERSION
    rules_version: str = msgspec.field(default_factory=rules_version)
    error: Failure | None = None


def build_report(
    file: File,
    document: Document,
    outline: Outline,
    reading: Reading,
    findings: tuple[Finding, ...],
    policy: Policy = UNCHANGED,
) -> Report:
    """Return the report of a file that was read, with what was found under `policy`."""
    return Report(
        file=msgspec.structs.replace(file, media_type=document.media_type, encoding=document.encoding),
        title=outline.title,
        agency=outline.agency,
        level=outline.level,
        region=outline.area,
        year=outline.year,
        period=outline.period,
        form=reading.form,
        published_on=outline.published_on,
        sections=tuple(ReportSection(s.number, s.key, s.heading, s.start, s.end) for s in outline.sections),
        tables={
            table.key: {row: {key: f.value for key, f in columns.items()} for row, columns in table.figures.items()}
            for table in reading.tables
        },
        doubts=tuple(
            ReportDoubt(table.key, row, key, figure.kind, figure.raw)
            for table in reading.tables
            for row, columns in table.figures.items()
            for key, figure in columns.items()
            if figure.value is None
        ),
        findings=findings,
        rules_version=rules_version(policy),
    )


def failed_report(file: File, error: ReportError, stage: str, policy: Policy = UNCHANGED) -> Report:
    """Return the report of a file that could not be read: the same object with its error."""
    failure = Failure(error.code, error.message, stage)
    return Report(file=file, rules_version=rules_version(policy), error=failure)


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_json(report: Report) -> bytes:
    """Return the report as one line of UTF-8 JSON without a line end; amounts are exact decimals."""
    return _ENCODER.encode(report)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the contract."""
    return msgspec.json.schema(Report)
