"""Which reports are meant: the filters that lists and exports share, as conditions on the table `report`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, exists, select
from sqlmodel import col

from models.tables import Batch, Finding, Report, ReportState, Severity, Submission, Verdict

from .shown import SHOWN

#: Ends an agency of which only the beginning is given.
ANY_END = "*"
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What is given must hold, all of it together; None leaves it open.

    `agency` is the whole name, or the beginning of it before a `*`: `云岫县*` is every agency of that county, which an
    index finds; a part from the middle is not looked for, since that would read every report.
    `rule` and `severity` mean one finding of the shown results that has both and fails for sure.
    `batch_id` means the reports that the batch's files point to, duplicates too; `key_id` those of all batches that
    were submitted with that key.
    """

    agency: str | None = None
    year: int | None = None
    state: ReportState | None = None
    rule: str | None = None
    severity: Severity | None = None
    batch_id: int | None = None
    form: str | None = None
    key_id: int | None = None


def conditions(engine: Engine, chosen: ReportFilter, *, by_findings: bool = True) -> list[ColumnElement[bool]]:
    """Return what must hold of a row of `report`; without `by_findings` rule and severity are left to the caller."""
    found = equal({Report.year: chosen.year, Report.state: chosen.state, Report.form: chosen.form})
    if chosen.agency is not None:
        found.append(agency_condition(engine, chosen.agency))
    if chosen.batch_id is not None:
        found.append(_submitted(col(Submission.batch_id) == chosen.batch_id))
    if chosen.key_id is not None:
        batches = select(col(Batch.id)).where(col(Batch.key_id) == chosen.key_id)
        found.append(_submitted(col(Submission.batch_id).in_(batches)))
    if by_findings and (chosen.rule is not None or chosen.severity is not None):
        found.append(_failed(finding_conditions(chosen)))
    return found


def finding_conditions(chosen: ReportFilter) -> list[ColumnElement[bool]]:
    """Return what must hold of a row of `finding` itself."""
    return equal({Finding.rule: chosen.rule, Finding.severity: chosen.severity})


def equal(wanted: dict[Any, object | None]) -> list[ColumnElement[bool]]:
    """Return an equation for each column that a value is given for."""
    return [col(column) == value for column, value in wanted.items() if value is not None]


def agency_condition(engine: Engine, agency: str) -> ColumnElement[bool]:
    """Return what must hold of a report of this agency, or of one whose name begins so before a `*`."""
    column = col(Report.agency)
    if not agency.endswith(ANY_END):
        return column == agency
    beginning = agency.removesuffix(ANY_END)
    if engine.dialect.name == "sqlite":  # whose LIKE takes a for A, and so cannot use the index
        return and_(column >= beginning, column < beginning + _LAST_CHARACTER)
    return column.startswith(beginning, autoescape=True)


def _submitted(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(Report.id).in_(select(col(Submission.report_id)).where(condition))


def _failed(wanted: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    return exists().where(SHOWN, col(Finding.verdict) == Verdict.FAIL, *wanted)
