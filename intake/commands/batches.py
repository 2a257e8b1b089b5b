"""`nianbao batches`: lists the batches of a server, shows one, and verifies that files stand in it unchanged."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
import msgspec

from config.settings import load_settings
from intake.client.page import ledger_line, print_batch, print_list
from intake.client.receipt import read_receipt
from intake.client.remote import Remote
from intake.client.survey import survey
from intake.client.verifying import Difference, Stored, of_files, of_ledger, of_receipt
from intake.commands.server_side import connected, server_options
from intake.terminal import on_stderr, on_stdout, plain

_EXIT_DIFFERENT = 1
_MOST_LINES = 1000
_BATCH = click.argument("batch", type=click.IntRange(1))
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON for machines.")


@click.group("batches")
def command() -> None:
    """List, show and verify the batches of a server."""


@command.command("list")
@server_options
@click.option("--most", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many at most.")
@_JSON
def list_(url: str | None, key: str | None, patience: float, most: int, *, as_json: bool) -> None:
    """List batches, the newest first; a `submit` key sees its own."""
    with connected(url, key, patience, on_stderr()) as remote:
        batches = remote.batches(most)
    if as_json:
        click.echo(msgspec.json.encode(batches).decode())
    else:
        print_list(on_stdout(), batches)


@command.command("show")
@_BATCH
@server_options
@_JSON
def show(batch: int, url: str | None, key: str | None, patience: float, *, as_json: bool) -> None:
    """Show one batch: its ledger, states, stages, findings by rule and dead letters by code."""
    with connected(url, key, patience, on_stderr()) as remote:
        shown = remote.batch(batch)
    if as_json:
        click.echo(msgspec.json.encode(shown).decode())
    else:
        print_batch(on_stdout(), shown)


@command.command("verify")
@_BATCH
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@server_options
@click.option("--receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None)
def verify(
    batch: int, paths: tuple[Path, ...], url: str | None, key: str | None, patience: float, receipt: Path | None
) -> None:
    """Prove that BATCH balances, and that the files of a receipt and of PATHS (hashed anew) stand in it unchanged.

    PATHS must be those that were submitted together, since files are named by them. Ends with status 1 where
    something differs.
    """
    with connected(url, key, patience, on_stderr()) as remote:
        differences = list(islice(_differences(remote, batch, paths, receipt), _MOST_LINES))
        ledger = remote.batch(batch).ledger
    console = on_stdout()
    for each in differences:
        console.print(plain(f"{each.name or '批次 batch'}: {each.message.zh} {each.message.en}"))
    console.print(ledger_line(ledger))
    console.print(
        "不符 differences " + str(len(differences)) if differences else "核对无误。 Everything is as it should be."
    )
    sys.exit(_EXIT_DIFFERENT if differences else 0)


def _differences(
    remote: Remote, batch_id: int, paths: tuple[Path, ...], receipt_path: Path | None
) -> Iterator[Difference]:
    """What is not as it should be, from the batch as a whole to each file."""
    receipt = read_receipt(receipt_path) if receipt_path else None
    stored = Stored(remote.submissions(batch_id))
    yield from of_ledger(remote.batch(batch_id), stored)
    if receipt is not None:
        yield from of_receipt(receipt, batch_id, stored)
    if paths:
        yield from of_files(survey(paths).files, load_settings().limits, stored)
