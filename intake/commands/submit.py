"""`nianbao submit PATH…`: sends files and folders to a server, and proves by a receipt that none is missing."""

import os
import shlex
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from config.settings import load_settings
from intake.client.accounting import Account
from intake.client.answers import Batch
from intake.client.bars import following_bar, sending_bar
from intake.client.following import Following
from intake.client.local import LocalFile
from intake.client.outcome import outcome_as_json, print_outcome
from intake.client.receipt import Receipt, make_receipt, write_receipt
from intake.client.remote import Remote
from intake.client.submitting import Submitted, submit
from intake.client.survey import source_of, survey
from intake.commands.server_side import EXIT_INTERRUPTED, connected, server_options
from intake.source import printable
from intake.terminal import on_stderr, plain

_EXIT_INCOMPLETE = 1
_MOST_LABEL = 255


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asks for."""

    paths: tuple[Path, ...]
    label: str
    lane: str
    receipt: Path | None
    uploads: int
    wait: bool
    quiet: bool
    as_json: bool
    patience_s: float


@click.command("submit")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@server_options
@click.option("--label", default=None, help="A name for the batch; the paths' by default.")
@click.option(
    "--lane",
    type=click.Choice(["bulk", "interactive"]),
    default="bulk",
    show_default=True,
    help="interactive: before all that was submitted in bulk.",
)
@click.option(
    "--receipt",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Where the receipt is written; nianbao-receipt-BATCH.json in this folder by default.",
)
@click.option("--uploads", type=click.IntRange(1, 32), default=None, help="Requests at the same time; 4 by default.")
@click.option(
    "--wait", is_flag=True, help="Follow the batch to its end, so that the receipt tells how each file ended."
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of the summary.")
def command(
    paths: tuple[Path, ...],
    url: str | None,
    key: str | None,
    patience: float,
    label: str | None,
    lane: str,
    receipt: Path | None,
    uploads: int | None,
    *,
    wait: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Send every file at and below PATHS to a server, account for each, and write a receipt.

    May be stopped at any time, or crash: the same command goes on with the same batch and sends only what the server
    does not have. Archives (zip, tar, tar.gz) are sent whole and opened there; folders that are links are not entered;
    files larger than NIANBAO_LIMITS__FILE_BYTES are not sent.

    \b
    Ends with status
      0    every file is accounted for: taken in, or refused for what it is (empty, too large, a pipe …), which the
           summary and the receipt tell with a code
      1    a file is missing, or could not be read just now: run it again
      2    wrong usage
      5    the server cannot be reached, or refuses the key or the request
      130  interrupted: run it again to go on
    """  # noqa: D301 - \b is click's mark for lines that are kept
    wanted = _Wanted(
        paths,
        (label or _label(paths))[:_MOST_LABEL],
        lane,
        receipt,
        uploads or load_settings().client.uploads,
        wait,
        quiet,
        as_json,
        patience,
    )
    _check_folder_of_receipt(receipt)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    console = on_stderr()
    with connected(url, key, patience, console, connections=wanted.uploads) as remote:
        sys.exit(_Submission(remote, wanted, console).run())


def _interrupt(_number: int, _frame: object) -> None:
    """Being told to stop is the same as Ctrl-C."""
    raise KeyboardInterrupt


def _label(paths: tuple[Path, ...]) -> str:
    return "、".join(printable(Path(path.resolve().name)) for path in paths)


def _check_folder_of_receipt(receipt: Path | None) -> None:
    """A receipt that cannot be written would be noticed only at the end."""
    folder = (receipt or Path("x")).absolute().parent
    if not os.access(folder, os.W_OK):
        shown = printable(folder)
        raise click.UsageError(
            f"[receipt.folder] 无法在 {shown} 中写回执;请用 --receipt 指定。 "
            f"No receipt can be written in {shown}; choose another place with --receipt."
        )


class _Submission:
    """One run of the command."""

    def __init__(self, remote: Remote, wanted: _Wanted, console: Console) -> None:
        self._remote = remote
        self._wanted = wanted
        self._console = console
        self._batch_id: int | None = None
        self._begun = time.monotonic()

    def run(self) -> int:
        """Submit, and return the exit status."""
        try:
            files = self._files()
            submitted = self._submitted(files)
            receipt, path = self._receipt(submitted, submitted.accounts)
            if self._wanted.wait:
                self._follow(receipt.batch)
                accounts = submitted.accountant.accounts(submitted.books.held, is_open=False)
                receipt, path = self._receipt(submitted, accounts)
        except KeyboardInterrupt:
            self._say_how_to_go_on()
            return EXIT_INTERRUPTED
        self._tell(receipt, path, submitted)
        return 0 if receipt.complete else _EXIT_INCOMPLETE

    def _files(self) -> list[LocalFile]:
        found = survey(self._wanted.paths)
        if found.receipts:
            count = len(found.receipts)
            self._console.print(f"略过以前的回执 {count} 份。 Passed by our own receipts of before: {count}.")
        if not found.files:
            raise click.UsageError("[submit.nothing] 没有找到文件。 There are no files at these paths.")
        return found.files

    def _submitted(self, files: list[LocalFile]) -> Submitted:
        wanted, limits = self._wanted, load_settings().limits
        opened = self._remote.open_batch(label=wanted.label, lane=wanted.lane, source=source_of(wanted.paths))
        self._batch_id = opened.batch_id
        size_bytes = sum(_size_bytes(each.path) for each in files)
        with sending_bar(self._console, len(files), size_bytes, quiet=wanted.quiet) as bar:
            return submit(
                self._remote, opened.batch_id, files, limits, uploads=wanted.uploads, advance=bar.advance
            )  # fmt: skip

    def _follow(self, batch_id: int) -> None:
        with following_bar(self._console, quiet=self._wanted.quiet) as bar:
            Following(self._remote, batch_id, bar.look, self._wanted.patience_s).to_the_end()

    def _receipt(self, submitted: Submitted, accounts: list[Account]) -> tuple[Receipt, Path]:
        """Write the receipt: also before a batch is followed, since that may be cut off."""
        batch: Batch = self._remote.batch(self._batch_id or 0)
        receipt = make_receipt(self._remote.link.url, batch, accounts, submitted.books.refused, datetime.now(UTC))
        path = self._wanted.receipt or Path(f"nianbao-receipt-{batch.id}.json")
        write_receipt(receipt, path)
        return receipt, path

    def _tell(self, receipt: Receipt, path: Path, submitted: Submitted) -> None:
        if not self._wanted.as_json:
            print_outcome(receipt, submitted.books, path)
            return
        click.echo(outcome_as_json(receipt, submitted.books, path, time.monotonic() - self._begun))

    def _say_how_to_go_on(self) -> None:
        again = shlex.join(["nianbao", "submit", *(printable(path) for path in self._wanted.paths)])
        self._console.print(
            plain(f"已停止,已收到的文件不会丢失。继续请再次运行同一命令: {again} --url {self._remote.link.url} …")
        )
        self._console.print(
            plain("Stopped; what arrived is kept. Run the same command again: only what is missing is sent.")
        )


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
