"""Run by Alembic for each migration; the connection and its transaction belong to `models.migrate`."""

from alembic import context

from models.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
with context.begin_transaction():
    context.run_migrations()
