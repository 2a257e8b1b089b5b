"""From the pipeline's values to the tables: what each stage writes, as rows for bulk inserts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import delete, tuple_
from sqlmodel import Session, col

from models import tables
from models.database import insert_all
from models.fingerprints import fingerprint_of
from models.tables import DoubtKind, Stage
from models.tables.results import FigureRow, RunResult
from pipeline.checks import Finding
from pipeline.document import Document, Span
from pipeline.figures import Value
from pipeline.outline import Outline
from pipeline.tables import Reading, TableReading
from pipeline.version import PIPELINE_VERSION

from .understood import Understood

Row = dict[str, Any]
ROW_TABLES: dict[str, type[FigureRow]] = {
    "proactive_disclosure": tables.ProactiveDisclosureRow,
    "requests": tables.RequestsRow,
    "litigation": tables.LitigationRow,
}
TABLES_OF_STAGE: dict[Stage, tuple[type[RunResult], ...]] = {
    Stage.NORMALIZE: (tables.NormalizedText,),
    Stage.DETECT_SECTIONS: (tables.Section,),
    Stage.PARSE_TABLES: (*ROW_TABLES.values(), tables.Doubt, tables.Subtotal),
    Stage.CHECK_CONSISTENCY: (tables.Finding,),
}
RESULT_TABLES = tuple(table for stage in TABLES_OF_STAGE.values() for table in stage)
_MOST_SIDE = 10**18


@dataclass(slots=True)
class Stored:
    """What one report's stage writes: rows by table, and values for the report's own row.

    `understood` is what is known of the report now, for the stages to come.
    """

    rows: dict[type[RunResult], list[Row]] = field(default_factory=dict)
    report: Row = field(default_factory=dict)
    understood: Understood | None = None


def store_document(key: Row, document: Document) -> Stored:
    """Return what `normalize` writes; `key` is the report's id and run."""
    grids = msgspec.to_builtins(document.grids) if document.grids else None
    return Stored(
        rows={tables.NormalizedText: [key | {"text": document.text, "grids": grids}]},
        report={"media_type": document.media_type, "encoding": document.encoding},
    )


def store_outline(key: Row, outline: Outline) -> Stored:
    """Return what `detect_sections` writes."""
    found = [(section, False) for section in outline.sections] + [(section, True) for section in outline.repeated]
    rows = [
        key
        | {
            "ordinal": ordinal,
            "number": section.number,
            "key": section.key,
            "heading": section.heading,
            "start_offset": section.start,
            "body_offset": section.body,
            "end_offset": section.end,
            "repeated": repeated,
        }
        for ordinal, (section, repeated) in enumerate(found)
    ]
    about = {name: getattr(outline, name) for name in ("title", "agency", "level", "year", "published_on")}
    period = outline.period
    about |= {
        "region": outline.area,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }
    return Stored(rows={tables.Section: rows}, report=about)


def store_reading(key: Row, reading: Reading) -> Stored:
    """Return what `parse_tables` writes: every figure, and a doubt for each that is not a plain number."""
    stored = Stored(
        report={"form": reading.form, "figures_read": reading.figures_read, "figures_expected": reading.edition.size}
    )
    doubts: list[Row] = []
    for table in reading.tables:
        alike = key | dict.fromkeys(figure_columns(ROW_TABLES[table.key]))
        stored.rows[ROW_TABLES[table.key]] = [
            alike
            | {"position": position, "row_key": row, "seen": row in table.rows_seen}
            | {"places": {c: f.at for c, f in figures.items() if f.at}}
            | {column: figure.value for column, figure in figures.items()}
            for position, (row, figures) in enumerate(table.figures.items())
        ]
        doubts += _doubts(table)
    stored.rows[tables.Subtotal] = [
        key | {"ordinal": ordinal} | subtotal for ordinal, subtotal in enumerate(_subtotals(reading))
    ]
    stored.rows[tables.Doubt] = [key | {"ordinal": ordinal} | doubt for ordinal, doubt in enumerate(doubts)]
    return stored


def _subtotals(reading: Reading) -> Iterable[Row]:
    for each in reading.table("requests").subtotals:
        if each.figure.at is not None:
            place = {"start_offset": each.figure.at.start, "end_offset": each.figure.at.end}
            yield {"row_key": each.row, "column_key": each.column, "raw": each.figure.raw} | place


def _doubts(table: TableReading) -> Iterable[Row]:
    for row, figures in table.figures.items():
        for column, figure in figures.items():
            if figure.value is None or not figure.plain:
                yield _doubt(figure.kind, table.key, row, column, figure.raw, figure.at)
    for shape in table.shapes:
        yield _doubt("row_shape", table.key, shape.row, None, shape.raw, shape.at, problem=shape.problem)
    for label in table.labels:
        yield _doubt("label", table.key, label.row, label.column, label.found, label.at, official=label.official)
    for each in table.disagreements:
        place = (table.key, each.row, each.column, each.by_label, each.at)
        yield _doubt("disagreement", *place, other_reading=each.by_place)


def _doubt(
    kind: str,
    table: str,
    row: str | None,
    column: str | None,
    raw: str,
    at: Span | None,
    official: str | None = None,
    problem: str | None = None,
    other_reading: str | None = None,
) -> Row:
    return {
        "kind": DoubtKind(kind),
        "table_key": table,
        "row_key": row,
        "column_key": column,
        "raw": raw,
        "official": official,
        "problem": problem,
        "other_reading": other_reading,
        "start_offset": at.start if at else None,
        "end_offset": at.end if at else None,
    }


def store_findings(key: Row, findings: Sequence[Finding], version: str) -> Stored:
    """Return what `check_consistency` writes; `version` is that of the rules and their policy."""
    rows: list[Row] = [
        key
        | {
            "ordinal": ordinal,
            "rule": finding.rule,
            "rule_version": version,
            "severity": finding.severity,
            "verdict": finding.verdict,
            "table_key": finding.scope.table,
            "row_key": finding.scope.row,
            "column_key": finding.scope.column,
            "left_value": _side(finding.left),
            "right_value": _side(finding.right),
            "operands": json.loads(_JSON.encode(finding.operands)),
            "hint": json.loads(_JSON.encode(finding.hint)),
            "group_number": finding.group,
            "quote": finding.quote,
            "quote_start": finding.quote_at.start if finding.quote_at else None,
            "quote_end": finding.quote_at.end if finding.quote_at else None,
            "message_zh": finding.message.zh,
            "message_en": finding.message.en,
            "about": finding.about,
        }
        for ordinal, finding in enumerate(findings)
    ]
    for row in rows:
        row["fingerprint"] = fingerprint_of(row)
    return Stored(rows={tables.Finding: rows}, report={"pipeline_version": PIPELINE_VERSION, "rules_version": version})


_JSON = msgspec.json.Encoder()


def _side(value: Value | None) -> Decimal | None:
    """A side of an equation as the column holds it; one beyond it is left to the message, which says it exactly."""
    if value is None:
        return None
    exact = Decimal(value)
    return round(exact, 6) if abs(exact) < _MOST_SIDE else None


@lru_cache
def figure_columns(table: type[FigureRow]) -> tuple[str, ...]:
    """The names of a table's columns that hold figures."""
    others = {"places", *FigureRow.model_fields}
    return tuple(name for name in table.model_fields if name not in others)


def insert_rows(session: Session, stored: Iterable[Stored]) -> None:
    """Insert the rows of a whole chunk with one statement a table; the rows of a table name the same columns."""
    by_table: dict[type[RunResult], list[Row]] = {}
    for each in stored:
        for table, rows in each.rows.items():
            by_table.setdefault(table, []).extend(rows)
    for table, rows in by_table.items():
        if rows:
            insert_all(session, table, rows)


def forget_runs_before(session: Session, done: Sequence[tuple[int, int]]) -> None:
    """Remove the results of earlier runs of reports whose newest run is done; one statement a table."""
    for table in RESULT_TABLES:
        ours = col(table.report_id).in_([report_id for report_id, _ in done])
        newest = tuple_(col(table.report_id), col(table.run)).in_(done)
        session.execute(delete(table).where(ours, ~newest))
