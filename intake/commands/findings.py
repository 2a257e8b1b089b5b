"""`nianbao findings`: what does not add up, and what people made of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from sqlalchemy import Engine

from intake.commands import choosing
from intake.commands.finding_lines import print_finding, print_lapsed
from intake.commands.refusing import refuse, refuse_unknown_report
from intake.commands.stored import DATA_DIR, stored
from intake.queries.findings import (
    FindingFilter,
    FindingPlace,
    FindingsOfReport,
    FindingState,
    ReviewedFinding,
    findings_of_report,
    fingerprints_like,
    page_of_findings,
    reviewed_findings,
)
from intake.queries.report_filter import ReportFilter
from intake.queries.reports import report_line
from models.tables import ReviewState, Severity
from workers.reviewing import Refused, mark, take_back

_PAGE = 500
_FINGERPRINT = re.compile(r"[0-9a-f]{8,64}")
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines.")
_WHICH = choosing.options(
    click.argument("report_id", metavar="REPORT", type=click.IntRange(1, 2**63 - 1)),
    click.argument("finding", metavar="FINDING"),
)


@click.group("findings")
def command() -> None:
    """List findings; confirm, dismiss or mend them, or open them again.

    REPORT is its number, FINDING the beginning of what `list` calls it, 8 characters or more.
    """


@command.command("list")
@click.option("--report", "report_id", type=click.IntRange(1, 2**63 - 1), default=None, help="Only of this report.")
@click.option(
    "--batch", type=click.IntRange(1, 2**63 - 1), default=None, help="Only reports that this batch's files point to."
)
@click.option(
    "--state", type=click.Choice([*(each.value for each in FindingState), "all"]), default="open", show_default=True
)
@click.option("--rule", default=None, help="Only of this rule.")
@click.option("--severity", type=click.Choice([each.value for each in Severity]), default=None)
@click.option("--agency", default=None, help="Only of this agency; `云岫县*` means all that begin so.")
@click.option("--year", type=click.IntRange(1, 9999), default=None)
@_JSON
@DATA_DIR
def list_(data_dir: Path | None, *, as_json: bool, **given: Any) -> None:
    """List findings; those that nobody has marked, where no state is given.

    Of one report, `--state all` also tells of marks that are out of force.
    """
    with stored(data_dir) as (engine, settings):
        if given["report_id"] is not None and report_line(engine, given["report_id"]) is None:
            refuse_unknown_report(given["report_id"])
        for each in _all(engine, _chosen(given)):
            _show(each, settings.language, as_json=as_json)
        if given["report_id"] is not None and given["state"] == "all":
            _show_lapsed(findings_of_report(engine, given["report_id"]), settings.language, as_json=as_json)


@command.command("confirm")
@_WHICH
@click.option("--reason", default=None, help="A note, if there is something to say.")
@_JSON
@DATA_DIR
def confirm(**given: Any) -> None:
    """Say that a finding is right: the report does not add up here."""
    _mark(ReviewState.CONFIRMED, **given)


@command.command("dismiss")
@_WHICH
@click.option("--reason", required=True, help="Why it is none; it is kept.")
@_JSON
@DATA_DIR
def dismiss(**given: Any) -> None:
    """Say that a finding is none, and why."""
    _mark(ReviewState.DISMISSED, **given)


@command.command("mend")
@_WHICH
@click.option("--reason", default=None, help="A note, if there is something to say.")
@_JSON
@DATA_DIR
def mend(**given: Any) -> None:
    """Say that the report was put right; if other bytes than now still have the finding, it is open again."""
    _mark(ReviewState.MENDED, **given)


@command.command("reopen")
@_WHICH
@click.option("--reason", default=None, help="Why the mark is taken back; the audit log keeps it.")
@_JSON
@DATA_DIR
def reopen(report_id: int, finding: str, reason: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Take a mark back; what was marked stays in the audit log."""

    def act(engine: Engine, fingerprint: str) -> None:
        take_back(engine, report_id, fingerprint, actor=choosing.actor(), reason=reason)

    _act(report_id, finding, data_dir, act, as_json=as_json)


def _mark(
    state: ReviewState, report_id: int, finding: str, reason: str | None, data_dir: Path | None, *, as_json: bool
) -> None:
    def act(engine: Engine, fingerprint: str) -> None:
        mark(engine, report_id, fingerprint, state, reason=reason, actor=choosing.actor())

    _act(report_id, finding, data_dir, act, as_json=as_json)


def _act(
    report_id: int, finding: str, data_dir: Path | None, act: Callable[[Engine, str], None], *, as_json: bool
) -> None:
    """Do it to the one finding that is meant, and show how it stands then."""
    with stored(data_dir) as (engine, settings):
        fingerprint = _meant(engine, report_id, finding)
        try:
            act(engine, fingerprint)
        except Refused as refused:
            refuse(refused.code, refused.message.zh, refused.message.en)
        shown = [each for each in reviewed_findings(engine, report_id) if each.fingerprint == fingerprint]
        for each in shown:
            _show(each, settings.language, as_json=as_json)
        if not shown and not as_json:
            click.echo("已撤销。 The mark is taken back.")


def _meant(engine: Engine, report_id: int, finding: str) -> str:
    if not _FINGERPRINT.fullmatch(finding):
        raise click.UsageError("[finding.name] FINDING is 8 to 64 of 0-9 and a-f, as `nianbao findings list` shows it")
    if report_line(engine, report_id) is None:
        refuse_unknown_report(report_id)
    found = fingerprints_like(engine, report_id, finding)
    if not found:
        zh = f"年报 {report_id} 没有以 {finding} 开头的问题;请查看列表。"
        refuse("finding.unknown", zh, f"Report {report_id} has no finding that begins {finding}; see `list`.")
    if len(found) > 1:
        zh = f"年报 {report_id} 有 {len(found)} 条以 {finding} 开头的问题;请多写几位。"
        en = f"Report {report_id} has {len(found)} findings that begin {finding}; write more of it."
        refuse("finding.ambiguous", zh, en)
    return found[0]


def _all(engine: Engine, chosen: FindingFilter) -> Iterator[ReviewedFinding]:
    after: FindingPlace | None = None
    while True:
        page = page_of_findings(engine, chosen, after=after, limit=_PAGE)
        yield from page.items
        if page.next is None:
            return
        after = FindingPlace.of(page.next)


def _chosen(given: dict[str, Any]) -> FindingFilter:
    severity = None if given["severity"] is None else Severity(given["severity"])
    reports = ReportFilter(
        given["agency"], given["year"], rule=given["rule"], severity=severity, batch_id=given["batch"]
    )
    state = None if given["state"] == "all" else FindingState(given["state"])
    return FindingFilter(reports, state, report_id=given["report_id"])


def _show(found: ReviewedFinding, language: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(_ENCODER.encode(found))
    else:
        print_finding(found, language)


def _show_lapsed(found: FindingsOfReport, language: str, *, as_json: bool) -> None:
    for each in found.lapsed:
        if as_json:
            click.echo(_ENCODER.encode(each))
        else:
            print_lapsed(each, language)
