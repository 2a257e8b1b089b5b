"""Recognises the labels of one table in its cells: by official wording, known variant, or a near miss in its place."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from pipeline.characters import folded, letters
from pipeline.form import Row, Table

_NUMBER = re.compile(
    r"(?P<number>\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+(?=[、.,])|\(\d+\)|\d+(?=[、.,)]|[^\d]))[、.,)]?"
)
_FURTHER_NUMBER = re.compile(r"\([一二三四五六七]\)|[1-8][.、]")
_BRACKETS = re.compile(r"\([^()]*\)?$")
_NEAR = 0.8
_LOOK_AHEAD = 3  # a near miss must be one of the next rows, else it is somebody else's wording
_SHORTEST_NEAR = 4
_LONGEST_LABEL = 200
_MOST_KEPT = 2048
_JOINT_COLUMNS = frozenset({letters("法人或其他组织")})
_MAY_LACK_NUMBER_AFTER = {"other.other": ("other.overdue_fee",), "total": ("other.other", "other")}


_NUMBERED = re.compile(r"\(?[一二三四五六七八九十\d]+[)、.,]\D")
_CHINESE = re.compile("[一-鿿]")
_SHORTEST_PROSE = 5
LONGEST_VALUE = 20  # a longer text after a label is prose, not the content of a cell


class RowLabel(msgspec.Struct, frozen=True):
    """A cell that names a row; `official` says that the wording is the form's own."""

    row: Row
    official: bool


class LabelBook:
    """The wordings of one table, looked up by what they share when brackets, numbers and spaces are set aside."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows
        self._order = {row.key: index for index, row in enumerate(table.rows)}
        self._by_wording = {letters(wording): row for row in reversed(table.rows) for wording in row.wordings}
        self._columns = {
            letters(wording) for row in table.rows for column in row.columns for wording in column.wordings
        }
        self._furniture = {letters(wording) for wording in table.furniture} | self._columns
        # The same few texts come in every report.
        self._row = lru_cache(_MOST_KEPT)(self._look_for_row)
        self._exact = lru_cache(_MOST_KEPT)(self._look_up)
        self._is_furniture = lru_cache(_MOST_KEPT)(self._look_for_furniture)

    def row(self, text: str, previous: str | None) -> RowLabel | None:
        """Return the row that `text` names, `previous` being the key of the row before it; None if it names none.

        A group's name may stand before the label, and a wording that nearly fits will do where one of the next rows
        is due.
        """
        return self._row(text, previous) if len(text) <= _LONGEST_LABEL else None

    def _look_for_row(self, text: str, previous: str | None) -> RowLabel | None:
        exact = self.exact(text, previous) or self.behind_group(text, previous)
        return exact or self._near(text, previous)

    def exact(self, text: str, previous: str | None) -> RowLabel | None:
        """Return the row of which `text` is a wording, brackets, numbers and spaces set aside."""
        return self._exact(text, previous) if len(text) <= _LONGEST_LABEL else None

    def _look_up(self, text: str, previous: str | None) -> RowLabel | None:
        number, rest = _parted(text)
        body = letters(rest)
        found = self._by_wording.get(body) or self._by_wording.get(letters(unbracketed(rest)))
        if found is None:
            return None
        if found.needs_number and not number and previous not in _MAY_LACK_NUMBER_AFTER.get(found.key, ()):
            return None
        return RowLabel(found, official=body == letters(found.label))

    def behind_group(self, text: str, previous: str | None) -> RowLabel | None:
        """Return the row that `text` names from one of its further numbers on: `三、本年度办理结果(一)予以公开`."""
        if len(text) > _LONGEST_LABEL:
            return None
        whole = folded(text)
        tails = (whole[found.start() :] for found in _FURTHER_NUMBER.finditer(whole, 1))
        return next((label for tail in tails if (label := self.exact(tail, previous)) is not None), None)

    def _near(self, text: str, previous: str | None) -> RowLabel | None:
        body = letters(_parted(text)[1])
        if len(body) < _SHORTEST_NEAR or body[-1].isdigit() or self.is_furniture(text):
            return None
        first = 0 if previous is None else self._order[previous] + 1
        for row in self._rows[first : first + _LOOK_AHEAD]:
            if any(_near(body, letters(wording)) for wording in row.wordings):
                return RowLabel(row, official=False)
        return None

    def only_row_between(self, before: str | None, after: str) -> Row | None:
        """Return the row that the form has between two rows (None before: the table's beginning), if it is just one."""
        first = 0 if before is None else self._order[before] + 1
        return self._rows[first] if self._order[after] - first == 1 else None

    def is_column(self, text: str) -> bool:
        """Whether `text` names a column, or several that a header joins."""
        mark = letters(text)
        return mark in self._columns or mark in _JOINT_COLUMNS

    def is_furniture(self, text: str) -> bool:
        """Whether `text` is a caption, a group label or a column header: it ends a row and holds no figure."""
        return len(text) <= _LONGEST_LABEL and self._is_furniture(text)

    def _look_for_furniture(self, text: str) -> bool:
        rest = _parted(text)[1]
        return letters(rest) in self._furniture or letters(unbracketed(rest)) in self._furniture


def book_of(table: Table) -> LabelBook:
    """Return the book of a table of the official form; each is made once."""
    if id(table) not in _BOOKS:
        _BOOKS[id(table)] = LabelBook(table)
    return _BOOKS[id(table)]


_BOOKS: dict[int, LabelBook] = {}  # the form's tables live as long as the program


def reads_as_label(text: str) -> bool:
    """Whether a text may be a label that we do not know: numbered, or more than is put in place of a figure."""
    if len(text) > LONGEST_VALUE or _NUMBERED.match(folded(text)) is not None:
        return True
    return len(_CHINESE.findall(text)) >= _SHORTEST_PROSE


def unbracketed(text: str) -> str:
    """Return `text` without the bracket at its end: `上一年项目数量(指2019年事项数)` names the column all the same."""
    whole = folded(text)
    return _BRACKETS.sub("", whole) if "(" in whole else whole


def _parted(text: str) -> tuple[str, str]:
    """The printed number of a label and the rest: `(一)予以公开` is `(一)` and `予以公开`."""
    whole = folded(text)
    found = _NUMBER.match(whole)
    return (found["number"], whole[found.end() :]) if found else ("", whole)


def _near(one: str, two: str) -> bool:
    if min(len(one), len(two)) < _NEAR / (2 - _NEAR) * max(len(one), len(two)):
        return False  # even if all of the shorter were in the longer
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR
