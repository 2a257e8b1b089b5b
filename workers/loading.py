"""From the tables back to the pipeline's values: what the later stages, and those who read results, need again."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, get_args

import msgspec
from sqlalchemy import and_, null, select
from sqlmodel import Session, col

from models import tables
from models.lookups import among
from models.tables import DoubtKind, Stage
from models.tables.columns import as_json_text
from models.tables.results import FigureRow, RunResult
from pipeline.document import Document, Grid, Span
from pipeline.figures import Figure, Kind, Value, read_figure
from pipeline.form import REQUEST_COLUMNS, Table
from pipeline.outline import FoundSection, Outline, Period
from pipeline.tables import Disagreement, LabelDifference, Reading, RowShape, Subtotal, TableReading
from pipeline.tables.reading import edition_of

from .storing import ROW_TABLES, Row, figure_columns
from .understood import Understood

Key = tuple[int, int]
_GRIDS = msgspec.json.Decoder(tuple[Grid, ...])
_PLACES = msgspec.json.Decoder(dict[str, Span])
_FIGURE_KINDS = frozenset(map(DoubtKind, get_args(Kind)))
_ABOUT = ("title", "agency", "level", "region", "year", "period_start", "period_end", "published_on")


def load_understood(session: Session, keys: Sequence[Key], stage: Stage) -> dict[int, Understood]:
    """Return what `stage` needs of what the stages before it gave, by report id; a missing report is left out."""
    documents = load_documents(session, keys, with_grids=stage != Stage.CHECK_CONSISTENCY)
    outlines: dict[int, Outline] = {}
    readings: dict[int, Reading] = {}
    if stage in {Stage.PARSE_TABLES, Stage.CHECK_CONSISTENCY}:
        outlines = load_outlines(session, keys, {each: len(document.text) for each, document in documents.items()})
    if stage == Stage.CHECK_CONSISTENCY:
        readings = load_readings(session, keys, {each: document.text for each, document in documents.items()})
    return {each: Understood(document, outlines.get(each), readings.get(each)) for each, document in documents.items()}


def load_documents(session: Session, keys: Sequence[Key], *, with_grids: bool) -> dict[int, Document]:
    """Return the documents of reports, by report id; a missing one is left out.

    Grids are large, and after `parse_tables` nobody reads them: they are read `with_grids` only.
    """
    text, run = tables.NormalizedText, tables.Run
    ours = and_(col(run.report_id) == col(text.report_id), col(run.run) == col(text.run))
    grids = as_json_text(text.grids) if with_grids else null()
    statement = (
        select(col(text.report_id), col(text.text), grids, col(run.media_type), col(run.encoding))
        .join(run, ours)
        .where(among(col(text.report_id), col(text.run), keys))
    )
    return {
        report_id: Document(words, media_type or "", encoding or "", _GRIDS.decode(found) if found else ())
        for report_id, words, found, media_type, encoding in session.execute(statement)
    }


def load_outlines(session: Session, keys: Sequence[Key], lengths: dict[int, int]) -> dict[int, Outline]:
    """Return the outlines of reports, by report id; `lengths` are those of their normalised texts."""
    run = tables.Run
    columns = [getattr(run, name) for name in ("report_id", *_ABOUT)]
    about = session.execute(select(*map(col, columns)).where(among(col(run.report_id), col(run.run), keys)))
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
    rows = {key: _figure_rows(session, table, keys) for key, table in ROW_TABLES.items()}
    doubts = _by_report(session, tables.Doubt, keys, "ordinal")
    subtotals = _by_report(session, tables.Subtotal, keys, "ordinal")
    readings = {}
    for each in ids:
        edition = edition_of(forms[each], set(rows["requests"].get(each, ())))
        readings[each] = Reading(
            form=forms[each],
            tables=tuple(
                _table(
                    table,
                    rows[table.key].get(each, {}),
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
    statement = select(col(run.report_id), col(run.form)).where(among(col(run.report_id), col(run.run), keys))
    return {row.report_id: row.form for row in session.execute(statement)}


class _FigureRow(NamedTuple):
    """One stored row of figures."""

    seen: bool
    places: dict[str, Span]
    values: dict[str, Value | None]


def _figure_rows(session: Session, table: type[FigureRow], keys: Sequence[Key]) -> dict[int, dict[str, _FigureRow]]:
    """The rows of one table, by report and row key."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    names = figure_columns(table)
    figures = [columns[name] for name in names]
    statement = select(
        col(table.report_id), col(table.row_key), col(table.seen), as_json_text(columns.places), *figures
    ).where(among(col(table.report_id), col(table.run), keys))
    found: dict[int, dict[str, _FigureRow]] = {}
    for report_id, row_key, seen, places, *values in session.execute(statement):
        row = _FigureRow(seen, _PLACES.decode(places), dict(zip(names, values, strict=True)))
        found.setdefault(report_id, {})[row_key] = row
    return found


def _table(
    table: Table, stored: Mapping[str, _FigureRow], doubts: list[Row], subtotals: list[Row], text: str
) -> TableReading:
    ours = [doubt for doubt in doubts if doubt["table_key"] == table.key]
    noted = {(doubt["row_key"], doubt["column_key"]): doubt for doubt in ours if doubt["kind"] in _FIGURE_KINDS}
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
        rows_seen=tuple(row.key for row in table.rows if stored[row.key].seen),
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


def _figure(row: _FigureRow, column: str, doubt: Row | None, text: str) -> Figure:
    at, value = row.places.get(column), row.values[column]
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
        select(*columns).where(among(columns.report_id, columns.run, keys)).order_by(columns.report_id, columns[order])
    )
    found: dict[int, list[Row]] = {}
    for row in session.execute(statement).mappings():
        found.setdefault(row["report_id"], []).append(dict(row))
    return found
