"""`nianbao flower`: Flower behind a password, on the broker of the running system."""

from pathlib import Path

import click

from config.settings import FlowerSettings, load_settings
from intake.commands.stored import DATA_DIR

_COLUMNS = "name,args,kwargs,state,result,received,runtime,worker"
_FORGET_WORKERS_S = 3600


@click.command("flower")
@click.option("--host", default=None, help="Where to listen; 127.0.0.1 by default.")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="5555 by default.")
@DATA_DIR
def command(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Show tasks, workers and queues in a browser until told to stop.

    The password comes from NIANBAO_FLOWER__PASSWORD. Without NIANBAO_BROKER_URL it watches the `nianbao run` or
    `serve` that is running on the data folder.
    """
    from workers.app import create_app
    from workers.running import with_broker

    given = {"host": host, "port": port}
    settings = load_settings()
    flower = settings.flower.model_copy(update={name: value for name, value in given.items() if value is not None})
    if not flower.password:
        raise click.UsageError(
            "[flower.no_password] 请先用 NIANBAO_FLOWER__PASSWORD 设置密码。 "
            "Flower needs a password; set NIANBAO_FLOWER__PASSWORD."
        )
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    with with_broker(settings) as reaching:
        if not reaching.broker_url:
            raise click.UsageError(
                f"[broker.none] {settings.data_dir} 中没有运行中的系统;请用 --data-dir 或 NIANBAO_BROKER_URL 指定。 "
                f"No system runs on {settings.data_dir}; name one with --data-dir or NIANBAO_BROKER_URL."
            )
        _set_options(flower)
        create_app(reaching).start(["flower", f"--address={flower.host}", f"--port={flower.port}"])


def _set_options(flower: FlowerSettings) -> None:
    """What is not for the command line: a password there is seen by everyone on the machine."""
    from flower.options import options  # type: ignore[import-untyped]

    options.basic_auth = [f"{flower.user}:{flower.password}"]
    options.read_only = flower.read_only
    options.tasks_columns = _COLUMNS
    options.purge_offline_workers = _FORGET_WORKERS_S
