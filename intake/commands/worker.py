"""`nianbao worker`: one Celery worker on all queues, in the order in which they are to be served."""

import click

from config.names import QUEUES
from config.settings import load_settings


@click.command("worker")
@click.option("--node", default=None, help="The worker's name, as it shows in Flower; nianbao@<host> by default.")
@click.option(
    "--concurrency", type=click.IntRange(1), default=None, help="Pool processes; as many as cores by default."
)
def command(node: str | None, concurrency: int | None) -> None:
    """Run a worker until it is told to stop; SIGTERM lets it finish what it has in hand."""
    from workers.app import app

    settings = load_settings()
    if not settings.broker_url:
        raise click.UsageError("NIANBAO_BROKER_URL is not set; a worker needs a broker (redis://…)")
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
