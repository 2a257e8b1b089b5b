"""`nianbao migrate`: brings the database to the schema of this version; safe to call at every start."""

import click

from config.logs import configure_logging
from config.settings import load_settings


@click.command("migrate")
def command() -> None:
    """Bring the database that NIANBAO_DATABASE_URL names to this version's schema."""
    from models.migrate import head_revision, migrate

    settings = load_settings()
    configure_logging(settings.log)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database)
    click.echo(f"schema {head_revision()}")
