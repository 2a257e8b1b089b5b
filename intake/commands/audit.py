"""`nianbao audit`: what was done to a report and by whom, and the proof that the log is whole."""

import json
import sys
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlmodel import col

from intake.commands.refusing import refuse_unknown_report
from intake.commands.stored import DATA_DIR, stored
from intake.queries.reports import audit_of
from intake.terminal import on_stdout, plain
from models.audit import verify
from models.database import read
from models.tables import AuditLog

_EXIT_BROKEN = 1


@click.group("audit")
def command() -> None:
    """Show and verify the append-only log of what was done to each report."""


@command.command("show")
@click.argument("report_id", type=int)
@DATA_DIR
def show(report_id: int, data_dir: Path | None) -> None:
    """Show the entries of one report, the oldest first."""
    console = on_stdout()
    with stored(data_dir) as (engine, _):
        entries = audit_of(engine, report_id)
    if not entries:
        refuse_unknown_report(report_id)
    for each in entries:
        detail = json.dumps(each.detail, ensure_ascii=False)
        console.print(
            plain(f"{each.seq:4}  {each.at.isoformat(timespec='seconds')}  {each.actor}  {each.action}  {detail}")
        )


@command.command("verify")
@click.option("--report", "report_id", type=int, default=None, help="Only this report's entries.")
@DATA_DIR
def verify_(report_id: int | None, data_dir: Path | None) -> None:
    """Prove that no entry was changed, added or removed; ends with status 1 where one was."""
    broken = 0
    with stored(data_dir) as (engine, _), read(engine) as session:
        for each in verify(session, report_id):
            broken += 1
            click.echo(each.message)
        counting = select(func.count()).select_from(AuditLog)
        if report_id is not None:
            counting = counting.where(col(AuditLog.report_id) == report_id)
        entries = session.execute(counting).scalar_one()
    click.echo(f"审计日志 audit entries {entries} · 异常 broken {broken}")
    sys.exit(_EXIT_BROKEN if broken else 0)
