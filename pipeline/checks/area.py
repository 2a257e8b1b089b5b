"""Whose sums a government's tables hold: those of all its area, its own, or its office's alone."""

from pipeline.claims import Claim, Claims, Subject
from pipeline.figures import Value
from pipeline.tables import Reading

_PROACTIVE, _REQUESTS = "proactive_disclosure", "requests"
_NOT_OF_OTHERS = frozenset({"own", "other_time", "comparison", "channel"})
_NAMED = frozenset({"part", "wider"})
_DOCUMENTS = "normative_documents."
_NO_CHANCE = 10  # a sum of so many is hardly that of an office alone, too
_CELLS: dict[Subject, tuple[str, str, str]] = {
    "requests.received": (_REQUESTS, "new_received", "total"),
    "requests.answered": (_REQUESTS, "total", "total"),
    "requests.carried_in": (_REQUESTS, "carried_over_in", "total"),
    "requests.carried_out": (_REQUESTS, "carried_over_out", "total"),
    "reconsideration.total": ("litigation", "reconsideration", "total"),
    "normative_documents.issued": (_PROACTIVE, "normative_documents", "issued"),
    "normative_documents.repealed": (_PROACTIVE, "normative_documents", "repealed"),
    "normative_documents.in_force": (_PROACTIVE, "normative_documents", "in_force"),
    "licences.decisions": (_PROACTIVE, "licences", "decisions"),
    "penalties.decisions": (_PROACTIVE, "penalties", "decisions"),
}


def with_those_of_the_tables(claims: Claims, reading: Reading) -> Claims:
    """Return the claims, those taken for the agency's own that a table shows to be; zeros agree with anything.

    What a government tells of all its area is, where one of these sums stands in a table and not by chance. Documents that it or its office
    tells of in the government's name are, where one of the same sentence does.
    """
    if all(claim.scope in _NOT_OF_OTHERS for claim in claims.all):
        return claims
    shown = [claim for claim in claims.all if claim.scope not in _NOT_OF_OTHERS and _stands(claim, reading)]
    sums = [claim for claim in shown if claim.scope == "area"]
    area = any((claim.value or 0) >= _NO_CHANCE for claim in sums) or len({claim.subject for claim in sums}) > 1
    named = {claim.sentence for claim in shown if claim.subject.startswith(_DOCUMENTS)}
    return claims.with_own(
        lambda claim: (
            (area and claim.scope == "area")
            or (claim.scope in _NAMED and claim.sentence in named and claim.subject.startswith(_DOCUMENTS))
        )
    )


def _stands(claim: Claim, reading: Reading) -> bool:
    return bool(claim.value) and claim.subject in _CELLS and claim.value == _value(reading, *_CELLS[claim.subject])


def _value(reading: Reading, table: str, row: str, column: str) -> Value | None:
    """A figure's value; None where the edition of the form does not have it."""
    figure = reading.table(table).figures.get(row, {}).get(column)
    return figure.value if figure else None
