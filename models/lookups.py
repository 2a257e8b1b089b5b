"""The condition with which both databases look up the rows of a chunk by their keys, however large the tables are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, tuple_


def among(report_id: Any, run: Any, pairs: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    """The condition that the two columns are one of `pairs`.

    The ids stand in it by themselves too: by pairs SQLite looks up no index, and would read the whole table.
    """
    return and_(report_id.in_([each for each, _ in pairs]), tuple_(report_id, run).in_(pairs))
