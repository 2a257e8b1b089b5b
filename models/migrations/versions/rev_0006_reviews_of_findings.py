"""Findings know what they say as one number, and people's reviews are tied to it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models.fingerprints import fingerprint_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    about = "tells apart what only messages would"
    fingerprint = "SHA-256 of what it says; reviews are tied to it"
    op.add_column("finding", sa.Column("about", sa.String(), nullable=True, comment=about))
    op.add_column(
        "finding", sa.Column("fingerprint", sa.String(64), nullable=False, server_default="", comment=fingerprint)
    )
    take_fingerprints()
    create_review()


def take_fingerprints() -> None:
    """Tell what the findings say that are stored already, some at a time."""
    key = ("report_id", "run", "ordinal")
    text = ("rule", "verdict", "table_key", "row_key", "column_key", "about", "quote", "fingerprint")
    finding = sa.table(
        "finding",
        *(sa.column(name, sa.BigInteger()) for name in key),
        *(sa.column(name, sa.String()) for name in text),
        *(sa.column(name, exact()) for name in ("left_value", "right_value")),
        sa.column("operands", sa.JSON().with_variant(JSONB(), "postgresql")),
    )
    ours = sa.and_(*(finding.c[name] == sa.bindparam(f"of_{name}") for name in key))
    put = finding.update().where(ours).values(fingerprint=sa.bindparam("said"))
    some = finding.select().where(finding.c.fingerprint == "").order_by(*(finding.c[name] for name in key))
    connection = op.get_bind()
    while rows := connection.execute(some.limit(_AT_ONCE)).mappings().all():
        told = [{f"of_{name}": row[name] for name in key} | {"said": fingerprint_of(dict(row))} for row in rows]
        connection.execute(put, told)


def create_review() -> None:
    op.create_table(
        "review",
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("table_key", "row_key", "column_key")),
        *(sa.Column(name, exact(), nullable=True) for name in ("left_value", "right_value")),
        sa.Column("message_zh", sa.String(), nullable=False),
        sa.Column("message_en", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False, comment="whose results were shown when it was marked"),
        sa.Column("sha256", sa.String(64), nullable=False, comment="the bytes that this run had read"),
        sa.Column(
            "standing", sa.String(32), nullable=False, comment="in the light of the results that the report shows now"
        ),
        sa.PrimaryKeyConstraint("report_id", "fingerprint", name="pk_review"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_review_report_id_report"),
        check("fingerprint_is_whole", "length(fingerprint) = 64"),
        check("sha256_is_whole", "length(sha256) = 64"),
        check("dismissed_has_reason", "state <> 'dismissed' OR reason IS NOT NULL"),
        check("reason_is_bounded", "length(reason) <= 2000"),
        check("state", "state IN ('confirmed', 'dismissed', 'mended')"),
        check("standing", "standing IN ('holds', 'changed', 'still_found', 'not_found')"),
    )
    op.create_index("ix_review_state_report_id", "review", ["state", "report_id"])


def exact() -> sa.types.TypeEngine[Any]:
    """A decimal; text on SQLite, which would turn it into a float."""
    return sa.Numeric(24, 6).with_variant(sa.String(26), "sqlite")


def check(rule: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_review_{rule}"))
