"""Text from strangers in cells of spreadsheets: never a formula, never characters that a workbook cannot hold."""

import re

#: How many UTF-16 units a cell of a workbook holds.
MOST_IN_CELL = 32_767
CUT_MARK = "…(已截断 cut)"

# What a spreadsheet evaluates when it opens a CSV file, also in the wide characters that a Chinese keyboard gives;
# some programs pass by spaces and invisible characters before it, so these are passed by too.
_ACTIVE = re.compile(r"[\t\r\n]|[\s\x00-\x1f\xad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
_OBEYED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def harmless(text: str) -> str:
    """Return text for a cell of a CSV file, which is also looked at on terminals.

    What a spreadsheet would evaluate begins with an apostrophe; control characters stand as their pictures (␛), but
    for tabs and ends of lines.
    """
    shown = _OBEYED.sub(_picture, text)
    return f"'{shown}" if _ACTIVE.match(text) else shown


def fitting(text: str) -> str:
    """Return text for a cell of a workbook: control characters as their pictures (␛), what is too long cut with a mark."""
    shown = _NOT_IN_XML.sub(_picture, text.replace("\r\n", "\n"))
    if len(shown) <= MOST_IN_CELL // 2 or _units(shown) <= MOST_IN_CELL:
        return shown
    kept = shown.encode("utf-16-le")[: 2 * (MOST_IN_CELL - len(CUT_MARK))]
    return kept.decode("utf-16-le", "ignore") + CUT_MARK


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"
