"""Alembic's folder; `models.migrate` runs it."""
