"""The five tables that can be exported: their columns as data, and the statement that reads them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, String, and_, cast, func, label, select
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import col

from intake.queries.report_filter import ReportFilter, conditions, finding_conditions
from intake.queries.reviewed import FindingState
from intake.queries.shown import IN_FORCE, SHOWN
from models.tables import (
    DeadLetter,
    Finding,
    LitigationRow,
    ProactiveDisclosureRow,
    Report,
    ReportState,
    RequestsRow,
    Review,
    Run,
    Severity,
    Verdict,
)
from models.tables.results import FigureRow, RunResult
from pipeline.form import FORMS

from .columns import Column, Kind


class TableName(StrEnum):
    """What can be exported: the form's three tables, what does not add up, and the reports themselves."""

    REQUESTS = "requests"
    PROACTIVE_DISCLOSURE = "proactive_disclosure"
    LITIGATION = "litigation"
    FINDINGS = "findings"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table: `results` are the rows of a run that it lists, in the order of `within`; None: one row a report."""

    name: TableName
    columns: tuple[Column, ...]
    results: type[RunResult] | None = None
    within: SQLCoreOperations[Any] | None = None

    def at(self, key: str) -> int | None:
        """Return where the column of that key stands, from 0; None if there is none."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), None)


def statement(engine: Engine, table: ExportTable, chosen: ReportFilter) -> Select[Any]:
    """Return the query of a table: what the last good run of each chosen report gave, in the order of report ids.

    Of the table of findings, rule and severity choose the rows themselves.
    """
    is_findings = table.results is Finding
    wanted = conditions(engine, chosen, by_findings=not is_findings)
    wanted += finding_conditions(chosen) if is_findings else []
    found: Any = select(*[label(column.key, column.source) for column in table.columns]).select_from(Report)
    found = found.outerjoin(Run, and_(col(Run.report_id) == col(Report.id), col(Run.run) == col(Report.result_run)))
    if table.results is None:
        found = found.outerjoin(DeadLetter, _ITS_LETTER)
    else:
        ours = (col(table.results.report_id) == col(Report.id), col(table.results.run) == col(Report.result_run))
        found = found.join(table.results, and_(*ours))
    if is_findings:
        found = found.outerjoin(Review, IN_FORCE)
    order = [col(Report.id)] if table.within is None else [col(Report.id), table.within]
    ordered: Select[Any] = found.where(*wanted).order_by(*order)
    return ordered


_ITS_LETTER = and_(
    col(DeadLetter.report_id) == col(Report.id),
    col(DeadLetter.run) == col(Report.run),
    col(Report.state) == ReportState.DEAD,
)


def _of_file(name: str) -> ColumnElement[Any]:
    """What is known of the file that the results were read from: it may have been mended since."""
    return func.coalesce(getattr(Run, name), getattr(Report, name))


def _text(key: str, source: Any, *, repeats: bool = True) -> Column:
    return Column(key, Kind.TEXT, source, repeats)


def _whole(key: str, source: Any) -> Column:
    return Column(key, Kind.WHOLE, source)


def _failed(severity: Severity) -> ColumnElement[Any]:
    """How many findings of a severity fail for sure."""
    counted = select(func.count()).select_from(Finding).where(SHOWN)
    counted = counted.where(col(Finding.severity) == severity, col(Finding.verdict) == Verdict.FAIL)
    return counted.scalar_subquery()


#: What every table begins with: whose figures they are, and which bytes they were read from.
_WHOSE = (
    _whole("report_id", col(Report.id)),
    _text("agency", col(Report.agency)),
    _whole("year", col(Report.year)),
    _text("form", col(Report.form)),
    _text("region", col(Report.region)),
    _text("level", col(Report.level)),
    _text("file_name", _of_file("name"), repeats=False),
    _text("sha256", _of_file("sha256"), repeats=False),
)


def _of_form(name: TableName, rows: type[FigureRow]) -> ExportTable:
    """A table of the form, with the figures of all its editions: what an edition has not is unknown in its rows."""
    form_columns = {column.key: column for form in FORMS for row in form.table(name).rows for column in row.columns}
    row_columns = (_text("row_key", col(rows.row_key)), _text("row_label", col(rows.row_key)))
    figures = tuple(
        Column(key, Kind.DECIMAL if column.amount else Kind.WHOLE, getattr(rows, key))
        for key, column in form_columns.items()
    )
    return ExportTable(name, (*_WHOSE, *row_columns, *figures), rows, col(rows.position))


_FINDINGS = ExportTable(
    TableName.FINDINGS,
    (
        *_WHOSE,
        _whole("ordinal", col(Finding.ordinal)),
        _text("rule", col(Finding.rule)),
        _text("rule_version", col(Finding.rule_version)),
        _text("severity", col(Finding.severity)),
        _text("verdict", col(Finding.verdict)),
        _text("table", col(Finding.table_key)),
        _text("row_key", col(Finding.row_key)),
        _text("column_key", col(Finding.column_key)),
        _whole("group", col(Finding.group_number)),
        Column("left", Kind.DECIMAL, col(Finding.left_value)),
        Column("right", Kind.DECIMAL, col(Finding.right_value)),
        Column("operands", Kind.JSON, col(Finding.operands)),
        _text("quote", col(Finding.quote), repeats=False),
        _text("message_zh", col(Finding.message_zh), repeats=False),
        _text("message_en", col(Finding.message_en), repeats=False),
        _text("review_state", func.coalesce(cast(col(Review.state), String), FindingState.OPEN.value)),
        _text("review_reason", col(Review.reason), repeats=False),
        _text("reviewed_by", col(Review.actor)),
        Column("reviewed_at", Kind.MOMENT, col(Review.marked_at)),
    ),
    Finding,
    col(Finding.ordinal),
)

_REPORTS = ExportTable(
    TableName.REPORTS,
    (
        *_WHOSE,
        _whole("size_bytes", _of_file("size_bytes")),
        _text("media_type", col(Report.media_type)),
        _text("title", col(Report.title), repeats=False),
        Column("published_on", Kind.DATE, col(Report.published_on)),
        Column("period_start", Kind.DATE, col(Report.period_start)),
        Column("period_end", Kind.DATE, col(Report.period_end)),
        _text("lane", col(Report.lane)),
        _text("state", col(Report.state)),
        _text("stage", col(Report.stage)),
        _whole("run", col(Report.run)),
        _whole("result_run", col(Report.result_run)),
        _text("code", col(DeadLetter.code)),
        _whole("figures_read", col(Report.figures_read)),
        _whole("figures_expected", col(Report.figures_expected)),
        *(_whole(f"{severity.value}s", _failed(severity)) for severity in Severity),
        _text("pipeline_version", col(Report.pipeline_version)),
        _text("rules_version", col(Report.rules_version)),
        Column("created_at", Kind.MOMENT, col(Report.created_at)),
        Column("updated_at", Kind.MOMENT, col(Report.updated_at)),
        Column("finished_at", Kind.MOMENT, col(Report.finished_at)),
    ),
)

TABLES = {
    table.name: table
    for table in (
        _of_form(TableName.REQUESTS, RequestsRow),
        _of_form(TableName.PROACTIVE_DISCLOSURE, ProactiveDisclosureRow),
        _of_form(TableName.LITIGATION, LitigationRow),
        _FINDINGS,
        _REPORTS,
    )
}
