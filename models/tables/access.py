"""Who may call the API, and which of their calls were repeated."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlmodel import Field

from models.tables.columns import ID, NEVER_REUSED, Table, one_of, utc_now
from models.tables.vocabulary import KeyRole


class ApiKey(Table, table=True):
    """A key of the API; only a hash of its secret is kept, so it can be shown once and never again."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("length(secret_hash) = 64", name="hash_is_whole"),
        UniqueConstraint("name"),
        UniqueConstraint("prefix"),
        NEVER_REUSED,
    )

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    name: str
    role: KeyRole = Field(sa_type=one_of(KeyRole, "role"))
    prefix: str = Field(
        sa_type=String(16), sa_column_kwargs={"comment": "the first part of the key, by which it is found; no secret"}
    )
    secret_hash: str = Field(sa_type=String(64), sa_column_kwargs={"comment": "SHA-256 of 32 random bytes"})
    created_at: datetime = Field(default_factory=utc_now)
    created_by: str
    last_used_at: datetime | None = Field(default=None, sa_column_kwargs={"comment": "to the minute"})
    revoked_at: datetime | None = None


class IdempotencyKey(Table, table=True):
    """A POST that named a key of its own; the same call again finds here what the first one made."""

    __tablename__ = "idempotency_key"

    api_key_id: int = Field(foreign_key="api_key.id", primary_key=True, sa_type=BigInteger)
    key: str = Field(primary_key=True, sa_type=String(255))
    route: str
    fingerprint: str | None = Field(
        default=None,
        sa_type=String(64),
        sa_column_kwargs={"comment": "SHA-256 of what was asked; NULL until it was answered"},
    )
    batch_id: int | None = Field(default=None, foreign_key="batch.id", sa_type=BigInteger)
    reprocessing_id: int | None = Field(default=None, foreign_key="reprocessing.id", sa_type=BigInteger)
    created_at: datetime = Field(default_factory=utc_now)
