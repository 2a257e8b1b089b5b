"""What a finding says, as one number: the same after a new run as long as it says the same, whatever the words for it."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from models.tables.columns import plain

_PLACE = ("table", "row", "column", "side")
_OF_FIGURES = ".%-"  # what makes another number of the same digits


def fingerprint_of(row: Mapping[str, Any]) -> str:
    """Return 64 hex digits for a row of `finding`, as it is stored or about to be.

    They cover the rule, its verdict, the scope, both sides and what the finding is about. Where a side or the scope is
    missing, they also cover what the finding points at: the quote's letters, the operands' places and values. Never
    covered are messages, hint, group, severity and offsets, so that other wording or a moved sentence changes nothing.
    """
    scope = [row["table_key"], row["row_key"], row["column_key"]]
    sides = [_number(row["left_value"]), _number(row["right_value"])]
    said: list[object] = [row["rule"], str(row["verdict"]), scope, sides, row["about"]]
    if None in sides or not any(scope):
        said += [_letters(row["quote"]), _operands(row["operands"])]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _operands(operands: Sequence[Mapping[str, Any]]) -> list[list[str | None]]:
    shown = [[*map(each.get, _PLACE), _number(each.get("value")), _unspaced(each.get("raw"))] for each in operands]
    return sorted(shown, key=str)


def _number(value: Decimal | int | str | None) -> str | None:
    """One text for equal numbers: 1 and 1.00 are the same."""
    return None if value is None else str(plain(Decimal(value)))


def _letters(text: str | None) -> str | None:
    """The words and numbers of a sentence; where it has none, its marks are what it says."""
    written = _unspaced(text)
    return written and ("".join(c for c in written if c.isalnum() or c in _OF_FIGURES) or written)


def _unspaced(text: str | None) -> str | None:
    """What is written, however it is spaced, wrapped or typed."""
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).split())
