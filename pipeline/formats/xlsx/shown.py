"""A cell's value as Excel shows it: through its number format, which may round, scale, or hide it."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<sign>.)', re.DOTALL | re.IGNORECASE)  # fmt: skip
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_DATE_SIGNS = frozenset("ymdhsYMDHS")
_DIGIT_SIGNS = frozenset("0#?")
_PLAIN_SIGNS = frozenset("-+()¥$@")
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, in no zone
_DAYS = range(1, 2_958_466)  # to the end of the year 9999
_MOST_DIGITS = 30
_LONGEST_FORMAT = 255
# The formats that need no entry in the file, as far as they change what is seen (ECMA-376, 18.8.30).
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月",
    28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 36: "yyyy年m月",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-";@', 42: '¥#,##0;¥-#,##0;¥"-";@', 43: '#,##0.00;-#,##0.00;"-";@',
    44: '¥#,##0.00;¥-#,##0.00;¥"-";@', 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 50: "yyyy年m月", 57: "yyyy年m月",
    58: "m月d日",
}  # fmt: skip


def shown_number(written: str, code: str) -> str:
    """Return the number `written` in a cell's XML as the format `code` shows it; General where `code` is empty."""
    value = _decimal(written)
    if value is None:
        return written
    sections = _sections(code)
    if not sections:
        return _general(value)
    tokens, magnitude = _chosen(sections, value)
    if any(token in _DATE_SIGNS for kind, token in tokens if kind == "sign"):
        return _date(value)
    try:
        return _laid_out(tokens, magnitude)
    except ArithmeticError:  # more places than any number has
        return _general(value)


def shown_text(text: str, code: str) -> str:
    """Return `text` as the format's last section shows it: with words around it, or not at all (`;;;`)."""
    sections = _sections(code)
    last = sections[-1] if sections else []
    if len(sections) < 4 and ("sign", "@") not in last:
        return text
    return "".join(text if (kind, token) == ("sign", "@") else token for kind, token in last if kind != "bracket")


def _decimal(written: str) -> Decimal | None:
    """The number with the 15 digits that Excel keeps: binary fractions are written with more."""
    try:
        value = Decimal(written.strip()[:40])
        return Decimal(f"{value:.15g}") if value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS else None
    except InvalidOperation:
        return None


def _general(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


_Token = tuple[str, str]


def _sections(code: str) -> list[list[_Token]]:
    """The sections of a format as tokens: words, brackets, General, and signs."""
    if not code or len(code) > _LONGEST_FORMAT:
        return []
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup
        if kind == "sign" and found[0] == ";":
            sections.append([])
        elif kind in {"quoted", "escaped"}:
            sections[-1].append(("words", found[kind] or ""))
        elif kind is not None:
            sections[-1].append((kind, found[kind] or ""))
    return sections


def _chosen(sections: list[list[_Token]], value: Decimal) -> tuple[list[_Token], Decimal]:
    """The section for `value`, and the value that it shows: without its sign where a section is for negatives."""
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(condition, value):
                return section, value
        return [("general", "")], value
    numeric = sections[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _condition(section: list[_Token]) -> tuple[str, Decimal] | None:
    found = next((match for kind, token in section if kind == "bracket" and (match := _CONDITION.match(token))), None)
    return (found[1], Decimal(found[2])) if found else None


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    order = "<" if value < bound else ">" if value > bound else "="
    return order in sign


def _date(value: Decimal) -> str:
    """The day, whatever way the format writes it; times of day are of no interest here."""
    day = int(value)
    return f"{_EPOCH + dt.timedelta(days=day):%Y-%m-%d}" if day in _DAYS else _general(value)


def _laid_out(tokens: list[_Token], value: Decimal) -> str:
    """The digits of `value` laid into the places of a section, as far from the right as there are places."""
    signs = [token for kind, token in tokens if kind == "sign"]
    if "E" in signs or "/" in signs:
        return _general(value)
    if not _DIGIT_SIGNS & set(signs):
        return _around(tokens, _general(value))
    places = [index for index, token in enumerate(tokens) if token[0] == "sign" and token[1] in _DIGIT_SIGNS]
    point = next((index for index, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
    whole = [index for index in places if index < point]
    fraction = [index for index in places if index > point]
    commas = [index for index, token in enumerate(tokens) if token == ("sign", ",")]
    scale = sum(index > places[-1] for index in commas)
    value = value * 100 ** signs.count("%") / 1000**scale
    rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    digits, _, decimals = f"{abs(rounded):f}".partition(".")
    laid = {**_whole_digits(tokens, whole, digits), **_decimals(tokens, fraction, decimals)}
    words = "".join(
        laid.get(index, "") if index in laid or token in _DIGIT_SIGNS else token
        for index, (kind, token) in enumerate(tokens)
        if kind == "words" or (kind == "sign" and token not in {",", "@"})
    )
    return f"-{words}" if rounded < 0 else words


def _whole_digits(tokens: list[_Token], places: list[int], digits: str) -> dict[int, str]:
    """The digits before the point by place; the first place takes all that are left over."""
    laid: dict[int, str] = {}
    digits = "" if digits == "0" else digits
    for place in reversed(places):
        digit, digits = digits[-1:], digits[:-1]
        laid[place] = digit or ("0" if tokens[place][1] == "0" else "")
    if places and digits:
        laid[places[0]] = digits + laid[places[0]]
    return laid


def _decimals(tokens: list[_Token], places: list[int], decimals: str) -> dict[int, str]:
    """The digits after the point by place; zeros at the end are left out where the place is not a `0`."""
    kept = len(decimals)
    while kept and decimals[kept - 1] == "0" and tokens[places[kept - 1]][1] != "0":
        kept -= 1
    return {place: decimals[index] if index < kept else "" for index, place in enumerate(places)}


def _around(tokens: list[_Token], number: str) -> str:
    """The words and plain signs of a section, with `number` in place of its General or `@`."""
    return "".join(
        number if kind == "general" or word == "@" else word
        for kind, word in tokens
        if kind in {"general", "words"} or (kind == "sign" and word in _PLAIN_SIGNS)
    )
