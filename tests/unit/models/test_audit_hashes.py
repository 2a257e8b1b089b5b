"""An entry's hash depends on all of the entry and on nothing else."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.audit import Entry, chain, entry_hash
from models.tables import NO_HASH

AT = datetime(2024, 1, 30, 8, 15, 30, tzinfo=UTC)
ENTRY: dict[str, Any] = {
    "prev_hash": NO_HASH,
    "report_id": 7,
    "seq": 1,
    "at": AT,
    "actor": "操作员",
    "action": "submitted",
    "detail": {"b": [1, None, True], "a": "年报"},
}

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
STABLE = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


def test_the_hash_is_of_canonical_json() -> None:
    written = (
        '{"action":"submitted","actor":"操作员","at":"2024-01-30T08:15:30.000000+00:00",'
        '"detail":{"a":"年报","b":[1,null,true]},"prev_hash":"' + NO_HASH + '","report_id":7,"seq":1}'
    )
    assert entry_hash(**ENTRY) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        {"prev_hash": "1" * 64},
        {"report_id": 8},
        {"seq": 2},
        {"at": AT + timedelta(microseconds=1)},
        {"actor": "x"},
        {"action": "done"},
        {"detail": {}},
        {"detail": {"b": [1, None, 1], "a": "年报"}},
    ],
)
def test_each_part_changes_the_hash(other: dict[str, Any]) -> None:
    assert entry_hash(**(ENTRY | other)) != entry_hash(**ENTRY)


def test_the_zone_in_which_a_moment_is_told_does_not_matter() -> None:
    beijing = AT.astimezone(timezone(timedelta(hours=8)))
    assert entry_hash(**(ENTRY | {"at": beijing})) == entry_hash(**ENTRY)


@settings(max_examples=50)
@given(detail=st.dictionaries(TEXT, STABLE, max_size=5))
def test_a_detail_read_back_from_json_hashes_the_same(detail: dict[str, Any]) -> None:
    again = json.loads(json.dumps(detail))
    assert entry_hash(**(ENTRY | {"detail": again})) == entry_hash(**(ENTRY | {"detail": detail}))


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ({"at": AT.replace(tzinfo=None)}, ValueError),
        ({"actor": "a\0"}, ValueError),
        ({"detail": {"a": "\ud800"}}, ValueError),
        ({"detail": {"a\0": 1}}, ValueError),
        ({"detail": {"a": [1e16]}}, TypeError),
        ({"detail": {"a": AT}}, TypeError),
        ({"detail": {1: "a"}}, TypeError),
    ],
)
def test_what_would_not_come_back_the_same_is_refused(part: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        entry_hash(**(ENTRY | part))


def test_a_chain_links_each_entry_to_the_one_before() -> None:
    entries = [Entry(AT, "worker", action, {"n": 1}) for action in ("claimed", "done")]
    chained = chain(7, 3, "a" * 64, entries)
    first, second = chained.rows
    assert [row["seq"] for row in chained.rows] == [4, 5]
    assert (first["prev_hash"], second["prev_hash"]) == ("a" * 64, first["hash"])
    assert (chained.seq, chained.head) == (5, second["hash"])
    assert second["hash"] == entry_hash(first["hash"], 7, 5, AT, "worker", "done", {"n": 1})


def test_a_chain_may_be_continued_in_pieces() -> None:
    entries = [Entry(AT, "worker", str(n), {}) for n in range(5)]
    whole = chain(7, 0, NO_HASH, entries)
    start = chain(7, 0, NO_HASH, entries[:2])
    rest = chain(7, start.seq, start.head, entries[2:])
    assert (rest.seq, rest.head) == (whole.seq, whole.head)
    assert start.rows + rest.rows == whole.rows


def test_no_entries_leave_the_head() -> None:
    assert chain(7, 3, "a" * 64, []).rows == []
    assert chain(7, 3, "a" * 64, []).head == "a" * 64
