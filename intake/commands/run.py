"""`nianbao run DIR`: the whole system on this machine, from a folder of files to a summary."""

import json
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import click

from config.logs import configure_logging
from config.settings import LogSettings, Settings, load_settings
from intake.ledger import Ledger, ledger, new_findings_by_rule, open_dead_letters, unfinished_reports
from intake.source import source_files
from intake.submission import Intake
from intake.terminal import on_stderr
from models.tables import Lane
from workers.attached import System, attached
from workers.dispatch import chunks
from workers.embedded import DataDirError, embedded

_EXIT_DEAD_LETTERS = 4
_EXIT_INTERRUPTED = 130
_LOOK_S = 0.2
_FILES_AT_ONCE = 64


@click.command("run")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--data-dir", type=click.Path(path_type=Path), default=None, help="Where everything is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON summary instead of the tables.")
@click.option("--label", default=None, help="A name for the batch; the folder's by default.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the summary; zh by default.")
def command(folder: Path, data_dir: Path | None, label: str | None, lang: str | None, *, as_json: bool) -> None:
    """Take every file below FOLDER through the queue and print what was read, what does not add up and what failed.

    May be killed and started again with the same data folder: it goes on where it was. Ends with status 4 if there
    are dead letters.
    """
    settings = load_settings()
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    configure_logging(LogSettings(level="error", format=settings.log.format))
    begun = time.monotonic()
    try:
        with _system(settings) as system:
            batch_id = _submit_and_wait(system, folder.resolve(), label or folder.resolve().name)
            seconds = time.monotonic() - begun
            status = _report(system, batch_id, seconds, lang or settings.language, as_json=as_json)
    except DataDirError as error:
        raise click.UsageError(f"[{error.code}] {error.zh} {error.en}") from error
    except KeyboardInterrupt:
        _say_how_to_go_on(settings, folder)
        sys.exit(_EXIT_INTERRUPTED)
    sys.exit(status)


def _system(settings: Settings) -> AbstractContextManager[System]:
    """The system of our own, or the one that runs where NIANBAO_BROKER_URL says."""
    return attached(settings) if settings.broker_url else embedded(settings)


def _submit_and_wait(system: System, folder: Path, label: str) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    engine = system.resources.engine
    intake = Intake(system.resources, system.app)
    batch_id = intake.open_batch(label, str(folder), Lane.BULK)
    files = list(source_files(folder))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=on_stderr()) as progress:
        shown = progress.add_task("年报 reports", total=len(files))

        def look() -> Ledger:
            system.keep_alive()
            now = ledger(engine, batch_id)
            progress.update(shown, completed=now.submitted - now.in_flight, total=max(len(files), now.submitted))
            return now

        for group in chunks(files, _FILES_AT_ONCE):
            intake.submit(batch_id, Lane.BULK, group)
            look()
        intake.close_batch(batch_id)
        while look().in_flight or unfinished_reports(engine):
            time.sleep(_LOOK_S)
    return batch_id


def _report(system: System, batch_id: int, seconds: float, lang: str, *, as_json: bool) -> int:
    engine = system.resources.engine
    counts = ledger(engine, batch_id)
    if as_json:
        summary = {
            "submitted": counts.submitted,
            "done": counts.done,
            "dead": counts.dead,
            "duplicate": counts.duplicate,
            "rejected": counts.rejected,
            "findings": new_findings_by_rule(engine, batch_id),
            "seconds": round(seconds, 3),
            "reports_per_s": round((counts.done + counts.dead) / seconds, 1),
        }
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        from intake.summary import print_summary

        print_summary(engine, batch_id, counts, seconds, lang)
    return _EXIT_DEAD_LETTERS if open_dead_letters(engine, batch_id) else 0


def _say_how_to_go_on(settings: Settings, folder: Path) -> None:
    console = on_stderr()
    again = f"nianbao run {folder} --data-dir {settings.data_dir}"
    console.print(f"已停止,没有丢失任何文件。继续处理请再次运行: {again}", markup=False)
    console.print(f"Stopped; nothing is lost. To go on, run again: {again}", markup=False)
