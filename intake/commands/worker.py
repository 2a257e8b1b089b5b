"""`nianbao worker`: one Celery worker on all queues, in the order in which they are to be served."""

import os
import sys

import click

from config.names import QUEUES
from config.settings import load_settings

_ENDED_BY_ITSELF = 1


@click.command("worker")
@click.option("--node", default=None, help="The worker's name, as it shows in Flower; nianbao@<host> by default.")
@click.option(
    "--concurrency", type=click.IntRange(1), default=None, help="Pool processes; as many as cores by default."
)
def command(node: str | None, concurrency: int | None) -> None:
    """Run a worker until it is told to stop; SIGTERM lets it finish what it has in hand."""
    from celery.signals import worker_shutting_down

    from workers.app import app
    from workers.policy import policy_in

    settings = load_settings()
    if not settings.broker_url:
        raise click.UsageError("NIANBAO_BROKER_URL is not set; a worker needs a broker (redis://…)")
    policy_in(settings)  # once, before there are pool processes: all of them, also those of later, have it from here
    told: list[object] = []
    worker_shutting_down.connect(lambda **how: told.append(how), weak=False)
    app.worker_main(
        [
            "worker",
            "--queues",
            ",".join(QUEUES),
            "--hostname",
            node or "nianbao@%h",
            "--concurrency",
            str(concurrency or settings.work.concurrency),
            "--loglevel",
            settings.log.level,
            "-Ofair",
            "--without-gossip",
            "--without-mingle",
        ]
    )
    if not told:  # as when the broker refuses what Celery writes; Celery itself would say that all is well
        click.echo(
            "[worker.ended] 处理进程意外结束,请查看日志并重新启动。 The worker ended by itself; see the log, and start it again.",
            err=True,
        )
        sys.stderr.flush()
        # At once: Python's own end would wait for pool processes that nobody has told to stop. They end with us.
        os._exit(_ENDED_BY_ITSELF)
