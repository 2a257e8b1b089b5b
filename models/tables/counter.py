"""Sums that only grow, for the metrics: what would take a walk over the whole log to count."""

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.tables.columns import Table


class Counter(Table, table=True):
    """A sum; writers spread over slots, so that they need not wait for each other, and readers add the slots up."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True, sa_column_kwargs={"comment": "with its unit, such as stage_ms"})
    label: str = Field(primary_key=True)
    slot: int = Field(primary_key=True)
    total: int = Field(default=0, sa_type=BigInteger)
