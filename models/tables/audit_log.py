"""The append-only log of who did what to a report; triggers forbid to change or remove a row."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlmodel import Field

from models.tables.columns import ID, JSON_VALUE, NEVER_REUSED, Table


class AuditLog(Table, table=True):
    """One entry; `seq` counts from 1 for each report, `hash` covers the entry and `prev_hash`."""

    __tablename__ = "audit_log"
    __table_args__ = (UniqueConstraint("report_id", "seq"), NEVER_REUSED)

    id: int = Field(default=None, primary_key=True, sa_type=ID)
    report_id: int = Field(foreign_key="report.id", sa_type=BigInteger)
    seq: int
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_VALUE)
    prev_hash: str = Field(sa_type=String(64))
    hash: str = Field(sa_type=String(64))
