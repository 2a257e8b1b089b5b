"""`nianbao parse`: the pure stages in this process, no queue and no database."""

import sys
from pathlib import Path

import click

from config.settings import load_settings
from intake.source import printable, read_file
from pipeline.errors import ReportError
from pipeline.report import File, Report, failed_report, to_json
from pipeline.stages import read_report

_EXIT_UNREADABLE = 3


@click.command("parse")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="One JSON object a line, in the order of the files.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the page; zh by default.")
def command(files: tuple[Path, ...], lang: str | None, *, jsonl: bool) -> None:
    """Read FILES and print each as a page, or as a line of JSON. Ends with status 3 if a file could not be read."""
    settings = load_settings()
    failed = False
    for path in files:
        report = _report(path, settings.limits.file_bytes)
        failed = failed or report.error is not None
        if jsonl:
            sys.stdout.buffer.write(to_json(report) + b"\n")
            sys.stdout.buffer.flush()
        else:
            from intake.page import print_report

            print_report(report, lang or settings.language)
    sys.exit(_EXIT_UNREADABLE if failed else 0)


def _report(path: Path, limit_bytes: int) -> Report:
    name = printable(path)
    try:
        data = read_file(path, limit_bytes)
    except ReportError as error:
        return failed_report(File(name, "", 0), error, "intake")
    return read_report(data, name)
