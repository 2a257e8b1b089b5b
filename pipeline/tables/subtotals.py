"""Subtotals that a report adds to table 3: of a group's rows, or of the columns of legal persons; only what is surely one.

The form has none of them. A group's name that stands beside the values of its first member, that repeats what another row
has, or that has blanks or nothing but zeros beside it is no subtotal, nor is a number that could be another sum.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.characters import letters
from pipeline.figures import Figure, read_figure
from pipeline.form import LEGAL_COLUMNS, REQUEST_COLUMNS, Column, Table

from .cells import Cell, CellStream
from .columns import LEGAL_PERSONS
from .geometry import Places
from .reading import Subtotal, TableReading
from .rows import LabelledRow, Rows

_COUNT = REQUEST_COLUMNS[-1]
_LONGEST_NAME = 20
_ENDINGS = ("小计", "合计", "公开", "提供", "处理")  # of the names of sums and groups
_MOST_CELLS = 40  # of one row


class _Group(msgspec.Struct, frozen=True):
    """The rows that one name of the form joins, `refused` with its eight rows."""

    key: str
    rows: tuple[str, ...]


class _Named(msgspec.Struct, frozen=True):
    """A cell that names a group, or a sum, or the sum of a group."""

    group: _Group | None
    is_sum: bool


def group_rows(table: Table, group: str) -> tuple[str, ...]:
    """Return the keys of the rows that a group joins, in the form's order."""
    return tuple(row.key for row in table.rows if row.group and row.key.partition(".")[0] == group)


def subtotal_rows(
    table: Table, stream: CellStream, rows: Rows, order: Sequence[Column | None] | None
) -> tuple[Subtotal, ...]:
    """Return the subtotals of groups; `order` are the columns of the header, None where nothing is known of them."""
    if order is None or (stream.cells and stream.cells[0].row is None and any(row.doubtful for row in rows.labelled)):
        return ()  # a row's values may stand before its label
    found: dict[str, Sequence[Cell]] = {}
    differing: set[str] = set()
    for group, cells in _rows_of_groups(table, stream, rows, len(order)):
        texts = [cell.text for cell in found.setdefault(group.key, cells)]
        differing |= {group.key} if texts != [cell.text for cell in cells] else set()
    if set(found) == {_last_group(table)}:
        return ()  # a sum that stands alone before (七)总计 may be that of all results
    return tuple(
        Subtotal(key, column.key, read_figure(cell.text, column, cell.at))
        for key, cells in found.items()
        if key not in differing
        for column, cell in zip(order, cells, strict=True)
        if column is not None
    )


def _last_group(table: Table) -> str:
    return next((row.key.partition(".")[0] for row in reversed(table.rows) if row.group), "")


def _rows_of_groups(
    table: Table, stream: CellStream, rows: Rows, width: int
) -> Iterator[tuple[_Group, Sequence[Cell]]]:
    """Each group of which a sum stands in the table, and the cells of that row."""
    labelled = {row.cell.at.start: at for at, row in enumerate(rows.labelled)}
    seen = {row.label.row.key for row in rows.labelled}
    others = [row.values for row in rows.labelled]
    taken = {cell.at.start for values in others for cell in values if not cell.is_blank}
    at, pending, names = -1, None, _names(table)
    for index, cell in enumerate(stream.cells):
        if cell.at.start in labelled and not cell.is_blank:
            at, pending = labelled[cell.at.start], None
            continue
        named = _named(cell, names)
        if named is None:
            continue
        before = rows.labelled[at] if at >= 0 else None
        after = rows.labelled[at + 1] if at + 1 < len(rows.labelled) else None
        group = named.group or pending or _ended(before, names.values())
        pending = named.group or pending
        values = _values(stream.cells, index, width, labelled)
        if group is None or not values or not _stands_by(group, before, after) or "total" not in seen:
            continue
        if values[0].at.start in taken:
            continue  # those of a row whose label was left out, such as 合计 for (七)总计
        if named.is_sum or not (stream.in_lines or _may_be_another(group, seen, values, after, others)):
            yield group, values


def _names(table: Table) -> dict[str, _Group]:
    """Each group by the letters of its name."""
    keys = dict.fromkeys((letters(row.group), row.key.partition(".")[0]) for row in table.rows if row.group)
    return {name: _Group(key, group_rows(table, key)) for name, key in keys}


def _named(cell: Cell, names: dict[str, _Group]) -> _Named | None:
    if cell.is_blank or len(cell.text) > _LONGEST_NAME or not letters(cell.text).endswith(_ENDINGS):
        return None
    found = re.fullmatch(rf"(?:[三四五六]?({'|'.join(names)}))?(小计|合计)?", letters(cell.text))
    if found is None or not (found[1] or found[2]):
        return None
    return _Named(names.get(found[1] or ""), found[2] is not None)


def _ended(before: LabelledRow | None, groups: Iterable[_Group]) -> _Group | None:
    """The group that ends with a row."""
    return next((group for group in groups if before and group.rows[-1] == before.label.row.key), None)


def _stands_by(group: _Group, before: LabelledRow | None, after: LabelledRow | None) -> bool:
    """Whether a row stands right before or right behind the rows of a group."""
    return (before is not None and before.label.row.key == group.rows[-1]) or (
        after is not None and after.label.row.key == group.rows[0]
    )


def _values(cells: Sequence[Cell], index: int, width: int, labelled: dict[int, int]) -> Sequence[Cell]:
    """The numbers behind a name, if there are just as many as columns with no blank among them and nothing else."""
    row = cells[index].row
    if row is not None and any(
        cell.row == row and cell.at.start in labelled and not cell.is_blank
        for cell in cells[max(0, index - _MOST_CELLS) : index]
    ):
        return ()
    run: list[Cell] = []
    for cell in cells[index + 1 : index + 1 + _MOST_CELLS]:
        if cell.row != row or (row is None and not (cell.is_blank or cell.is_value)):
            break
        run.append(cell)
    filled = [at for at, cell in enumerate(run) if not cell.is_blank]
    if len(filled) != width or filled[-1] - filled[0] != width - 1:
        return ()
    values = run[filled[0] : filled[-1] + 1]
    return values if all(_is_count(read_figure(cell.text, _COUNT, cell.at)) for cell in values) else ()


def _is_count(figure: Figure) -> bool:
    return figure.value is not None and figure.value >= 0


def _may_be_another(
    group: _Group,
    seen: set[str],
    values: Sequence[Cell],
    after: LabelledRow | None,
    others: Sequence[Sequence[Cell]],
) -> bool:
    """Whether values beside a group's mere name may be those of another row, or fill an empty line."""
    if after is None or after.label.row.key != group.rows[0] or not set(group.rows) <= seen:
        return True
    texts = [cell.text for cell in values]
    rows = [[cell.text for cell in row if not cell.is_blank] for row in (after.values, *others)]
    return len(rows[0]) != len(texts) or texts in rows or not any(text.strip("0") for text in texts)


def of_legal_persons(
    table: Table, by_label: TableReading, by_place: Places, cells: Sequence[Cell]
) -> tuple[Subtotal, ...]:
    """Return the subtotals with those of legal persons as both readings give them, or none where they may be other sums.

    A column that is only called 小计 is theirs if it is their sum in most rows; one of 法人 is in any case.
    """
    others = tuple(each for each in by_label.subtotals if each.column != LEGAL_PERSONS)
    labelled = {each.row: each.figure for each in by_label.subtotals if each.column == LEGAL_PERSONS}
    found: list[Subtotal] = []
    for row in table.rows:
        cell = by_place.get((row.key, LEGAL_PERSONS))
        placed = None if cell is None else read_figure(cell.text, _COUNT, cell.at)
        told = [figure for figure in (labelled.get(row.key), placed) if figure is not None]
        if told and all(_is_count(figure) and figure.value == told[0].value for figure in told):
            found.append(Subtotal(row.key, LEGAL_PERSONS, told[0]))
    sure = found and any(re.fullmatch("法人(?:或其他组织)?[小合]计", letters(cell.text)) for cell in cells)
    return (*others, *found) if sure or _are_theirs(by_label, found) else others


def _are_theirs(reading: TableReading, found: Sequence[Subtotal]) -> bool:
    rows = [(each.figure.value, reading.figures[each.row]) for each in found]
    sums = [(value, sum(row[key].value or 0 for key in LEGAL_COLUMNS), row["total"].value) for value, row in rows]
    told = [(value, whole) for value, whole, _ in sums if value or whole]
    if all(value == total for value, _, total in sums):
        return False
    return 2 * sum(value == whole for value, whole in told) > len(told)
