"""`nianbao reconcile`: the reconciler as a process of its own."""

import signal
import threading

import click

from config.logs import configure_logging
from config.settings import load_settings


@click.command("reconcile")
@click.option("--once", is_flag=True, help="Do one round, print what it did, and end.")
def command(*, once: bool) -> None:
    """Set going again what was lost, is due, or was never published; several may run at once."""
    from workers.app import app
    from workers.reconciler import Reconciler
    from workers.resources import process_resources

    settings = load_settings()
    if not settings.broker_url:
        raise click.UsageError("NIANBAO_BROKER_URL is not set; the reconciler needs the broker (redis://…)")
    configure_logging(settings.log)
    reconciler = Reconciler(process_resources(), app)
    if once:
        acts = reconciler.act()
        click.echo(f"lost={acts.lost} stranded={acts.stranded} published={acts.published}")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    reconciler.run(stop)
