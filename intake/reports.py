"""A report as people get it, out of the database: the same object that `nianbao parse` prints."""

import msgspec
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from intake.ledger import dead_letter_of_run
from models import tables
from models.database import read
from pipeline.checks import Finding, Hint, Operand, Policy, Scope, rules_version
from pipeline.document import Span
from pipeline.figures import Value
from pipeline.messages import Message
from pipeline.report import Failure, File, Report, build_report
from workers.loading import load_understood


def stored_report(engine: Engine, report_id: int) -> Report | None:
    """Return the report of the last run that was done, or None if none was yet (or there is no such report)."""
    with read(engine) as session:
        row = session.get(tables.Report, report_id)
        if row is None or row.result_run is None:
            return None
        key = (report_id, row.result_run)
        document, outline, reading = load_understood(session, [key], tables.Stage.CHECK_CONSISTENCY)[report_id].read()
        findings = _findings(session, *key)
        run = session.get_one(tables.Run, key)
        file = File(run.name, run.sha256, run.size_bytes)
        report = build_report(file, document, outline, reading, findings)
        return msgspec.structs.replace(report, pipeline_version=run.pipeline_version, rules_version=run.rules_version)


def shown_report(engine: Engine, report_id: int, policy: Policy) -> Report | None:
    """Return what there is to show of a report: its results, or before any run was done why there are none yet.

    None if there is no such report; `policy` is the one under which results would be made now.
    """
    found = stored_report(engine, report_id)
    if found is not None:
        return found
    with read(engine) as session:
        row = session.get(tables.Report, report_id)
    return None if row is None else _unread(engine, row, rules_version(policy))


def _unread(engine: Engine, row: tables.Report, version: str) -> Report:
    """A report of which no run was done yet."""
    letter = dead_letter_of_run(engine, row.id, row.run)
    file = File(row.name, row.sha256, row.size_bytes)
    about = Report(file=file, agency=row.agency, year=row.year, rules_version=version)
    if letter is None:
        return about
    failure = Failure(letter.code, Message(letter.message_zh, letter.message_en), letter.stage.value)
    return msgspec.structs.replace(about, error=failure)


def _findings(session: Session, report_id: int, run: int) -> tuple[Finding, ...]:
    ours = (col(tables.Finding.report_id) == report_id, col(tables.Finding.run) == run)
    rows = session.execute(select(tables.Finding).where(*ours).order_by(col(tables.Finding.ordinal))).scalars()
    return tuple(finding_of(row) for row in rows)


def finding_of(row: tables.Finding) -> Finding:
    """Return a stored finding as the checks gave it."""
    at = None if row.quote_start is None or row.quote_end is None else Span(row.quote_start, row.quote_end)
    return Finding(
        rule=row.rule,
        severity=row.severity.value,
        verdict=row.verdict.value,
        scope=Scope(row.table_key, row.row_key, row.column_key),
        message=Message(row.message_zh, row.message_en),
        left=_value(row.left_value),
        right=_value(row.right_value),
        operands=msgspec.convert(row.operands, tuple[Operand, ...], strict=False),
        quote=row.quote,
        quote_at=at,
        hint=msgspec.convert(row.hint, Hint | None, strict=False),
        group=row.group_number,
        about=row.about,
    )


def _value(stored: object) -> Value | None:
    return msgspec.convert(str(stored), Value, strict=False) if stored is not None else None
