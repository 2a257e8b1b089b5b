"""Puts the parts of a table that runs over several pages together again."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.figures import looks_like_value
from pipeline.formats.writer import PlacedCell

from .blocks import Table
from .geometry import clusters

_SAME_SIDE = 6.0
_SAME_EDGE = 3.0
_LEAST_SHARED, _MOSTLY = 4, 0.8
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+\s*[.．、])")


def whole_tables(pieces: Iterable[str | Table]) -> Iterator[str | Table]:
    """The same pieces with each table and the parts that follow it without text between made one."""
    begun: Table | None = None
    for piece in pieces:
        if isinstance(piece, str):
            if begun is not None:
                yield begun
            begun = None
            yield piece
        elif begun is not None and _continues(begun, piece):
            begun = _together(begun, piece)
        else:
            if begun is not None:
                yield begun
            begun = piece
    if begun is not None:
        yield begun


def _continues(one: Table, two: Table) -> bool:
    """Whether two parts have both outer sides in common, or nearly all edges where a side is open on one page."""
    if not (one.ruled and two.ruled):
        return False  # a table without lines was found over all its pages
    if all(abs(one.edges[end] - two.edges[end]) <= _SAME_SIDE for end in (0, -1)):
        return True
    few, many = sorted((one.edges, two.edges), key=len)
    shared = sum(any(abs(edge - other) <= _SAME_EDGE for other in many) for edge in few)
    return shared >= max(_LEAST_SHARED, _MOSTLY * len(few))


def _together(one: Table, two: Table) -> Table:
    edges = tuple(clusters([*one.edges, *two.edges], _SAME_EDGE))
    first, second = _on_edges(one, edges, 0), _on_edges(two, edges, one.rows)
    rows = one.rows + two.rows
    above = [cell for cell in first if cell.row + cell.row_span == one.rows]
    below = [cell for cell in second if cell.row == one.rows]
    if _is_one_row(above, below):
        first = [cell for cell in first if cell not in above] + _one_row(above, below)
        second = [msgspec.structs.replace(cell, row=cell.row - 1) for cell in second if cell not in below]
        first.sort(key=lambda cell: (cell.row, cell.column))
        rows -= 1
    return Table(edges, rows, (*first, *second), one.box, one.ruled)


def _is_one_row(above: list[PlacedCell], below: list[PlacedCell]) -> bool:
    """Whether a row was cut by the end of the page: its label goes on without a number, its values stand in one part."""
    places = {(cell.column, cell.column_span): cell.text for cell in above}
    if any(cell.text and (cell.column, cell.column_span) not in places for cell in below):
        return False
    rest = {(cell.column, cell.column_span): cell.text for cell in below if cell.text}
    if not rest:
        return True
    labels = {place: text for place, text in rest.items() if not looks_like_value(text)}
    if any(looks_like_value(text) for text in places.values()) and len(labels) < len(rest):
        return False
    if any(_NUMBERED.match(text) for text in labels.values()):
        return False
    return any(_NUMBERED.match(places[place]) for place in labels or places)


def _one_row(above: list[PlacedCell], below: list[PlacedCell]) -> list[PlacedCell]:
    rest = {cell.column: cell for cell in below}
    return [
        msgspec.structs.replace(
            cell,
            text=cell.text + rest[cell.column].text,
            row_span=cell.row_span + rest[cell.column].row_span - 1,
        )
        if cell.column in rest
        else cell
        for cell in above
    ]


def _on_edges(table: Table, edges: tuple[float, ...], below: int) -> list[PlacedCell]:
    """The cells with their columns counted between other edges, and their rows from `below`."""
    place = [min(range(len(edges)), key=lambda index: abs(edges[index] - edge)) for edge in table.edges]
    return [
        msgspec.structs.replace(
            cell,
            row=cell.row + below,
            column=place[cell.column],
            column_span=max(1, place[cell.column + cell.column_span] - place[cell.column]),
        )
        for cell in table.cells
    ]
