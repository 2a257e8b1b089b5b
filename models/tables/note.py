"""What the reconcilers leave for each other: whose turn it is, and which broker they know."""

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.tables.columns import Table


class Note(Table, table=True):
    """A short value under a name; `beat` grows as long as whoever wrote it is alive."""

    __tablename__ = "note"

    name: str = Field(primary_key=True)
    value: str
    beat: int = Field(default=0, sa_type=BigInteger)
