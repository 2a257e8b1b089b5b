"""Tables as text comes out of a PDF: labels wrapped around their line of values, headers interleaved, page breaks inside."""

from __future__ import annotations

import random

from tests.making.grids import Grid

from .base import Row, labels, values


def _wrapped(draw: random.Random, label: str) -> list[str]:
    """The label on up to three lines, of nearly equal length; an empty one is one empty line."""
    count = draw.choice((1, 2, 3)) if len(label) > 14 else draw.choice((1, 1, 2)) if len(label) > 7 else 1
    size = max(1, -(-len(label) // count))
    return [label[start : start + size] for start in range(0, max(1, len(label)), size)]


def _line(row: Row) -> str:
    """The values of a row; blank cells leave nothing behind."""
    return " ".join(cell.printed for cell in values(row) if cell.text)


def _row(draw: random.Random, row: Row, where: str) -> list[str]:
    """The lines of a row of one label; its values stand behind its label's last or middle line, or below it."""
    parts, figures = _wrapped(draw, row[0].text), _line(row)
    if where == "below":
        return [*parts, *([figures] if figures else [])]
    at = len(parts) - 1 if where == "last" else len(parts) // 2
    parts[at] = f"{parts[at]} {figures}".strip()
    return parts


def _cut_group(draw: random.Random, lines: list[str], group: str) -> list[str]:
    """`(四)无` above and `法提供` below the first row of the group."""
    at = draw.randint(4, max(4, len(group) - 2))
    return [group[:at], *lines, group[at:]] if len(group) > 5 else [group, *lines]


def _interleaved(row: Row) -> list[str]:
    """Header words set in columns two letters wide: all the upper halves, then all the lower halves."""
    halves = [(cell.text[:2], cell.text[2:]) for cell in row]
    return [" ".join(half[0] for half in halves), " ".join(half[1] for half in halves if half[1])]


def _letters(row: Row) -> list[str]:
    """`结 结 其 尚` / `果 果 他 未`: header words set one letter wide."""
    longest = max(len(cell.text) for cell in row)
    return [" ".join(cell.text[i] for cell in row if i < len(cell.text)) for i in range(longest)]


def _header(draw: random.Random, row: Row) -> list[str]:
    if len(row) < 4:
        return [" ".join(cell.text for cell in row)]
    return draw.choice((_interleaved, _letters, lambda cells: [" ".join(cell.text for cell in cells)]))(row)


def _page_break(draw: random.Random) -> str:
    page = draw.randint(2, 12)
    return draw.choice((f"- {page} -", f"P. {page}", f"第{page}页", f"— {page} —", f"第 {page} 页 共 {page + 3} 页"))


def _body_row(draw: random.Random, row: Row, where: str, *, cut_groups: bool) -> list[str]:
    """A row with values: group labels above it, or cut in two around it."""
    if not labels(row):
        return [_line(row)]
    *outer, inner = labels(row)
    groups = [cell.text for cell in outer]
    drawn = _row(draw, (inner, *values(row)), where)
    return [*groups[:-1], *_cut_group(draw, drawn, groups[-1])] if cut_groups and groups else [*groups, *drawn]


def _drawn(draw: random.Random, grid: Grid, where: str, *, cut_groups: bool = False) -> str:
    """The table's lines; a long one goes over pages, with its header repeated now and then."""
    lines: list[str] = []
    header: list[str] = []
    for index, row in enumerate(grid.rows):
        if values(row):
            lines += _body_row(draw, row, where, cut_groups=cut_groups)
        else:
            lines += (drawn := _header(draw, row))
            header += drawn
        if index > 3 and len(grid.rows) > 20 and draw.random() < 0.08:
            lines += [_page_break(draw), *(header[1:] if draw.random() < 0.5 else [])]
    return "\n".join(line for line in lines if line)


def values_last(draw: random.Random, grid: Grid) -> str:
    """The values stand behind the last line of their label."""
    return _drawn(draw, grid, "last")


def values_middle(draw: random.Random, grid: Grid) -> str:
    """The values stand behind the middle line of their label, as where cells are centred."""
    return _drawn(draw, grid, "middle")


def values_below(draw: random.Random, grid: Grid) -> str:
    """The values stand on a line below their label."""
    return _drawn(draw, grid, "below")


def groups_cut(draw: random.Random, grid: Grid) -> str:
    """As `values_last`, with the group labels cut in two around a row."""
    return _drawn(draw, grid, "last", cut_groups=True)
