"""One figure: what a cell says, as a value and a kind. What is not surely a number has no value."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from .characters import folded
from .document import Span
from .form import Column

Value = int | Decimal
Kind = Literal["number", "blank", "placeholder", "text", "missing"]

_NUMBER = re.compile(
    r"(?P<sign>[+\-−])?\s*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?\s*"
    r"(?P<unit>件|份|宗|起|户|条|项|个|次|人|部|万元|元)?"
)
_PLACEHOLDERS = frozenset(
    {"/", "//", "\\", "-", "--", "---", "—", "——", "–", "―", "─", "无", "不适用", "N/A", "n/a", "*"}
)
_ZERO_WORDS = frozenset({"零", "〇"})
_MOST_DIGITS = 12  # a figure has never more than 8; all that is stored or added up then stays exact
_LONGEST_VALUE = 60  # with all the spaces that a cell may hold around its number
_MOST_DECIMALS = 6  # 元 and 分 in 万元
_YUAN_PER_10K = Decimal(10_000)


class Figure(msgspec.Struct, frozen=True, gc=False):
    """One number of the official form.

    `value` is None unless `kind` is `number`; amounts are in 10,000 CNY. `raw` is the cell as written, `at` its
    place in the normalised text (None when the cell was not found). `plain` says that `raw` is the bare number.
    """

    value: Value | None
    kind: Kind
    raw: str = ""
    at: Span | None = None
    plain: bool = True


MISSING = Figure(None, "missing")


def read_figure(raw: str, column: Column, at: Span | None = None, *, in_yuan: bool = False) -> Figure:
    """Return what the cell `raw` says under `column`; `in_yuan` says that its header gives 元 as the unit.

    A count must be a whole number; an amount may be a decimal, in 元 or 万元, and is given in 万元. White space
    between digits, two numbers, or a unit that does not fit the column make it `text`.
    """
    if len(raw) > _LONGEST_VALUE:
        return Figure(None, "text" if raw.strip() else "blank", raw, at)
    value, kind, plain = _read(raw, column.amount, column.signed, in_yuan and column.amount)
    return Figure(value, kind, raw, at, plain)


@lru_cache(maxsize=8192)
def _read(raw: str, amount: bool, signed: bool, in_yuan: bool) -> tuple[Value | None, Kind, bool]:  # noqa: FBT001 - a cache finds places in a third of the time that names take
    """Value, kind, and whether the cell is the bare number; the same few cells come again and again."""
    written = unicodedata.normalize("NFKC", raw).strip()
    if not written:
        return None, "blank", True
    if folded(raw) in _PLACEHOLDERS:
        return None, "placeholder", True
    if folded(raw) in _ZERO_WORDS:
        return 0, "number", False
    number = read_number(raw)
    if number and in_yuan:
        number = number[0], number[1] or "元"
    exact = _amount(*number) if number and amount else _count(*number) if number and "." not in written else None
    if exact is None:
        return None, "text", True
    bare = raw.removeprefix("+") if signed else raw
    return exact, "number", not in_yuan and re.fullmatch(r"-?\d+(?:\.\d+)?", bare, re.ASCII) is not None


def _amount(value: Decimal, unit: str) -> Value | None:
    """The amount in 万元, or None if the unit is not one of money or the decimals are too many to keep."""
    in_10k = value / _YUAN_PER_10K if unit == "元" else value
    if unit not in {"", "元", "万元"} or in_10k != round(in_10k, _MOST_DECIMALS):
        return None
    return plain_value(in_10k)


def plain_value(number: Decimal) -> Value:
    """The same number without zeros at its end, as it is kept: 12.50 must not read otherwise once it was stored."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def _count(value: Decimal, unit: str) -> Value | None:
    """The count, or None if the unit is one of money."""
    return None if unit in {"元", "万元"} else int(value)


@lru_cache(maxsize=8192)
def read_number(raw: str) -> tuple[Decimal, str] | None:
    """Return the one number that is all of `raw`, and its unit (may be empty); None if `raw` is anything else."""
    written = unicodedata.normalize("NFKC", raw).strip()
    found = _NUMBER.fullmatch(written)
    if found is None or len(found["whole"]) > _MOST_DIGITS or len(found["fraction"] or ".") > _MOST_DECIMALS + 1:
        return None
    value = Decimal(found["whole"].replace(",", "") + (found["fraction"] or ""))
    return (-value if found["sign"] in {"-", "−"} else value), found["unit"] or ""


def looks_like_value(raw: str) -> bool:
    """Whether `raw` could be the content of a figure's cell, blank aside: a number or a placeholder."""
    return len(raw) <= _LONGEST_VALUE and _is_value(raw)


@lru_cache(maxsize=8192)
def _is_value(raw: str) -> bool:
    mark = folded(raw)
    return mark in _PLACEHOLDERS or mark in _ZERO_WORDS or read_number(raw) is not None
