"""Findings that one error explains know their group."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "findings of one run that one error explains have the same"
    op.add_column("finding", sa.Column("group_number", sa.Integer(), nullable=True, comment=comment))
