"""Whether a government's tables hold the sums of all its area, or its own office's figures alone."""

from pipeline.claims import Claims, Subject
from pipeline.figures import Value
from pipeline.tables import Reading

_PROACTIVE, _REQUESTS = "proactive_disclosure", "requests"
_CELLS: dict[Subject, tuple[str, str, str]] = {
    "requests.received": (_REQUESTS, "new_received", "total"),
    "requests.answered": (_REQUESTS, "total", "total"),
    "requests.carried_in": (_REQUESTS, "carried_over_in", "total"),
    "requests.carried_out": (_REQUESTS, "carried_over_out", "total"),
    "reconsideration.total": ("litigation", "reconsideration", "total"),
    "normative_documents.issued": (_PROACTIVE, "normative_documents", "issued"),
    "normative_documents.in_force": (_PROACTIVE, "normative_documents", "in_force"),
    "licences.decisions": (_PROACTIVE, "licences", "decisions"),
    "penalties.decisions": (_PROACTIVE, "penalties", "decisions"),
}


def tables_hold_the_area(claims: Claims, reading: Reading) -> bool:
    """Whether one of the sums that the text tells of all the area stands in a table; zeros agree with anything."""
    return any(
        claim.value and claim.value == _value(reading, *_CELLS[claim.subject])
        for claim in claims.all
        if claim.scope == "area" and claim.subject in _CELLS
    )


def _value(reading: Reading, table: str, row: str, column: str) -> Value | None:
    """A figure's value; None where the edition of the form does not have it."""
    figure = reading.table(table).figures.get(row, {}).get(column)
    return figure.value if figure else None
