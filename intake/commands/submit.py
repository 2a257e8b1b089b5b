"""`nianbao submit PATH…`: sends files and folders to a server, and proves by a receipt that none is missing."""

import os
import signal
import sys
from pathlib import Path

import click

from config.settings import load_settings
from intake.commands.server_side import connected, server_options
from intake.commands.submission import Submission, Wanted
from intake.source import printable
from intake.terminal import on_stderr

_MOST_LABEL = 255


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
    wanted = Wanted(
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
        sys.exit(Submission(remote, wanted, console).run())


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
