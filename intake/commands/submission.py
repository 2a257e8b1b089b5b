"""One run of `nianbao submit`: from the paths to the receipt and the exit status."""

import shlex
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from config.settings import load_settings
from intake.client.accounting import Account
from intake.client.bars import following_bar, sending_bar
from intake.client.following import Following
from intake.client.local import LocalFile
from intake.client.outcome import outcome_as_json, print_outcome
from intake.client.receipt import Receipt, make_receipt, write_receipt
from intake.client.remote import Remote
from intake.client.submitting import Submitted, submit
from intake.client.survey import source_of, survey
from intake.commands.server_side import EXIT_INTERRUPTED
from intake.source import printable
from intake.terminal import plain

_EXIT_INCOMPLETE = 1


@dataclass(frozen=True, slots=True)
class Wanted:
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


class Submission:
    """One run of the command."""

    def __init__(self, remote: Remote, wanted: Wanted, console: Console) -> None:
        self._remote = remote
        self._wanted = wanted
        self._console = console
        self._batch_id: int | None = None
        self._begun = time.monotonic()

    def run(self) -> int:
        """Submit, and return the exit status."""
        receipt: Receipt | None = None
        try:
            files = self._files()
            submitted = self._submitted(files)
            receipt, path = self._receipt(submitted, submitted.accounts)
            if self._wanted.wait:
                self._follow(receipt.batch)
                accounts = submitted.accountant.accounts(submitted.books.held, is_open=False)
                receipt, path = self._receipt(submitted, accounts)
        except KeyboardInterrupt:
            self._say_how_to_go_on(is_sent=receipt is not None)
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
        batch = self._remote.batch(self._batch_id or 0)
        receipt = make_receipt(self._remote.link.url, batch, accounts, submitted.books.refused, datetime.now(UTC))
        path = self._wanted.receipt or Path(f"nianbao-receipt-{batch.id}.json")
        write_receipt(receipt, path)
        return receipt, path

    def _tell(self, receipt: Receipt, path: Path, submitted: Submitted) -> None:
        if not self._wanted.as_json:
            print_outcome(receipt, submitted.books, path)
            return
        click.echo(outcome_as_json(receipt, submitted.books, path, time.monotonic() - self._begun))

    def _say_how_to_go_on(self, *, is_sent: bool) -> None:
        if is_sent:
            watching = f"nianbao watch {self._batch_id} --url {self._remote.link.url}"
            self._console.print(plain(f"已停止等待;文件已全部提交,回执已写好。继续查看: {watching} …"))
            self._console.print(
                plain("Stopped waiting; all was sent and the receipt is written. Go on with `nianbao watch`.")
            )
            return
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
