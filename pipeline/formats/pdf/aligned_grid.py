"""Rows and columns of a table without lines to cells, once their places agree."""

import itertools

import msgspec

from pipeline.formats.writer import PlacedCell

from .aligned_columns import Columns
from .aligned_rows import Row
from .blocks import Table
from .geometry import around, clusters
from .glyphs import UNKNOWN
from .runs import Run, continued, goes_on, is_numbered

_APART = 0.5  # heights between a row of values and a label that is no part of it
_NEAR_ROW = (
    0.7,
    2.0,
)  # heights, the least and the most, above and below a row where nothing else may stand in its cells
_WIDE_LINES = 3.0  # heights from line to line within a label at most
_ONE_LINE = 3.0  # points between the middles of words of one line of a header


_Line = list[tuple[int, int, Run]]  # column, columns spanned, text


class _Labels(msgspec.Struct, frozen=True):
    """What stands before the values of a row: labels of its groups, its own, and labels of rows without any value.

    `rest` goes on with the label of the row before, cut by the end of a page; `values` are remarks in a value's place.
    """

    rest: list[Run]
    groups: list[Run]
    own: list[Run]
    blank: list[Run]
    values: list[Run]


def grid_of(header: list[Run], rows: list[Row], columns: Columns, runs: list[Run]) -> tuple[Table, list[Run]] | None:
    """The table and the runs of all `runs` that it took; None where labels and values do not stand as in a table."""
    if len(rows) == 1 and len(header) < max(len(columns.spans), 2):
        return None
    labels = [_labels(row, previous, columns) for previous, row in itertools.pairwise([None, *rows]) if row]
    placed = [label for label in labels if label is not None]
    if len(placed) < len(rows):
        return None
    wide = max(len(label.groups) + len(label.own) for label in placed)
    lines = _header_lines(header, columns, wide)
    data: dict[int, float] = {}  # rows of values, blank ones too, and their heights
    for row, label in zip(rows, placed, strict=True):
        for run in label.rest:
            _go_on(lines, run)
        for run in label.blank if wide else ():
            data[len(lines)] = run.box.y
            lines.append([(wide - 1, 1, run)])
        data[len(lines)] = row.y
        first = wide - len(label.own)
        lines.append(
            [
                *((index, 1, run) for index, run in enumerate(label.groups)),
                *((first + index, 1, run) for index, run in enumerate(label.own)),
                *((wide + columns.over(run)[0], 1, run) for run in [*label.values, *row.values]),
            ]
        )
    used = {id(glyph) for line in lines for _, _, run in line for glyph in run.glyphs}
    pitch = min((two.y - one.y for one, two in itertools.pairwise(rows)), default=0.0) / rows[0].values[0].size
    near = min(max(pitch - 1.0, _NEAR_ROW[0]), _NEAR_ROW[1])
    loose = [run for run in runs if not used.intersection(map(id, run.glyphs))]
    doubted = {
        (number, wide + column)
        for number, y in data.items()
        for run in loose
        if run.is_level_with(y, near) or _is_remark(run, y)
        for column in columns.over(run)
    }
    return _table(lines, set(data), doubted, range(wide, wide + len(columns.spans)))


def _labels(row: Row, previous: Row | None, columns: Columns) -> _Labels | None:
    """Sort what the file writes before the values of a row; None if it does not fit."""
    found = _Labels([], [], [], [], [])
    for run in row.before if previous is None else _whole(row.before):
        level = run.is_level_with(row.y)
        if run.box.right > columns.spans[0][0]:
            if level and len(columns.over(run)) == 1:
                found.values.append(run)
            elif previous is not None:
                return None
        elif level:
            found.own.append(run)
        elif run.box.y > row.y:
            found.groups.append(run)
        elif previous is not None and not _sort_between(found, run, previous, row):
            return None
    found.own.sort(key=lambda run: run.box.left)
    taken = [columns.over(run)[0] for run in [*found.values, *row.values]]
    return found if len(set(taken)) == len(taken) else None


def _whole(before: tuple[Run, ...]) -> list[Run]:
    """Labels with all their lines: between rows of values, what follows a numbered label in its column goes on with it."""
    whole: list[Run] = []
    for run in before:
        if whole and is_numbered(whole[-1].text) and goes_on(whole[-1], run, _WIDE_LINES):
            whole[-1] = continued(whole[-1], run)
        else:
            whole.append(run)
    return whole


def _is_remark(run: Run, y: float) -> bool:
    """Whether a run in brackets goes on below a value: `13000000` and under it `(预算数)`."""
    return run.text[:1] in {"(", "（"} and not is_numbered(run.text) and 0 < run.box.y - y < _WIDE_LINES * run.size


def _sort_between(found: _Labels, run: Run, previous: Row, row: Row) -> bool:
    """Sort what stands between two rows of values; False if it does not fit."""
    apart = _APART * run.size
    if not previous.y + apart < run.box.y < row.y - apart:
        return False
    if is_numbered(run.text):
        found.blank.append(run)
    elif found.blank and _is_above(found.blank[-1], run):
        found.blank[-1] = continued(found.blank[-1], run)
    elif not found.blank and any(_is_above(label, run) for label in previous.before):
        found.rest.append(run)
    else:
        found.groups.append(run)
    return True


def _is_above(one: Run, two: Run) -> bool:
    """Whether `two` stands in the column of the label `one`, lower."""
    shared = min(one.box.right, two.box.right) - max(one.box.left, two.box.left)
    return one.box.top < two.box.top and shared > _APART * min(one.box.width, two.box.width)


def _go_on(lines: list[_Line], run: Run) -> None:
    """Add the rest of a label to the last label in its column."""
    line = lines[-1]
    for index in reversed(range(len(line))):
        column, span, label = line[index]
        if not label.is_value and _is_above(label, run):
            line[index] = (column, span, continued(label, run))
            return
    line.append((0, 1, run))


def _header_lines(header: list[Run], columns: Columns, wide: int) -> list[_Line]:
    heights = clusters((run.box.y for run in header), _ONE_LINE)
    lines: list[_Line] = [[] for _ in heights]
    for run in header:
        line = lines[min(range(len(heights)), key=lambda index: abs(heights[index] - run.box.y))]
        over = columns.over(run)
        line.append((wide + over[0], len(over), run) if over else (0, max(wide, 1), run))
    return lines


def _table(lines: list[_Line], data: set[int], doubted: set[tuple[int, int]], values: range) -> tuple[Table, list[Run]]:
    """The cells row by row; in rows of data each column of values without a value is a blank cell.

    A cell with more written in it than the table took, such as a remark of two lines, is unknown.
    """
    cells: list[PlacedCell] = []
    for number, line in enumerate(lines):
        blanks = set(values) - {column for column, _, _ in line} if number in data else set()
        row = [(column, span, run.text) for column, span, run in line] + [(column, 1, "") for column in blanks]
        cells += [
            PlacedCell(number, column, 1, span, text + UNKNOWN if (number, column) in doubted else text)
            for column, span, text in sorted(row)
        ]
    used = [run for line in lines for _, _, run in line]
    edges = tuple(float(column) for column in range(values.stop + 1))
    return Table(edges, len(lines), tuple(cells), around(run.box for run in used), ruled=False), used
