"""`nianbao reports`: done reports, sent through again."""

from pathlib import Path
from typing import Any

import click

from intake.commands import choosing
from intake.commands.stored import DATA_DIR, stored
from intake.queries.dead_letters import DoneFilter, chosen_reports
from intake.queries.report_filter import ReportFilter
from intake.versions import rules_meant
from models.tables import ReprocessingSubject


@click.group("reports")
def command() -> None:
    """Send done reports through again, for instance when rules or readers have changed."""


@command.command("reprocess")
@click.argument("report_ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All done reports.")
@choosing.OF_BOTH
@click.option("--form", default=None, help="Only reports on this form: 2021 or 2019.")
@click.option("--rule", default=None, help="Only reports that break this rule.")
@click.option(
    "--rules-other-than",
    metavar="VERSION",
    default=None,
    help="Only those checked with other rules; `current` means those of now, as `nianbao rules list` shows them.",
)
@choosing.HOW
@click.option("--json", "as_json", is_flag=True, help="JSON for machines.")
@DATA_DIR
def reprocess(
    report_ids: tuple[int, ...], data_dir: Path | None, *, everything: bool, as_json: bool, **given: Any
) -> None:
    """Send done reports through again, by number or all that match; their results stay readable until it is done."""
    which, how = choosing.parted(given)
    choosing.refuse_nothing(report_ids, which, everything=everything)
    reports = ReportFilter(
        agency=which["agency"], year=which["year"], batch_id=which["batch"], form=which["form"], rule=which["rule"]
    )
    with stored(data_dir) as (engine, settings):
        rules = rules_meant(which["rules_other_than"], settings)
        chosen = DoneFilter(reports, report_ids, which["pipeline_older_than"], rules)
        targets = chosen_reports(engine, chosen)
        choosing.send(engine, settings, ReprocessingSubject.REPORTS, chosen, targets, how, as_json=as_json)
