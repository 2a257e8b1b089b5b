"""Tables with ruling lines: the lines are put together, and each space that they enclose is a cell."""

from bisect import bisect_right

import msgspec

from .drawing import Rule
from .geometry import Box, clusters

_NEAR = 3.0  # lines so near are one: double borders, rounding
_DASH = 4.0  # a gap within one line
_TOUCH = 6.0  # between lines that meet
_SLIVER = 6.0  # no cell is so narrow or so low: the lines belong to two borders side by side
_COVERED = 0.5  # of a cell's side
_SURE_SIDES = 3
_MOST_CROSSINGS = 1_000_000
_MOST_PLACES = 20_000


class RuledCell(msgspec.Struct, frozen=True):
    """A cell: its first row and column, how many it spans, and its box.

    `sure` says that it is drawn on three sides at least: a space beside cells of unlike height is not.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    sure: bool


class RuledTable(msgspec.Struct, frozen=True):
    """The places of the lines across and down, and the cells row by row from left to right."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]

    def tiled(self, panels: list[Box]) -> "RuledTable":
        """The same table with those cells sure that are one of the panels."""
        cells = (
            msgspec.structs.replace(cell, sure=any(_alike(cell.box, panel) for panel in panels)) for cell in self.cells
        )
        return RuledTable(self.xs, self.ys, tuple(cells))

    @property
    def box(self) -> Box:
        """From the first to the last line."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def _alike(one: Box, two: Box) -> bool:
    return one.contains(two, _SLIVER) and two.contains(one, _SLIVER)


def ruled_tables(rules: list[Rule]) -> list[RuledTable]:
    """The tables of a page, in no order; none where there are more lines than any table has."""
    lying = _merged([rule for rule in rules if rule.lies])
    standing = _merged([rule for rule in rules if not rule.lies])
    if len(lying) * len(standing) > _MOST_CROSSINGS:
        return []
    tables = (_table(*component) for component in _components(lying, standing))
    return [table for table in tables if table is not None]


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines of one direction with those on each other, side by side or end to end made one."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.at):
        if groups and rule.at - groups[-1][-1].at <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [line for group in groups for line in _end_to_end(group)]


def _end_to_end(group: list[Rule]) -> list[Rule]:
    runs: list[list[Rule]] = []
    end = 0.0
    for rule in sorted(group, key=lambda each: each.start):
        if runs and rule.start <= end + _DASH:
            runs[-1].append(rule)
            end = max(end, rule.end)
        else:
            runs.append([rule])
            end = rule.end
    return [
        Rule(
            lies=run[0].lies,
            at=sum(rule.at for rule in run) / len(run),
            start=run[0].start,
            end=max(rule.end for rule in run),
        )
        for run in runs
    ]


def dotted_rules(dots: list[Box]) -> list[Rule]:
    """Lines drawn as single dots: those on one height, or above each other, with no more than a dash's gap between."""
    rules = []
    for lies in (True, False):
        rows: dict[int, list[Rule]] = {}
        for dot in dots:
            at, start, end = (dot.y, dot.left, dot.right) if lies else (dot.x, dot.top, dot.bottom)
            rows.setdefault(round(2 * at), []).append(Rule(lies=lies, at=at, start=start, end=end))
        rules += [rule for row in rows.values() for rule in _end_to_end(row) if rule.end - rule.start > 2 * _DASH]
    return rules


def _components(lying: list[Rule], standing: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch each other."""
    lines = [*lying, *standing]
    parents = list(range(len(lines)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for one, across in enumerate(lying):
        for two, down in enumerate(standing, len(lying)):
            if _meet(across, down):
                parents[root(one)] = root(two)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), ([], []))[0 if line.lies else 1].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - _TOUCH <= down.at <= across.end + _TOUCH
        and down.start - _TOUCH <= across.at <= down.end + _TOUCH
    )


def _table(lying: list[Rule], standing: list[Rule]) -> RuledTable | None:
    """The cells between these lines; None if they enclose no more than one, or a space that is no rectangle."""
    ys = _closed(clusters((line.at for line in lying), _SLIVER), standing)
    xs = _closed(clusters((line.at for line in standing), _SLIVER), lying)
    if len(ys) < 2 or len(xs) < 2 or len(ys) * len(xs) > _MOST_PLACES:
        return None
    down, across = _drawn(xs, ys, standing), _drawn(ys, xs, lying)
    cells = []
    for group in _open_spaces(len(xs) - 1, len(ys) - 1, down, across):
        rows, columns = [row for row, _ in group], [column for _, column in group]
        row, column, end_row, end_column = min(rows), min(columns), max(rows) + 1, max(columns) + 1
        if (end_row - row) * (end_column - column) != len(group):
            return None
        box = Box(xs[column], ys[row], xs[end_column], ys[end_row])
        sides = [{(side, step) for step in range(row, end_row)} <= down for side in (column, end_column)]
        sides += [{(side, step) for step in range(column, end_column)} <= across for side in (row, end_row)]
        cells.append(RuledCell(row, column, end_row - row, end_column - column, box, sum(sides) >= _SURE_SIDES))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable(tuple(xs), tuple(ys), tuple(cells)) if len(cells) > 1 else None


def _closed(places: list[float], crossing: list[Rule]) -> list[float]:
    """The places of lines with an outer side added where the crossing lines run out into the open."""
    first, last = min(line.start for line in crossing), max(line.end for line in crossing)
    before = [first] if first < places[0] - 2 * _TOUCH else []
    after = [last] if last > places[-1] + 2 * _TOUCH else []
    return [*before, *places, *after]


def _open_spaces(
    wide: int, high: int, down: set[tuple[int, int]], across: set[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """The smallest spaces (row, column) between lines, those with no line between them in one group."""
    parents = list(range(wide * high))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for row in range(high):
        for column in range(wide):
            if column and (column, row) not in down:
                parents[root(row * wide + column)] = root(row * wide + column - 1)
            if row and (row, column) not in across:
                parents[root(row * wide + column)] = root((row - 1) * wide + column)
    groups: dict[int, list[tuple[int, int]]] = {}
    for index in range(wide * high):
        groups.setdefault(root(index), []).append(divmod(index, wide))
    return list(groups.values())


def _drawn(places: list[float], steps: list[float], lines: list[Rule]) -> set[tuple[int, int]]:
    """The sides that are drawn: (which line place, which step along it)."""
    drawn: dict[tuple[int, int], float] = {}
    for line in lines:
        place = min(range(len(places)), key=lambda index: abs(places[index] - line.at))
        for step in range(max(0, bisect_right(steps, line.start) - 1), len(steps) - 1):
            if steps[step] >= line.end:
                break
            length = min(line.end, steps[step + 1]) - max(line.start, steps[step])
            drawn[place, step] = drawn.get((place, step), 0.0) + length
    return {
        (place, step) for (place, step), length in drawn.items() if length >= _COVERED * (steps[step + 1] - steps[step])
    }
