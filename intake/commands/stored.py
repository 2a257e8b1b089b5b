"""What commands share that work on stored data: which data folder, and its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from config.settings import DATABASE_NAME, Settings, load_settings
from models.database import create_engine_for

DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path), default=None, help="The data folder of the run or server."
)


@contextmanager
def stored(data_dir: Path | None) -> Iterator[tuple[Engine, Settings]]:
    """The database of the settings, or the one in `data_dir`. Wrong usage where there is none yet."""
    settings = load_settings()
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    if not settings.database_url and not (settings.data_dir / DATABASE_NAME).exists():
        raise click.UsageError(
            f"[data_dir.empty] {settings.data_dir} 中没有数据;请用 --data-dir 指定。 "
            f"There is no data in {settings.data_dir}; give the folder of the run with --data-dir."
        )
    engine = create_engine_for(settings.database)
    try:
        yield engine, settings
    finally:
        engine.dispose()
