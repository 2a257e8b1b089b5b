"""`nianbao parse`: the pure stages without queue and database, each file within the bounds of one report."""

import hashlib
import sys
from contextlib import closing
from pathlib import Path

import click

from config.settings import load_settings
from intake.source import printable, read_file
from pipeline.checks import Policy, rules_version
from pipeline.errors import ReportError
from pipeline.report import Failure, File, Report, failed_report, to_json
from workers.policy import policy_in
from workers.reading import Reader

_EXIT_UNREADABLE = 3
_BUG_STAGE = "normalize"


@click.command("parse")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="One JSON object a line, in the order of the files.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the page; zh by default.")
def command(files: tuple[Path, ...], lang: str | None, *, jsonl: bool) -> None:
    """Read FILES and print each as a page, or as a line of JSON. Ends with status 3 if a file could not be read."""
    settings = load_settings()
    policy = policy_in(settings)
    failed = False
    with closing(Reader(settings)) as reader:
        for path in files:
            report = _report(path, reader, settings.limits.file_bytes, policy)
            failed = failed or report.error is not None
            _print(report, None if jsonl else lang or settings.language)
    sys.exit(_EXIT_UNREADABLE if failed else 0)


def _print(report: Report, language: str | None) -> None:
    """Print a report as a page, or as a line of JSON where no language is given."""
    if language is None:
        sys.stdout.buffer.write(to_json(report) + b"\n")
        sys.stdout.buffer.flush()
        return
    from intake.page import print_report

    print_report(report, language)


def _report(path: Path, reader: Reader, limit_bytes: int, policy: Policy) -> Report:
    name = printable(path)
    try:
        data = read_file(path, limit_bytes)
    except ReportError as error:
        return failed_report(File(name, "", 0), error, "intake", policy)
    try:
        return reader.report(data, name)
    except Exception as error:  # noqa: BLE001 - a bug of ours is told of, and the other files are still read
        return _bug(error, name, data, policy)


def _bug(error: Exception, name: str, data: bytes, policy: Policy) -> Report:
    from intake.terminal import escaped_lines
    from workers.failures import bug_of

    bug = bug_of(error, _BUG_STAGE)
    click.echo(escaped_lines(bug.traceback or ""), err=True)
    file = File(name, hashlib.sha256(data).hexdigest(), len(data))
    failure = Failure(bug.code, bug.message, _BUG_STAGE)
    return Report(file=file, rules_version=rules_version(policy), error=failure)
