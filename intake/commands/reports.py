"""`nianbao reports`: done reports, sent through again."""

from pathlib import Path
from typing import Any

import click

from intake.commands import choosing
from intake.commands.stored import DATA_DIR, stored
from intake.queries.dead_letters import DoneFilter, as_asked, chosen_reports
from intake.queries.report_filter import ReportFilter
from models.tables import ReprocessingSubject, Stage
from workers.reprocessing import Request, begin


@click.group("reports")
def command() -> None:
    """Send done reports through again, for instance when rules or readers have changed."""


@command.command("reprocess")
@click.argument("report_ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All done reports.")
@choosing.OF_BOTH
@click.option("--form", default=None, help="Only reports on this form: 2021 or 2019.")
@click.option("--rule", default=None, help="Only reports that break this rule.")
@click.option("--rules-other-than", metavar="VERSION", default=None, help="Only those checked with other rules.")
@choosing.HOW
@click.option("--json", "as_json", is_flag=True, help="JSON for machines.")
@DATA_DIR
def reprocess(
    report_ids: tuple[int, ...],
    data_dir: Path | None,
    from_stage: str | None,
    canary: int,
    max_repetitions: int,
    *,
    everything: bool,
    dry_run: bool,
    wait: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Send done reports through again, by number or all that match; their results stay readable until it is done."""
    if not (report_ids or everything or any(value is not None for value in given.values())):
        raise click.UsageError("name reports by number, or give a filter or --all")
    reports = ReportFilter(
        agency=given["agency"], year=given["year"], batch_id=given["batch"], form=given["form"], rule=given["rule"]
    )
    chosen = DoneFilter(reports, report_ids, given["pipeline_older_than"], given["rules_other_than"])
    with stored(data_dir) as (engine, settings):
        targets = chosen_reports(engine, chosen)
        if dry_run:
            choosing.print_preview(targets, as_json=as_json)
            return
        stage = Stage(from_stage or Stage.NORMALIZE)
        how = (choosing.actor(), as_asked(chosen), stage, canary, max_repetitions)
        begun = begin(engine, Request(ReprocessingSubject.REPORTS, *how), targets)
        choosing.show_begun(engine, settings, begun, wait=wait, as_json=as_json)
