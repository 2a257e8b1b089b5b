"""The options with which commands choose dead letters or reports, and how a reprocessing is shown."""

import getpass
import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import click
from rich.table import Table
from sqlalchemy import Engine

from config.names import STAGES
from config.settings import Settings
from intake.ages import age_of
from intake.queries.dead_letters import Course, DoneFilter, LetterFilter, as_asked, course
from intake.terminal import on_stdout, plain
from models.tables import ReprocessingState, ReprocessingSubject, Stage
from workers.reprocessing import Request, Target, begin, spread

F = TypeVar("F", bound=Callable[..., Any])
_SHOWN = 10
_LOOK_S = 0.5
ENDED = (ReprocessingState.FINISHED, ReprocessingState.STOPPED)


class Age(click.ParamType[timedelta]):
    """An age such as `90m`, `2h` or `3d`."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the age."""
        age = age_of(str(value))
        if age is None:
            self.fail(f"{value!r} is no age; write up to 9999 and s, m, h or d, such as 2h", param, ctx)
        return age


def options(*wanted: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order in which the help shows them."""

    def add(command: F) -> F:
        for each in reversed(wanted):
            command = each(command)
        return command

    return add


OF_BOTH = options(
    click.option("--batch", type=int, default=None, help="Only reports that this batch's files point to."),
    click.option("--agency", default=None, help="Only this agency; `云岫县*` means all that begin so."),
    click.option("--year", type=int, default=None),
    click.option("--pipeline-older-than", metavar="VERSION", default=None, help="Only of versions before this one."),
)
HOW = options(
    click.option("--from-stage", type=click.Choice(STAGES), default=None, help="Begin here; earlier results are kept."),
    click.option("--dry-run", is_flag=True, help="Count and show what would be sent; change nothing."),
    click.option("--canary", type=click.IntRange(0), default=0, metavar="N", help="Send N first, the rest if they pass."),
    click.option("--max-repetitions", type=click.IntRange(1), default=3, show_default=True,
                 help="Leave reports that failed so often with one code after they were sent again."),
    click.option("--wait", is_flag=True, help="Follow it to its end, where workers run (NIANBAO_BROKER_URL)."),
)  # fmt: skip


def actor() -> str:
    """Who calls, as the audit log names them."""
    return f"cli:{getpass.getuser()}"


def print_preview(targets: list[Target], *, as_json: bool) -> None:
    """Print what would be sent: how many, of which codes, and some of them."""
    codes = Counter(each.code or "done" for each in targets)
    sample = [each.dead_letter_id or each.report_id for each in spread(targets, _SHOWN)]
    if as_json:
        click.echo(json.dumps({"count": len(targets), "codes": codes, "sample": sample}))
        return
    click.echo(f"将重新处理 would be sent {len(targets)}")
    for code, count in codes.most_common():
        click.echo(f"  {code}  {count}")
    if sample:
        click.echo(f"例如 for instance {', '.join(f'#{each}' for each in sample)}")


def print_course(found: Course, *, as_json: bool) -> None:
    """Print what came of a reprocessing so far."""
    row = found.reprocessing
    if as_json:
        changes = [dict(zip(("before", "verdict", "after", "count"), each, strict=True)) for each in found.changes]
        said = {"id": row.id, "state": row.state.value, "reason": row.reason, "verdicts": found.verdicts}
        click.echo(json.dumps(said | {"changes": changes}, ensure_ascii=False))
        return
    console = on_stdout()
    console.print(plain(f"重新处理 reprocessing #{row.id} · {row.state.value} · {row.actor}"))
    if row.reason:
        console.print(plain(row.reason), style="yellow")
    table = Table(box=None)
    for heading in ("之前 before", "结果 now", "之后 after", "份数 reports"):
        table.add_column(heading)
    for before, verdict, after, count in found.changes:
        table.add_row(plain(before or "done"), verdict, plain(after or "—"), str(count))
    console.print(table)


def send(
    engine: Engine,
    settings: Settings,
    subject: ReprocessingSubject,
    chosen: LetterFilter | DoneFilter,
    targets: list[Target],
    how: dict[str, Any],
    *,
    as_json: bool,
) -> None:
    """Send what was chosen, as the options `HOW` say, or only show it; `how` are their values."""
    if how["dry_run"]:
        print_preview(targets, as_json=as_json)
        return
    stage = Stage(how["from_stage"]) if how["from_stage"] else None
    asked = Request(subject, actor(), as_asked(chosen), stage, how["canary"], how["max_repetitions"])
    show_begun(engine, settings, begin(engine, asked, targets), wait=how["wait"], as_json=as_json)


def parted(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part the values of a command's options: which are meant, and how they are sent."""
    how = {name: given.pop(name) for name in ("from_stage", "dry_run", "canary", "max_repetitions", "wait")}
    return given, how


def refuse_nothing(ids: tuple[int, ...], which: dict[str, Any], *, everything: bool) -> None:
    """End with wrong usage where nothing says what is meant: everything is sent only when that is said."""
    if not (ids or everything or any(value is not None for value in which.values())):
        raise click.UsageError("name them by number, or give a filter or --all")


def show_begun(engine: Engine, settings: Settings, reprocessing_id: int, *, wait: bool, as_json: bool) -> None:
    """Print what was sent, or what came of it in the end."""
    found = follow(engine, settings, reprocessing_id) if wait else course(engine, reprocessing_id)
    if found is None:
        raise AssertionError(reprocessing_id)
    if as_json or (wait and found.reprocessing.state in ENDED):
        print_course(found, as_json=as_json)
        return
    sent, total = found.verdicts.get("sent", 0), sum(found.verdicts.values())
    click.echo(f"已重新排队 requeued {sent} / {total}")
    if waiting := found.verdicts.get("waiting"):
        click.echo(
            f"其余 {waiting} 份随后自动发送,有先导批时待其通过。 The other {waiting} follow, after a canary if it passes."
        )
    click.echo(f"查看结果 what came of it: nianbao dead-letters reprocessing {reprocessing_id}")
    if sent and not settings.broker_url:
        click.echo("再次运行 nianbao run 后处理。 They are taken up by the next `nianbao run` with this data folder.")


def follow(engine: Engine, settings: Settings, reprocessing_id: int) -> Course:
    """Return what came of a reprocessing that is there, at its end; where no workers run, how it stands now."""
    while True:
        found = course(engine, reprocessing_id)
        if found is None:
            raise AssertionError(reprocessing_id)
        if found.reprocessing.state in ENDED or not settings.broker_url:
            return found
        time.sleep(_LOOK_S)
