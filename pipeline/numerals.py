"""Numbers as sentences write them: Arabic in either width, with thousands marks, or Chinese up to 亿."""

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万亿"
# Both are bounded, since a page may hold a million digits in a row, and no number of a report has more than these.
CHINESE_NUMBER = f"[{CHINESE_DIGITS}]{{1,20}}"
ARABIC_NUMBER = r"\d{1,3}(?:[,，]\d{3}){1,4}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_ARABIC = re.compile(ARABIC_NUMBER)


def parse_number(words: str) -> Decimal | None:
    """Return the number that `words` write (`12`, `１,２３４`, `十二`, `两万零三`); None if they write none."""
    plain = unicodedata.normalize("NFKC", words)
    if _ARABIC.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    return _chinese(words)


def _chinese(words: str) -> Decimal | None:
    if not words or any(c not in _DIGITS and c not in _UNITS and c not in _MYRIADS for c in words):
        return None
    if len(words) > 1 and all(c in _DIGITS for c in words):
        return Decimal("".join(str(_DIGITS[c]) for c in words))
    total = section = digit = 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (digit or (1 if section == 0 else 0)) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[c]
            section = digit = 0
    return Decimal(total + section + digit)
