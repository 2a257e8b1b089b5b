"""`nianbao run DIR`: the whole system on this machine, from a folder of files to a summary."""

import json
import shlex
import signal
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.logs import configure_logging
from config.settings import LogSettings, Settings, load_settings
from intake.ledger import Ledger, ledger, new_findings_by_rule, open_dead_letters, unfinished_reports
from intake.source import printable, source_files
from intake.submission import Intake
from intake.terminal import on_stderr
from models.tables import Lane
from workers.attached import System, attached
from workers.data_dir import DataDirError
from workers.dispatch import chunks
from workers.embedded import embedded
from workers.reprocessing import under_way

if TYPE_CHECKING:
    from rich.progress import Progress

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
    folder = folder.resolve()
    if folder.is_relative_to(settings.data_dir.resolve()):
        raise click.UsageError(
            f"[data_dir.submitted] {folder} lies in the data folder; choose another one with --data-dir"
        )
    begun = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with _system(settings) as system:
            batch_id = _submit_and_wait(system, folder, label or printable(Path(folder.name)))
            seconds = time.monotonic() - begun
            status = _report(system, batch_id, seconds, lang or settings.language, as_json=as_json)
    except DataDirError as error:
        raise click.UsageError(f"[{error.code}] {error.zh} {error.en}") from error
    except KeyboardInterrupt:
        _say_how_to_go_on(settings, folder)
        sys.exit(_EXIT_INTERRUPTED)
    sys.exit(status)


def _interrupt(_number: int, _frame: object) -> None:
    """Being told to stop is the same as Ctrl-C."""
    raise KeyboardInterrupt


def _system(settings: Settings) -> AbstractContextManager[System]:
    """The system of our own, or the one that runs where NIANBAO_BROKER_URL says."""
    return attached(settings) if settings.broker_url else embedded(settings)


def _submit_and_wait(system: System, folder: Path, label: str) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    intake = Intake(system.resources, system.app)
    batch_id = intake.open_batch(label, printable(folder), Lane.BULK, resume=system.alone)
    files = list(source_files(folder, but=system.resources.settings.data_dir.resolve()))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=on_stderr()) as progress:
        look = _Look(system, batch_id, progress, len(files))
        for group in chunks(files, _FILES_AT_ONCE):
            intake.submit(batch_id, Lane.BULK, group)
            look()
        while not look.finished():
            time.sleep(_LOOK_S)
    intake.close_batch(batch_id)
    return batch_id


class _Look:
    """A look at the batch every now and then, at most a tenth of the time; it keeps the system alive and the bar moving."""

    def __init__(self, system: System, batch_id: int, progress: "Progress", files: int) -> None:
        self._system = system
        self._engine = system.resources.engine
        self._batch_id = batch_id
        self._progress = progress
        self._files = files
        self._task = progress.add_task("年报 reports", total=files)
        self._next = 0.0

    def __call__(self) -> Ledger | None:
        """Return the ledger, or None if it is too soon to ask again."""
        self._system.keep_alive()
        begun = time.monotonic()
        if begun < self._next:
            return None
        now = ledger(self._engine, self._batch_id)
        total = max(self._files, now.submitted)
        self._progress.update(self._task, completed=now.submitted - now.in_flight, total=total)
        self._next = begun + 10 * (time.monotonic() - begun)
        return now

    def finished(self) -> bool:
        """Whether nothing is under way that this run waits for: where it is alone, also what was sent through again."""
        now = self()
        if now is None or now.in_flight:
            return False
        if not self._system.alone:
            return not unfinished_reports(self._engine, self._batch_id)
        # Between a canary and the rest nothing waits, and still it is not the end.
        return not under_way(self._engine) and not unfinished_reports(self._engine)


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
    return _EXIT_DEAD_LETTERS if open_dead_letters(engine, batch_id, most=1) else 0


def _say_how_to_go_on(settings: Settings, folder: Path) -> None:
    console = on_stderr()
    again = shlex.join(["nianbao", "run", printable(folder), "--data-dir", printable(settings.data_dir)])
    console.print(f"已停止,没有丢失任何文件。继续处理请再次运行: {again}", markup=False)
    console.print(f"Stopped; nothing is lost. To go on, run again: {again}", markup=False)
