"""Comparing sums in which figures may be unknown: a count is never negative, so the known part is a lower bound."""

from collections.abc import Iterable

from pipeline.figures import Value

from .base import Operand, Verdict


class Side:
    """One side of a comparison: the sum of its operands.

    `known` is the sum of those that are known; `whole` says that all are, and `value` is the sum then, else None.
    """

    def __init__(self, operands: Iterable[Operand]) -> None:
        self.operands = tuple(operands)
        values = [operand.value for operand in self.operands if operand.value is not None]
        self.known: Value = sum(values, 0)
        self.whole = len(values) == len(self.operands)
        self.assessable = bool(values)

    @property
    def value(self) -> Value | None:
        """The sum, or None if an operand is unknown."""
        return self.known if self.whole else None


def judge_equal(left: Side, right: Side) -> Verdict | None:
    """Return `fail` if the sides cannot be equal, `uncertain` if an unknown figure decides, None if they are equal.

    A side of which nothing at all is known cannot be assessed and gives None.
    """
    if not (left.assessable and right.assessable):
        return None
    if left.whole and right.whole:
        return None if left.known == right.known else "fail"
    if left.whole:
        return "fail" if right.known > left.known else "uncertain"
    if right.whole:
        return "fail" if left.known > right.known else "uncertain"
    return "uncertain"


def judge_at_most(left: Side, right: Side) -> Verdict | None:
    """Return `fail` if left must exceed right, `uncertain` if an unknown on the right decides, None otherwise."""
    if not (left.assessable and right.assessable) or left.known <= right.known:
        return None
    return "fail" if right.whole else "uncertain"
