"""`nianbao top`: a live view of queues, stages, batches, failures and workers."""

import signal
import time
from pathlib import Path

import click
from celery import Celery
from rich.console import Console, RenderableType
from rich.live import Live
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from intake.commands.stored import DATA_DIR, stored
from intake.terminal import on_stdout
from intake.top.drawing import away, screen
from intake.top.keyboard import keys_at_once, keys_within
from intake.top.moment import Change, History, look
from workers.app import create_app
from workers.failures import database_is_away
from workers.running import with_broker

_REST = 4  # it looks a fifth of the time at most, however long a look takes


@click.command("top")
@DATA_DIR
@click.option("--interval", type=click.FloatRange(0.1, 3600), default=1.0, show_default=True, help="Seconds to wait.")
@click.option("--once", is_flag=True, help="Print one screen, of one interval, and end.")
def command(data_dir: Path | None, interval: float, *, once: bool) -> None:
    """Watch the whole system in the terminal; q ends it.

    It reads the database, and the broker where it answers, and changes nothing.
    """
    console = on_stdout() if once else Console(highlight=False)
    if not (once or console.is_terminal):
        raise click.UsageError("[top.no_terminal] 输出不是终端;请加 --once。 There is no terminal here; use --once.")
    with stored(data_dir) as (engine, settings), with_broker(settings) as reaching:
        app = create_app(reaching) if reaching.broker_url else None
        if once:
            first = look(engine, app)
            time.sleep(interval)
            console.print(screen(Change(first, look(engine, app))))
        else:
            _watch(console, engine, app, interval)


def _watch(console: Console, engine: Engine, app: Celery | None, interval: float) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    history = History()
    try:
        with keys_at_once(), Live(console=console, screen=True, auto_refresh=False) as live:
            while True:
                begun = time.monotonic()
                live.update(_seen(history, engine, app), refresh=True)
                if "q" in keys_within(max(interval, _REST * (time.monotonic() - begun))).lower():
                    return
    except KeyboardInterrupt:
        return


def _seen(history: History, engine: Engine, app: Celery | None) -> RenderableType:
    try:
        return screen(history.add(look(engine, app)))
    except DBAPIError as error:
        if not database_is_away(error):
            raise
        return away(type(error).__name__)
