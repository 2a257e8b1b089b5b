"""`nianbao report`: one report as a page to hand on, or the summary of a batch."""

import sys
from pathlib import Path

import click
import msgspec
from sqlalchemy import Engine

from intake.commands.refusing import refuse, refuse_unknown_report
from intake.commands.stored import DATA_DIR, stored
from intake.commands.writing import write_whole
from intake.queries.batch_summary import batch_summary
from intake.queries.findings import findings_of_report
from intake.reporting import FILE_FORMATS, Page, PageFormat, describe_report, print_page, written
from intake.reporting.of_batch import describe_batch
from intake.reporting.of_marks import remarks_on
from intake.reports import shown_report
from intake.terminal import on_stdout
from pipeline.report import Report
from workers.policy import policy_in

_JSON = "json"
_LONGEST_NAME = 40
_FORMATS = click.Choice([*(each.value for each in PageFormat), _JSON])


@click.command("report")
@click.argument("report_ids", metavar="ID…", type=click.IntRange(1, 2**63 - 1), nargs=-1)
@click.option("--batch", "batch_id", type=click.IntRange(1, 2**63 - 1), default=None, help="The summary of this batch.")
@click.option("--format", "file_format", type=_FORMATS, default="text", show_default=True, help="json is for a batch.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the page; zh by default.")
@click.option("--output", type=click.Path(path_type=Path), default=None, help="A file; a folder for several reports.")
@click.option("--all", "everything", is_flag=True, help="List every agency of the batch, not only the worst 500.")
@DATA_DIR
def command(
    report_ids: tuple[int, ...], batch_id: int | None, file_format: str, lang: str | None, output: Path | None,
    data_dir: Path | None, *, everything: bool,
) -> None:  # fmt: skip
    """Write reports by their IDs as pages with their tables, what does not add up and what to check.

    With --batch write one summary: findings by rule and by agency, worst first, and what failed.
    """
    _refuse_wrong_use(report_ids, batch_id, file_format, output)
    with stored(data_dir) as (engine, settings):
        language = lang or settings.language
        if batch_id is not None:
            _write_batch(engine, batch_id, file_format, language, output, everything=everything)
            return
        for report_id in report_ids:
            report = shown_report(engine, report_id, policy_in(settings))
            if report is None:
                refuse_unknown_report(report_id)
            out = output
            if output is not None and (len(report_ids) > 1 or output.is_dir()):
                output.mkdir(parents=True, exist_ok=True)
                out = output / _name(report_id, report, PageFormat(file_format))
            page = describe_report(report, language, remarks_on(findings_of_report(engine, report_id)))
            _write(page, PageFormat(file_format), out)


def _refuse_wrong_use(report_ids: tuple[int, ...], batch_id: int | None, file_format: str, output: Path | None) -> None:
    if bool(report_ids) == (batch_id is not None):
        raise click.UsageError(
            "[report.which] 请给出年报编号,或用 --batch 给出批次,二者取一。 Give IDs of reports, or --batch, one of the two."
        )
    if file_format == _JSON and batch_id is None:
        raise click.UsageError(
            "[report.json] 单份年报的 JSON 请用 nianbao export 或接口;json 只用于 --batch。 "
            "json is for --batch; one report as JSON is given by the API and by `nianbao parse --jsonl`."
        )
    if len(report_ids) > 1 and file_format != PageFormat.TEXT and output is None:
        raise click.UsageError(
            "[report.folder] 多份年报请用 --output 给出文件夹。 Several reports need a folder, given with --output."
        )
    if len(report_ids) > 1 and output is not None and output.exists() and not output.is_dir():
        raise click.UsageError(f"[report.folder] {output} 不是文件夹。 {output} is no folder; name one with --output.")


def _write_batch(
    engine: Engine, batch_id: int, file_format: str, lang: str, output: Path | None, *, everything: bool
) -> None:
    summary = batch_summary(engine, batch_id, everything=everything)
    if summary is None:
        refuse(
            "batch.unknown",
            f"没有编号为 {batch_id} 的批次。",
            f"There is no batch {batch_id}; `nianbao top` shows the newest.",
        )
    if file_format == _JSON:
        _write_bytes(msgspec.json.encode(summary) + b"\n", output)
    else:
        _write(describe_batch(summary, lang), PageFormat(file_format), output)


def _write(page: Page, page_format: PageFormat, out: Path | None) -> None:
    if out is None and page_format is PageFormat.TEXT:
        print_page(on_stdout(), page)
    else:
        _write_bytes(written(page, page_format), out)


def _write_bytes(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, [content])


def _name(report_id: int, report: Report, page_format: PageFormat) -> str:
    """A file's name that tells whose report it is; of a stranger's words only letters and digits are taken."""
    agency = "".join(filter(str.isalnum, report.agency or ""))[:_LONGEST_NAME]
    parts = (str(report_id), agency, str(report.year or ""))
    return "-".join(filter(None, parts)) + f".{FILE_FORMATS[page_format]}"
