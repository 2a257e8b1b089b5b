"""From the tables back to the pipeline's values: what the later stages, and those who read results, need again."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

import msgspec
from sqlalchemy import and_, select, tuple_
from sqlmodel import Session, col

from models import tables
from models.tables import DoubtKind
from models.tables.results import RunResult
from pipeline.document import Document, Grid, Span
from pipeline.figures import Figure, Kind, read_figure
from pipeline.form import REQUEST_COLUMNS, Table
from pipeline.outline import FoundSection, Outline, Period
from pipeline.tables import Disagreement, LabelDifference, Reading, RowShape, Subtotal, TableReading
from pipeline.tables.reading import edition_of

from .storing import ROW_TABLES, Row

Key = tuple[int, int]
_FIGURE_KINDS = frozenset(map(DoubtKind, get_args(Kind)))
_ABOUT = ("title", "agency", "level", "region", "year", "period_start", "period_end", "published_on")


def load_documents(session: Session, keys: Sequence[Key]) -> dict[int, Document]:
    """Return the documents of reports, by report id; a missing one is left out."""
    text, run = tables.NormalizedText, tables.Run
    ours = and_(col(run.report_id) == col(text.report_id), col(run.run) == col(text.run))
    statement = (
        select(col(text.report_id), col(text.text), col(text.grids), col(run.media_type), col(run.encoding))
        .join(run, ours)
        .where(tuple_(col(text.report_id), col(text.run)).in_(keys))
    )
    return {
        row.report_id: Document(
            text=row.text,
            media_type=row.media_type or "",
            encoding=row.encoding or "",
            grids=msgspec.convert(row.grids or (), tuple[Grid, ...]),
        )
        for row in session.execute(statement)
    }


def load_outlines(session: Session, keys: Sequence[Key], lengths: dict[int, int]) -> dict[int, Outline]:
    """Return the outlines of reports, by report id; `lengths` are those of their normalised texts."""
    run = tables.Run
    columns = [getattr(run, name) for name in ("report_id", *_ABOUT)]
    about = session.execute(select(*map(col, columns)).where(tuple_(col(run.report_id), col(run.run)).in_(keys)))
    sections = _by_report(session, tables.Section, keys, "ordinal")
    outlines = {}
    for row in about:
        found = [(_section(each), each["repeated"]) for each in sections.get(row.report_id, ())]
        outlines[row.report_id] = Outline(
            title=row.title,
            agency=row.agency,
            level=row.level.value if row.level else None,
            area=row.region,
            year=row.year,
            period=Period(row.period_start, row.period_end) if row.period_start and row.period_end else None,
            published_on=row.published_on,
            sections=tuple(section for section, repeated in found if not repeated),
            repeated=tuple(section for section, repeated in found if repeated),
            length=lengths[row.report_id],
        )
    return outlines


def _section(row: Row) -> FoundSection:
    return FoundSection(
        row["number"], row["key"], row["heading"], row["start_offset"], row["body_offset"], row["end_offset"]
    )


def load_readings(session: Session, keys: Sequence[Key], texts: dict[int, str]) -> dict[int, Reading]:
    """Return the three tables of reports, by report id; `texts` are their normalised texts."""
    ids = [each for each, _ in keys]
    forms = _forms(session, keys)
    rows = {key: _by_report(session, table, keys, "position") for key, table in ROW_TABLES.items()}
    doubts = _by_report(session, tables.Doubt, keys, "ordinal")
    subtotals = _by_report(session, tables.Subtotal, keys, "ordinal")
    readings = {}
    for each in ids:
        edition = edition_of(forms[each], {row["row_key"] for row in rows["requests"].get(each, ())})
        readings[each] = Reading(
            form=forms[each],
            tables=tuple(
                _table(
                    table,
                    rows[table.key].get(each, []),
                    doubts.get(each, []),
                    subtotals.get(each, []) if table.key == "requests" else [],
                    texts[each],
                )
                for table in edition.tables
            ),
        )
    return readings


def _forms(session: Session, keys: Sequence[Key]) -> dict[int, str | None]:
    run = tables.Run
    statement = select(col(run.report_id), col(run.form)).where(tuple_(col(run.report_id), col(run.run)).in_(keys))
    return {row.report_id: row.form for row in session.execute(statement)}


def _table(table: Table, rows: list[Row], doubts: list[Row], subtotals: list[Row], text: str) -> TableReading:
    ours = [doubt for doubt in doubts if doubt["table_key"] == table.key]
    noted = {(doubt["row_key"], doubt["column_key"]): doubt for doubt in ours if doubt["kind"] in _FIGURE_KINDS}
    stored = {row["row_key"]: row for row in rows}
    figures = {
        row.key: {
            column.key: _figure(stored[row.key], column.key, noted.get((row.key, column.key)), text)
            for column in row.columns
        }
        for row in table.rows
    }
    return TableReading(
        key=table.key,
        figures=figures,
        rows_seen=tuple(row.key for row in table.rows if stored[row.key]["seen"]),
        shapes=tuple(
            RowShape(doubt["row_key"], doubt["problem"], doubt["raw"], _span(doubt))
            for doubt in ours
            if doubt["kind"] == DoubtKind.ROW_SHAPE
        ),
        labels=tuple(
            LabelDifference(doubt["row_key"], doubt["column_key"], doubt["raw"], doubt["official"], _span(doubt))
            for doubt in ours
            if doubt["kind"] == DoubtKind.LABEL
        ),
        disagreements=tuple(
            Disagreement(doubt["row_key"], doubt["column_key"], doubt["raw"], doubt["other_reading"], _span(doubt))
            for doubt in ours
            if doubt["kind"] == DoubtKind.DISAGREEMENT
        ),
        subtotals=tuple(
            Subtotal(row["row_key"], row["column_key"], read_figure(row["raw"], REQUEST_COLUMNS[-1], _span(row)))
            for row in subtotals
        ),
    )


def _figure(row: Row, column: str, doubt: Row | None, text: str) -> Figure:
    place = row["places"].get(column)
    at = Span(*place) if place else None
    value = row[column]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if doubt is None:
        return Figure(value, "number", at.of(text) if at else "", at)
    return Figure(value, doubt["kind"].value, doubt["raw"], at, plain=value is None)


def _span(row: Row) -> Span:
    return Span(row["start_offset"], row["end_offset"])


def _by_report(session: Session, table: type[RunResult], keys: Sequence[Key], order: str) -> dict[int, list[Row]]:
    columns = table.__table__.columns  # type: ignore[attr-defined]
    statement = (
        select(*columns)
        .where(tuple_(columns.report_id, columns.run).in_(keys))
        .order_by(columns.report_id, columns[order])
    )
    found: dict[int, list[Row]] = {}
    for row in session.execute(statement).mappings():
        found.setdefault(row["report_id"], []).append(dict(row))
    return found
