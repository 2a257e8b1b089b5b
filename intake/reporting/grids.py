"""The three tables of a report as grids: the form's own labels, and in each cell its state and the issues that name it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.checks import Finding
from pipeline.checks.base import Correction
from pipeline.checks.names import column_name, row_name, table_name
from pipeline.form import Form, Table
from pipeline.form import Row as FormRow
from pipeline.report import Report, ReportDoubt
from pipeline.tables.reading import edition_of

from .chinese import typeset
from .issues import hint_of, weight_of
from .model import Cell, Grid, Row, State, Weight
from .words import WORDS, Words

Place = tuple[str, str | None, str | None]
_LONGEST_RAW = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """What the issues say of one cell."""

    weight: Weight
    numbers: tuple[int, ...]
    would_be: str | None = None


def grids_of(report: Report, groups: Sequence[Sequence[Finding]], lang: str) -> Iterator[Grid]:
    """Yield the tables of a report, none if it was not read; the groups are numbered from 1."""
    if not report.tables:
        return
    form = edition_of(report.form, set(report.tables["requests"]))
    drawer = _Drawer(report, form, marks_of(groups), lang)
    yield from (drawer.grid(form.table(key)) for key in report.tables)


def marks_of(groups: Sequence[Sequence[Finding]]) -> dict[Place, Mark]:
    """Return the mark of each cell that an issue names, with the weight of the gravest."""
    marks: dict[Place, Mark] = {}
    for number, group in enumerate(groups, 1):
        weight = weight_of(group[0])
        for place in _places(group, doubt=weight == "doubt"):
            before = marks.get(place, Mark(weight, ()))
            if number not in before.numbers:
                marks[place] = replace(before, numbers=(*before.numbers, number))
        correction = probable(group)
        for cell, value in zip(correction.cells, correction.values, strict=True) if correction else ():
            place = (cell.table, cell.row, cell.column)
            marks[place] = replace(marks.get(place, Mark(weight, (number,))), would_be=str(value))
    return marks


def probable(group: Sequence[Finding]) -> Correction | None:
    """Return the one correction that settles a group, None where there are several: a page names no cell by chance."""
    hint = hint_of(group)
    return hint.corrections[0] if hint is not None and len(hint.corrections) == 1 else None


def _places(group: Iterable[Finding], *, doubt: bool) -> Iterator[Place]:
    for finding in group:
        if doubt:  # only a cell that was itself read in doubt: what else is unsure shows by being unknown
            if finding.scope.row and finding.scope.column:
                yield finding.scope.table or "", finding.scope.row, finding.scope.column
            continue
        for operand in finding.operands:
            if operand.value != 0 or operand.side == "left":  # a zero in a long sum is not what is wrong with it
                yield operand.table, operand.row, operand.column


class _Drawer:
    """Draws the tables of one report."""

    def __init__(self, report: Report, form: Form, marks: dict[Place, Mark], lang: str) -> None:
        self._report = report
        self._form = form
        self._marks = marks
        self._lang = lang
        self._words: Words = WORDS[lang]
        self._doubts = {(each.table, each.row, each.column): each for each in report.doubts}

    def grid(self, table: Table) -> Grid:
        keys = list(dict.fromkeys(column.key for row in table.rows for column in row.columns))
        name: str = getattr(table_name(table.key), self._lang)
        caption = f"{name} {table.title}" if self._lang == "zh" else f"{name}: {table.key.replace('_', ' ')}"
        rows = tuple(
            Row(self._label(table, row), self._cells(table, row, keys), self._group(row)) for row in table.rows
        )
        columns = tuple(self._column(table, key) for key in keys)
        return Grid(table.key, caption, self._words.row, columns, rows)

    def _cells(self, table: Table, row: FormRow, keys: Sequence[str]) -> tuple[Cell, ...]:
        has = {column.key for column in row.columns}
        return tuple(self._cell((table.key, row.key, key)) if key in has else Cell("", "absent") for key in keys)

    def _cell(self, place: tuple[str, str, str]) -> Cell:
        value = self._report.tables[place[0]][place[1]][place[2]]
        cell = Cell(str(value), "plain" if value else "zero")
        if value is None:
            cell = Cell(self._raw(self._doubts.get(place)), "unknown")
        mark = self._marks.get(place)
        if mark is None:
            return cell
        state: State = "unknown" if value is None else "part"
        cell = replace(cell, state=state, weight=mark.weight, numbers=mark.numbers)
        if mark.would_be is None:
            return cell
        return replace(cell, state="wrong", note=self._words.would_be.format(mark.would_be))

    def _raw(self, doubt: ReportDoubt | None) -> str:
        """What stands in a cell whose value is unknown."""
        if doubt is None or doubt.kind in {"missing", "number"}:
            return self._words.missing
        raw = " ".join(doubt.raw.split())
        if not raw:
            return self._words.blank
        return raw if len(raw) <= _LONGEST_RAW else f"{raw[:_LONGEST_RAW]}…"

    def _label(self, table: Table, row: FormRow) -> str:
        if self._lang == "en":
            label: str = row_name(self._form, table.key, row.key).en
            return label.rpartition(": ")[2] if row.group else label
        dot = "." if row.number.isdigit() else ("" if row.number.startswith("(") else "、")
        return typeset(f"{row.number}{dot}{row.label}" if row.number else row.label)

    def _group(self, row: FormRow) -> str:
        if not row.group or self._lang == "zh":
            return row.group
        return row.key.partition(".")[0].replace("_", " ")

    def _column(self, table: Table, key: str) -> str:
        if self._lang == "en":
            return column_name(self._form, table.key, key).en
        return typeset(next(column.label for row in table.rows for column in row.columns if column.key == key))
