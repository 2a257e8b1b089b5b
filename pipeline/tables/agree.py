"""Holds two readings of one table against each other: where they differ, the figure is unknown and it is said so."""

import msgspec

from pipeline.figures import MISSING, Figure, read_figure
from pipeline.form import Table

from .geometry import Places
from .reading import Disagreement, TableReading


def filled_in(table: Table, by_label: TableReading, by_place: Places) -> TableReading:
    """Return the reading by labels with the rows that it could not tell taken from the one by place.

    For tables typed as text, where a place is weaker evidence: a row shifted by a cell would look whole, but for the
    total that then stands under no header.
    """
    untold = {shape.row for shape in by_label.shapes}
    places = {
        (row, column): cell
        for (row, column), cell in by_place.items()
        if row in untold and _has_total(table, row, by_place)
    }
    return agreed(table, by_label, places)


def _has_total(table: Table, row: str, places: Places) -> bool:
    last = table.row(row).columns[-1].key
    return last != "total" or ((row, last) in places and not places[row, last].is_blank)


def agreed(table: Table, by_label: TableReading, by_place: Places) -> TableReading:
    """Return the reading by labels, filled and held by the one by place.

    What one of them alone could tell is taken: each keeps silent where it is not sure.
    """
    figures: dict[str, dict[str, Figure]] = {}
    differing: list[Disagreement] = []
    for row in table.rows:
        figures[row.key] = {}
        for column in row.columns:
            one = by_label.figures[row.key][column.key]
            cell = by_place.get((row.key, column.key))
            if cell is not None and cell.at == one.at:  # one cell says one thing
                figures[row.key][column.key] = one
                continue
            two = MISSING if cell is None else read_figure(cell.text, column, cell.at)
            differ = (one.value, one.kind) != (two.value, two.kind)
            if differ and one.at is not None and two.at is not None:
                differing.append(Disagreement(row.key, column.key, one.raw, two.raw, one.at))
                one = two = MISSING
            figures[row.key][column.key] = two if one == MISSING else one
    whole = {row for row, columns in figures.items() if MISSING not in columns.values()}
    return msgspec.structs.replace(
        by_label,
        figures=figures,
        rows_seen=tuple(dict.fromkeys((*by_label.rows_seen, *(row for row, _ in by_place)))),
        shapes=tuple(shape for shape in by_label.shapes if shape.row not in whole),
        disagreements=tuple(differing),
    )
