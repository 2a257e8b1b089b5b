"""Holds two readings of one table against each other: where they differ, the figure is unknown and it is said so."""

import msgspec

from pipeline.figures import MISSING, Figure, read_figure
from pipeline.form import Table

from .geometry import Places
from .reading import Disagreement, TableReading


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
            two = MISSING if cell is None else read_figure(cell.text, column, cell.at)
            if MISSING not in (one, two) and (one.value, one.kind) != (two.value, two.kind):
                differing.append(Disagreement(row.key, column.key, one.raw, two.raw, one.at or two.at))
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
