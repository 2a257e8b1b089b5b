"""Column types and the table base, chosen so that SQLite and PostgreSQL behave alike; it knows no table."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, Integer, MetaData, Numeric, String, Text, cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: A 64-bit id that the database gives out; SQLite does so for INTEGER only.
ID = BigInteger().with_variant(Integer(), "sqlite")

#: Ids are never given out twice, not even after the newest row was removed: an audit entry names them.
NEVER_REUSED = {"sqlite_autoincrement": True}

#: JSON with NULL for None; PostgreSQL refuses U+0000 in its strings, so callers must not store it.
JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def as_json_text(column: Any) -> Any:
    """A JSON column in a query as its text, for one who decodes it straight into values of its own."""
    return cast(column, Text)


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The base of our tables, with metadata of its own so that no other SQLModel table gets into our schema."""


def utc_now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def one_of(values: type[StrEnum], name: str) -> Enum:
    """A short string that a CHECK constraint `ck_<table>_<name>` holds to `values`; read back as their member."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def plain(value: Decimal) -> Decimal:
    """The same number without exponent, trailing zeros or a negative zero: what both databases give back."""
    if not value:
        return Decimal(0)
    digits = format(value, "f")
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal of at most `precision` digits, `scale` of them behind the point, kept exactly.

    PostgreSQL has NUMERIC; SQLite would turn it into a float, so there it is text, which must not be used for
    sorting or sums in SQL. Both give back the same `Decimal`, without trailing zeros. A float is a TypeError; NaN, an
    infinity or a number that does not fit is a ValueError: PostgreSQL would round it, SQLite would not.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision=precision, scale=scale, asdecimal=True)
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, NUMERIC elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(self.precision + 2))
        return dialect.type_descriptor(Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | str | None:
        """Refuses what would not come back exactly."""
        if value is None:
            return None
        number = self._fitting(value)
        return format(number, "f") if dialect.name == "sqlite" else number

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Gives the number as `plain` writes it."""
        return None if value is None else plain(Decimal(value))

    def _fitting(self, value: Decimal | int) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise TypeError(f"{value!r} is not a Decimal or an int; give the exact number")
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(f"{value!r} is not a finite number; store it as unknown (NULL)")
        # Not round(): its result depends on the precision that the calling thread has set.
        if number and (number.adjusted() >= self.precision - self.scale or _places(number) > self.scale):
            raise ValueError(f"{value} does not fit numeric({self.precision},{self.scale}); store it as unknown (NULL)")
        return plain(number)


def _places(value: Decimal) -> int:
    """How many digits stand behind the point, trailing zeros not counted."""
    return len(format(plain(value), "f").partition(".")[2])
