"""`nianbao export`: results as a file for other programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from intake.commands.stored import DATA_DIR, stored
from intake.commands.writing import write_whole
from intake.exports import FORMATS, FormatName, TableName, export
from intake.queries.report_filter import ReportFilter
from models.tables import ReportState, Severity


def _words(values: type[TableName | FormatName | ReportState | Severity]) -> click.Choice[str]:
    return click.Choice([each.value for each in values])


@click.command("export")
@click.option("--table", type=_words(TableName), required=True, help="What to export.")
@click.option("--format", "file_format", type=_words(FormatName), required=True, help="How it is written.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="A file; stdout without it.")
@click.option("--agency", default=None, help="Only this agency; `云岫县*` means all that begin so.")
@click.option("--year", type=click.IntRange(0, 9999), default=None)
@click.option("--state", type=_words(ReportState), default=None)
@click.option("--form", default=None, help="Only reports on this form: 2021 or 2019.")
@click.option("--rule", default=None, help="Only reports that break this rule; of findings, only those of it.")
@click.option("--severity", type=_words(Severity), default=None, help="Only with findings that weigh so.")
@click.option(
    "--batch", "batch_id", type=click.IntRange(1), default=None, help="Only reports that this batch's files point to."
)
@DATA_DIR
def command(table: str, file_format: str, out: Path | None, data_dir: Path | None, **given: Any) -> None:
    """Write one table of the results that are shown now, whole or not at all; unknown figures are empty, never 0.

    A CSV or XLSX file holds nothing that a spreadsheet evaluates: such text begins with an apostrophe in CSV.
    """
    given["state"] = None if given["state"] is None else ReportState(given["state"])
    given["severity"] = None if given["severity"] is None else Severity(given["severity"])
    name = FormatName(file_format)
    if out is None and not FORMATS[name].is_text and sys.stdout.isatty():
        raise click.UsageError(f"[export.terminal] {name} is no text to show on a terminal; give a file with --out")
    with stored(data_dir) as (engine, _):
        pieces = export(engine, TableName(table), name, ReportFilter(**given))
        if out is None:
            _print(pieces)
        else:
            write_whole(out, pieces)


def _print(pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
