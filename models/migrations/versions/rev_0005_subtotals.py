"""Subtotals that reports add to table 3 are kept, so that the checks find the same whoever runs them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subtotal",
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False, comment="a row of the form, or a group of rows"),
        sa.Column("column_key", sa.String(), nullable=False, comment="a column of the form, or legal_persons"),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "run", "ordinal", name="pk_subtotal"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_subtotal_report_id_report"),
    )
