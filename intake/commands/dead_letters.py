"""`nianbao dead-letters`: what the stages gave up on, and how to send it through again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.text import Text
from sqlalchemy import Engine

from config.settings import DATABASE_NAME, Settings, load_settings
from intake.ledger import dead_letter, open_dead_letters
from intake.reprocessing import requeue
from intake.terminal import on_stdout, plain
from models.database import create_engine_for

_DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path), default=None, help="The data folder of the run."
)
_EXIT_UNKNOWN = 1


@click.group("dead-letters")
def command() -> None:
    """List, show and reprocess reports that the stages gave up on."""


@command.command("list")
@_DATA_DIR
@click.option("--code", default=None, help="Only those with this code.")
def list_(data_dir: Path | None, code: str | None) -> None:
    """List the open dead letters."""
    console = on_stdout()
    with _engine(data_dir) as (engine, settings):
        for letter, name in open_dead_letters(engine, code=code):
            message = letter.message_zh if settings.language == "zh" else letter.message_en
            console.print(
                Text.assemble(
                    f"#{letter.id}  ",
                    (letter.code, "bold red"),
                    f"  {letter.stage.value}  ",
                    plain(name),
                    "  ",
                    plain(message),
                )
            )


@command.command("show")
@click.argument("letter_id", type=int)
@_DATA_DIR
def show(letter_id: int, data_dir: Path | None) -> None:
    """Show one dead letter with its attempts."""
    console = on_stdout()
    with _engine(data_dir) as (engine, _):
        found = dead_letter(engine, letter_id)
    if found is None:
        _refuse(letter_id)
    letter, name, attempts = found
    fields = {
        "report": f"{letter.report_id} · run {letter.run}",
        "file": name,
        "stage": letter.stage.value,
        "code": letter.code,
        "state": letter.state.value,
        "说明": letter.message_zh,
        "message": letter.message_en,
        "fingerprint": letter.fingerprint,
        "versions": f"pipeline {letter.pipeline_version} · rules {letter.rules_version}",
        "since": letter.created_at.isoformat(timespec="seconds"),
    }
    for field, value in fields.items():
        console.print(Text.assemble((f"{field:12}", "bold"), plain(value)))
    for each in attempts:
        when = (
            f"{each.started_at.isoformat(timespec='milliseconds')} … {each.ended_at.isoformat(timespec='milliseconds')}"
        )
        words = f"{each.stage.value} #{each.attempt} {each.outcome.value} {each.code or ''} {when} {each.worker or ''}"
        console.print(Text.assemble(("attempt     ", "bold"), plain(words)))
    if letter.traceback:
        console.print(Text(letter.traceback))


@command.command("reprocess")
@click.argument("letter_ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All open dead letters.")
@click.option("--code", default=None, help="All open dead letters with this code.")
@_DATA_DIR
def reprocess(letter_ids: tuple[int, ...], code: str | None, data_dir: Path | None, *, everything: bool) -> None:
    """Put dead letters back in the queue, each as a new run from the start; the next `nianbao run` takes them up.

    Where workers and a reconciler are running, they take them up at once.
    """
    if not (letter_ids or everything or code):
        raise click.UsageError("name dead letters by number, or give --code or --all")
    with _engine(data_dir) as (engine, settings):
        for letter_id in letter_ids:
            if dead_letter(engine, letter_id) is None:
                _refuse(letter_id)
        wanted = letter_ids or tuple(letter.id for letter, _ in open_dead_letters(engine, code=code))
        sent = requeue(engine, wanted, actor="command line")
        click.echo(f"已重新排队 requeued {len(sent)} / {len(wanted)}")
        if sent and not settings.broker_url:
            click.echo(
                "再次运行 nianbao run 后处理。 They are taken up by the next `nianbao run` with this data folder."
            )


@contextmanager
def _engine(data_dir: Path | None) -> Iterator[tuple[Engine, Settings]]:
    settings = load_settings()
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    if not settings.database_url and not (settings.data_dir / DATABASE_NAME).exists():
        raise click.UsageError(
            f"[data_dir.empty] there is no data in {settings.data_dir}; give the folder of the run with --data-dir"
        )
    engine = create_engine_for(settings.database)
    try:
        yield engine, settings
    finally:
        engine.dispose()


def _refuse(letter_id: int) -> NoReturn:
    click.echo(
        f"[dead_letter.unknown] 没有编号为 {letter_id} 的死信。 There is no dead letter {letter_id}; see `list`.",
        err=True,
    )
    sys.exit(_EXIT_UNKNOWN)
