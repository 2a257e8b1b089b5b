"""Which single error explains failed identities: what to change so that all identities it touches hold.

An identity is a sum of cells that must be 0 (or at most 0). Only those whose cells are all known take part; a correction
that would break an identity that holds, or make a count negative, is none.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from pipeline.figures import Value
from pipeline.form import REQUEST_COLUMNS

from .base import Facts, Scope

Place = tuple[str, str, str]
Key = tuple[str, str | None, str | None]
"""Rule, and the row or column of its scope."""
APPLICANTS = tuple(column.key for column in REQUEST_COLUMNS if column.key != "total")
FLOW = ("new_received", "carried_over_in", "total", "carried_over_out")
_REQUESTS = "requests"
_MOST_MOVES = 12  # failed rows among which a value that stands in the wrong row is looked for


class Identity(msgspec.Struct, frozen=True):
    """One identity: each cell's sign, and by how much it fails; one that says "at most" fails only above 0."""

    key: Key
    signs: Mapping[Place, int]
    difference: Value
    at_most: bool = False

    @property
    def fails(self) -> bool:
        """Whether it does not hold."""
        return self.difference > 0 if self.at_most else self.difference != 0


class Change(msgspec.Struct, frozen=True):
    """A correction: what each cell would be, and the identities that it puts right, by their keys."""

    values: tuple[tuple[Place, Value], ...]
    settles: frozenset[Key]


class Cause(msgspec.Struct, frozen=True):
    """Failed identities that one error explains, and the corrections that do so equally well."""

    settles: frozenset[Key]
    changes: tuple[Change, ...]


def key_of(rule: str, scope: Scope) -> Key:
    """Return the key of a rule's identity with that scope."""
    return rule, scope.row, scope.column


def identities_of(facts: Facts) -> list[Identity]:
    """Return the identities of tables 3 and 4 whose cells are all known."""
    return [
        each for key, signs, at_most in _forms(facts) if (each := _assessed(facts, key, signs, at_most)) is not None
    ]


def _forms(facts: Facts) -> Iterator[tuple[Key, dict[Place, int], bool]]:
    rows = [row.key for row in facts.form.table(_REQUESTS).rows]
    new, carried, total, over = FLOW
    for column in (*APPLICANTS, "total"):
        cells = {row: (_REQUESTS, row, column) for row in rows}
        yield ("T3-001", None, column), {cells[new]: 1, cells[carried]: 1, cells[total]: -1, cells[over]: -1}, False
        results = {cells[row]: -1 for row in rows if row not in FLOW}
        yield ("T3-002", None, column), {cells[total]: 1, **results}, False
        yield ("T3-004", None, column), {cells[over]: 1, cells[new]: -1, cells[carried]: -1}, True
    for row in rows:
        parts = {(_REQUESTS, row, column): -1 for column in APPLICANTS}
        yield ("T3-003", row, None), {(_REQUESTS, row, "total"): 1, **parts}, False
    for block in facts.form.table("litigation").rows:
        signs = {("litigation", block.key, each.key): 1 if each.key == "total" else -1 for each in block.columns}
        yield ("T4-001", block.key, None), signs, False


def _assessed(facts: Facts, key: Key, signs: Mapping[Place, int], at_most: bool) -> Identity | None:  # noqa: FBT001 - as the form says it
    difference: Value = 0
    for place, sign in signs.items():
        value = facts.reading.figure(*place).value
        if value is None:
            return None
        difference += sign * value
    return Identity(key, signs, difference, at_most)


def causes_of(facts: Facts, off: frozenset[str] = frozenset()) -> list[Cause]:
    """Return what explains the failed identities of rules not `off`, those that explain most with fewest changes first."""
    identities = [each for each in identities_of(facts) if each.key[0] not in off]
    left = {each.key for each in identities if each.fails}
    if not left:
        return []
    changes = list(_Search(facts, identities).changes())
    causes: list[Cause] = []
    while fitting := [change for change in changes if change.settles <= left]:
        best = max(fitting, key=lambda change: (len(change.settles), -len(change.values)))
        alike = [c for c in fitting if c.settles == best.settles and len(c.values) == len(best.values)]
        causes.append(Cause(best.settles, tuple(alike)))
        left -= best.settles
    return causes


class _Search:
    """Tries the errors that people make: one cell, a cell and its total with it, a value in the next column, in another row."""

    def __init__(self, facts: Facts, identities: Sequence[Identity]) -> None:
        self._facts = facts
        self._touching: dict[Place, list[Identity]] = defaultdict(list)
        for each in identities:
            for place in each.signs:
                self._touching[place].append(each)
        self._failed = [each for each in identities if each.fails and not each.at_most]
        self._columns = {each.key[2] for each in self._failed if each.key[2]}
        self._rows = [each.key[1] for each in self._failed if each.key[0] == "T3-003" and each.key[1]]

    def changes(self) -> Iterator[Change]:
        """Yield every correction that settles something, each once."""
        seen = set()
        for weights in itertools.chain(self._cells(), self._entries(), self._in_next_column(), self._in_other_row()):
            change = self._change(weights)
            if change is not None and change.values not in seen:
                seen.add(change.values)
                yield change

    def _cells(self) -> Iterator[dict[Place, int]]:
        for place in dict.fromkeys(place for each in self._failed for place in each.signs):
            yield {place: 1}

    def _entries(self) -> Iterator[dict[Place, int]]:
        """A cell that was wrong before its row was added up."""
        if "total" in self._columns:
            for column in self._columns - {"total"}:
                for row in self._facts.form.table(_REQUESTS).rows:
                    yield {(_REQUESTS, row.key, column): 1, (_REQUESTS, row.key, "total"): 1}

    def _in_next_column(self) -> Iterator[dict[Place, int]]:
        for one, two in itertools.pairwise(APPLICANTS):
            if {one, two} <= self._columns:
                for row in self._facts.form.table(_REQUESTS).rows:
                    yield {(_REQUESTS, row.key, one): 1, (_REQUESTS, row.key, two): -1}

    def _in_other_row(self) -> Iterator[dict[Place, int]]:
        for one, two in itertools.combinations(self._rows[:_MOST_MOVES], 2):
            for column in (*APPLICANTS, "total"):
                yield {(_REQUESTS, one, column): 1, (_REQUESTS, two, column): -1}

    def _change(self, weights: Mapping[Place, int]) -> Change | None:
        """The correction that changes cells in these proportions, if there is one amount that settles all they touch."""
        touched = {each.key: each for place in weights for each in self._touching[place]}.values()
        moved = [
            (each, sum(each.signs.get(place, 0) * weight for place, weight in weights.items())) for each in touched
        ]
        amounts = {-each.difference / net for each, net in moved if net and not each.at_most}
        amount = amounts.pop() if len(amounts) == 1 else 0
        if not amount or amount != int(amount):
            return None
        values = [(place, self._value(place) + weight * int(amount)) for place, weight in weights.items()]
        if any(value < 0 for _, value in values) or any(
            each.at_most and each.difference + net * int(amount) > 0 for each, net in moved
        ):
            return None
        return Change(tuple(values), frozenset(_settled(moved)))

    def _value(self, place: Place) -> Value:
        value = self._facts.reading.figure(*place).value
        return 0 if value is None else value


def _settled(moved: Iterable[tuple[Identity, int]]) -> Iterator[Key]:
    return (each.key for each, net in moved if net and each.fails)
