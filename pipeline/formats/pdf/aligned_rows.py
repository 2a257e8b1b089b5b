"""Rows of a table without lines: values that the file writes one after the other on one line, and what stands between."""

import itertools
from bisect import bisect_left, bisect_right

import msgspec

from .runs import Run

_SAME_ROW = 0.6  # heights between the middles of two values of a row
_LEAST_PITCH = 1.05  # heights from row to row
_WIDEST = 60  # heights: a wider run is prose
_LONGEST = 60
_INSIDE = 2.0
_FARTHEST = 5  # heights from one line of a header to the next


class Row(msgspec.Struct, frozen=True):
    """Values on one line, and what the file writes between the values of the row before and these."""

    before: tuple[Run, ...]
    values: tuple[Run, ...]

    @property
    def y(self) -> float:
        """The middle of the values."""
        return self.values[0].box.y


def rows_of(runs: list[Run]) -> list[Row]:
    """The rows in the order of the file; what follows the last one is left out.

    A remark in the place of a number is one of the row's values.
    """
    rows: list[Row] = []
    before: list[Run] = []
    since: list[Run] = []  # after the last value of the row that is being made
    values: list[Run] = []
    for run in runs:
        if values and not since and _is_level(values, run):
            values.append(run)
        elif run.is_value:
            if values:
                rows.append(Row(tuple(before), tuple(values)))
                before, since = since, []
            values = [run]
        elif values:
            since.append(run)
        else:
            before.append(run)
    if values:
        rows.append(Row(tuple(before), tuple(values)))
    return rows


def _is_level(values: list[Run], run: Run) -> bool:
    """Whether `run` stands on the line of the values, right of the last."""
    near = abs(run.box.y - values[0].box.y) <= _SAME_ROW * min(run.size, values[0].size)
    return near and run.box.left >= values[-1].box.right - _INSIDE


def blocks_of(rows: list[Row], walls: list[float]) -> list[list[Row]]:
    """Rows that may be of one table: no header, prose or wall stands between them."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and _same_table(blocks[-1], row, walls):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _same_table(rows: list[Row], row: Row, walls: list[float]) -> bool:
    last = rows[-1]
    if row.y <= last.y or bisect_left(walls, last.y) != bisect_right(walls, row.y):
        return False
    left = min(value.box.left for each in rows for value in each.values)
    return not any(
        is_prose(run) or (run.box.right > left + _INSIDE and not run.is_level_with(row.y)) for run in row.before
    )


def apart(rows: list[Row]) -> list[Row]:
    """The rows without those that are nearer to each other than lines can be: halves of one row, of which none is sure."""
    near = {
        id(each)
        for one, two in itertools.pairwise(rows)
        if two.y - one.y < _LEAST_PITCH * min(one.values[0].size, two.values[0].size)
        for each in (one, two)
    }
    return [row for row in rows if id(row) not in near]


def is_prose(run: Run) -> bool:
    """Whether a run is a sentence and no label."""
    return run.box.width > _WIDEST * run.size or len(run.text) > _LONGEST or run.text.endswith("。")


def header_of(row: Row) -> list[Run]:
    """What stands right above the first row, from below up to a line that holds one run alone: a heading or caption.

    Words right of the row's label stand over its values, alone or not.
    """
    above = sorted((run for run in row.before if run.box.bottom <= row.y), key=lambda run: -run.box.y)
    labels = [run.box.right for run in row.before if run.is_level_with(row.y)]
    header: list[Run] = []
    lowest = row.y
    for run in above:
        alone = not any(other is not run and other.is_level_with(run.box.y, 0.0) for other in row.before)
        over_values = bool(labels) and run.box.left > max(labels)
        if is_prose(run) or (alone and not over_values) or lowest - run.box.bottom > _FARTHEST * run.size:
            break
        header.append(run)
        lowest = min(lowest, run.box.top)
    return header[::-1]
