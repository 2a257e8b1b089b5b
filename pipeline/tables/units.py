"""Amounts whose header gives 元 where the form asks for 万元."""

from collections.abc import Iterable

import msgspec

from pipeline.characters import folded, letters
from pipeline.figures import Figure, read_figure
from pipeline.form import Column, Table

from .cells import Cell
from .labels import unbracketed
from .reading import TableReading


def in_units_of_headers(table: Table, reading: TableReading, cells: Iterable[Cell]) -> TableReading:
    """Return the reading with the amounts taken in 元 whose header says so; a unit in the figure's own cell prevails."""
    amounts = {column.key: column for row in table.rows for column in row.columns if column.amount}
    if not amounts:
        return reading
    headers = [cell.text for cell in cells if cell.is_words]
    in_yuan = {key for key, column in amounts.items() if any(_is_in_yuan(text, column) for text in headers)}
    if not in_yuan:
        return reading
    figures = {
        row.key: {column.key: _again(reading.figures[row.key][column.key], column, in_yuan) for column in row.columns}
        for row in table.rows
    }
    return msgspec.structs.replace(reading, figures=figures)


def _is_in_yuan(header: str, column: Column) -> bool:
    plain = folded(header)
    return "元" in plain and "万" not in plain and letters(plain).startswith(letters(unbracketed(column.label)))


def _again(figure: Figure, column: Column, in_yuan: set[str]) -> Figure:
    if figure.at is None or column.key not in in_yuan:
        return figure
    return read_figure(figure.raw, column, figure.at, in_yuan=True)
