"""`nianbao dead-letters`: what the stages gave up on, and how to send it through again."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.text import Text

from config.names import STAGES
from config.settings import Settings
from intake.commands import choosing
from intake.commands.letter_page import attempt_fields, letter_fields, print_letter
from intake.commands.refusing import refuse
from intake.commands.stored import DATA_DIR, stored
from intake.ledger import dead_letter
from intake.queries.dead_letters import (
    LetterFilter,
    chosen_letters,
    course,
    groups,
    known_letters,
    letters_page,
)
from intake.terminal import on_stdout, plain
from models.tables import DeadLetterState, ReprocessingSubject, Stage
from workers.reprocessing import dismiss

_PAGE = 500
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines.")
_FILTER = choosing.options(
    click.option("--code", default=None, help="Only this code; `format.*` means all that begin so."),
    click.option("--stage", type=click.Choice(STAGES), default=None, help="Only those that failed at this stage."),
    click.option("--fingerprint", default=None, help="Only those of this cause; see `groups`."),
    click.option("--older-than", type=choosing.Age(), default=None, help="Only older ones: 90m, 2h, 3d."),
    click.option("--newer-than", type=choosing.Age(), default=None, help="Only newer ones."),
    choosing.OF_BOTH,
)


@click.group("dead-letters")
def command() -> None:
    """List, group, show, reprocess and dismiss reports that the stages gave up on."""


@command.command("list")
@_FILTER
@click.option(
    "--state", type=click.Choice([*(each.value for each in DeadLetterState), "all"]), default="open", show_default=True
)
@_JSON
@DATA_DIR
def list_(data_dir: Path | None, state: str, *, as_json: bool, **given: Any) -> None:
    """List dead letters; those that nobody has dealt with, where no state is given."""
    chosen = _chosen(given, state=None if state == "all" else DeadLetterState(state))
    console = on_stdout()
    with stored(data_dir) as (engine, settings):
        after = 0
        while page := letters_page(engine, chosen, after=after, limit=_PAGE):
            for each in page:
                letter = each.letter
                if as_json:
                    click.echo(json.dumps(letter_fields(letter, each.name), ensure_ascii=False))
                    continue
                head = Text.assemble(f"#{letter.id}  ", (letter.code, "bold red"), f"  {letter.stage.value}  ")
                console.print(head.append(plain(each.name)).append("  ").append(plain(_said(letter, settings))))
            after = page[-1].letter.id


@command.command("groups")
@_FILTER
@_JSON
@DATA_DIR
def groups_(data_dir: Path | None, *, as_json: bool, **given: Any) -> None:
    """Group open dead letters by cause, the most frequent first, each with an example."""
    console = on_stdout()
    with stored(data_dir) as (engine, settings):
        for each in groups(engine, _chosen(given)):
            if as_json:
                line = {"fingerprint": each.fingerprint, "code": each.code, "stage": each.stage, "count": each.count}
                click.echo(json.dumps(line | {"example": each.example}))
                continue
            head = Text.assemble(f"{each.count:6}  ", (each.code, "bold red"), f"  {each.stage.value}  ")
            console.print(
                head.append(f"{each.fingerprint}  例 e.g. #{each.example}  ").append(plain(_said(each, settings)))
            )


@command.command("show")
@click.argument("letter_id", type=int)
@_JSON
@DATA_DIR
def show(letter_id: int, data_dir: Path | None, *, as_json: bool) -> None:
    """Show one dead letter with its attempts."""
    with stored(data_dir) as (engine, _):
        found = dead_letter(engine, letter_id)
    if found is None:
        _refuse(letter_id)
    letter, name, attempts = found
    if as_json:
        more = {"traceback": letter.traceback, "history": [attempt_fields(each) for each in attempts]}
        click.echo(json.dumps(letter_fields(letter, name) | more, ensure_ascii=False))
        return
    print_letter(letter, name, attempts)


@command.command("reprocess")
@click.argument("letter_ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All open dead letters.")
@_FILTER
@choosing.HOW
@_JSON
@DATA_DIR
def reprocess(
    letter_ids: tuple[int, ...], data_dir: Path | None, *, everything: bool, as_json: bool, **given: Any
) -> None:
    """Put dead letters back in the queue, each as a new run: by number, or all that match.

    Where --from-stage says nothing, they begin at the stage that failed, or at the first where an older version of
    the pipeline had worked on them. Where workers and a reconciler are running, they take them up at once; otherwise
    the next `nianbao run` or `serve` does.
    """
    which, how = choosing.parted(given)
    choosing.refuse_nothing(letter_ids, which, everything=everything)
    with stored(data_dir) as (engine, settings):
        for letter_id in sorted(set(letter_ids) - known_letters(engine, letter_ids)):
            _refuse(letter_id)
        chosen = _chosen(which, ids=letter_ids)
        targets = chosen_letters(engine, chosen)
        choosing.send(engine, settings, ReprocessingSubject.DEAD_LETTERS, chosen, targets, how, as_json=as_json)


@command.command("dismiss")
@click.argument("letter_ids", type=int, nargs=-1, required=True)
@click.option("--reason", required=True, help="Why nobody needs to care any more; it is kept.")
@DATA_DIR
def dismiss_(letter_ids: tuple[int, ...], reason: str, data_dir: Path | None) -> None:
    """Close dead letters that need no one's care; their reports stay dead."""
    with stored(data_dir) as (engine, _):
        for letter_id in sorted(set(letter_ids) - known_letters(engine, letter_ids)):
            _refuse(letter_id)
        dismissed = dismiss(engine, letter_ids, reason=reason, actor=choosing.actor())
    click.echo(f"已关闭 dismissed {len(dismissed)} / {len(set(letter_ids))}")


@command.command("reprocessing")
@click.argument("reprocessing_id", type=int)
@click.option("--wait", is_flag=True, help="Follow it to its end.")
@_JSON
@DATA_DIR
def reprocessing(reprocessing_id: int, data_dir: Path | None, *, wait: bool, as_json: bool) -> None:
    """Show what came of a reprocessing: now done, dead with the same code, dead with another."""
    with stored(data_dir) as (engine, settings):
        found = course(engine, reprocessing_id)
        if found is None:
            zh, en = f"没有编号为 {reprocessing_id} 的重新处理。", f"There is no reprocessing {reprocessing_id}."
            refuse("reprocessing.unknown", zh, en)
        choosing.print_course(choosing.follow(engine, settings, reprocessing_id) if wait else found, as_json=as_json)


def _chosen(given: dict[str, Any], **more: Any) -> LetterFilter:
    stage, older, newer = given.get("stage"), given.get("older_than"), given.get("newer_than")
    if not isinstance(older, timedelta | None) or not isinstance(newer, timedelta | None):
        raise TypeError(given)
    return LetterFilter(
        code=given.get("code"),
        stage=Stage(stage) if stage else None,
        batch_id=given.get("batch"),
        agency=given.get("agency"),
        year=given.get("year"),
        fingerprint=given.get("fingerprint"),
        older_than=older,
        newer_than=newer,
        pipeline_older_than=given.get("pipeline_older_than"),
        **more,
    )


def _said(said: Any, settings: Settings) -> str:
    return str(said.message_zh if settings.language == "zh" else said.message_en)


def _refuse(letter_id: int) -> NoReturn:
    zh, en = f"没有编号为 {letter_id} 的死信。", f"There is no dead letter {letter_id}; see `list`."
    refuse("dead_letter.unknown", zh, en)
