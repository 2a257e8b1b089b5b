"""`nianbao watch BATCH`: follows a batch on a server to its end."""

import signal
import sys

import click
import msgspec

from intake.client.bars import following_bar
from intake.client.following import Following, StillOpenError
from intake.client.page import ledger_line
from intake.commands.server_side import EXIT_INTERRUPTED, connected, server_options
from intake.terminal import on_stderr, on_stdout, plain

_EXIT_OPEN, _EXIT_DEAD_LETTERS = 1, 4


@click.command("watch")
@click.argument("batch", type=click.IntRange(1))
@server_options
@click.option("--quiet", is_flag=True, help="No progress line.")
@click.option("--json", "as_json", is_flag=True, help="Print the batch as it ended as one line of JSON.")
def command(
    batch: int, url: str | None, key: str | None, patience: float, *, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """Follow BATCH until it is closed and nothing of it is under way, over restarts of the server too.

    Ends with status 4 if there are dead letters; with 1 if the batch stays open and no file comes for as long as
    --patience says.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = on_stderr()
    with connected(url, key, patience, console) as remote:
        try:
            with following_bar(console, quiet=quiet) as bar:
                Following(remote, batch, bar.look, patience).to_the_end()
            ended = remote.batch(batch)
        except StillOpenError as error:
            console.print(plain(error))
            sys.exit(_EXIT_OPEN)
        except KeyboardInterrupt:
            console.print("已停止查看,处理不受影响。 Stopped watching; the batch goes on.")
            sys.exit(EXIT_INTERRUPTED)
    if as_json:
        click.echo(msgspec.json.encode(ended).decode())
    else:
        on_stdout().print(ledger_line(ended.ledger))
        for code, count in ended.dead_letters.items():
            on_stdout().print(plain(f"死信 dead letters {code} {count}"))
    sys.exit(_EXIT_DEAD_LETTERS if ended.dead_letters else 0)
