"""The hash chain over a report's audit entries: making its links and proving them; it writes nothing itself."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Literal, TypedDict

from sqlalchemy import Row, String, cast, select, type_coerce
from sqlmodel import Session, col

from models.tables import NO_HASH, AuditLog, Report

BrokenKind = Literal["changed", "unlinked", "missing", "inserted", "cut_off", "replaced", "orphaned"]

EXPLANATIONS: dict[BrokenKind, str] = {
    "changed": "its content does not give its hash, so it was changed after it was written",
    "unlinked": "its prev_hash is not the hash of the entry before it, so one of the two was changed",
    "missing": "it is not there, and perhaps others after it, although later ones are",
    "inserted": "its number was never given out by the report, so it was added by hand",
    "cut_off": "it is not there, and none after it, although the report counts them, so the end was removed",
    "replaced": "its hash is not the head that the report keeps, so it was written anew",
    "orphaned": "its report does not exist, so the report was removed by hand",
}


#: The columns that a hash covers, as they are stored: a time or a JSON text that no longer reads must not end the walk.
STORED = (
    col(AuditLog.seq),
    type_coerce(col(AuditLog.at), String).label("at"),
    col(AuditLog.actor),
    col(AuditLog.action),
    cast(col(AuditLog.detail), String).label("detail"),
    col(AuditLog.prev_hash),
    col(AuditLog.hash),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be noted; `at` is aware, `detail` holds only text, whole numbers, booleans, None, lists and dicts."""

    at: datetime
    actor: str
    action: str
    detail: Mapping[str, Any]


class AuditRow(TypedDict):
    """The columns of `audit_log` for a bulk insert."""

    report_id: int
    seq: int
    at: datetime
    actor: str
    action: str
    detail: dict[str, Any]
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chained:
    """Rows to insert in order, and what the report's `audit_seq` and `audit_head` must then be."""

    rows: list[AuditRow]
    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where a log does not hold; `seq` is the entry concerned."""

    report_id: int
    seq: int
    kind: BrokenKind

    @property
    def message(self) -> str:
        """One sentence that says what is wrong and what to do."""
        return (
            f"audit entry {self.seq} of report {self.report_id} is {self.kind}: {EXPLANATIONS[self.kind]}; "
            "compare it with a backup and keep both as evidence"
        )


def entry_hash(
    prev_hash: str, report_id: int, seq: int, at: datetime, actor: str, action: str, detail: Mapping[str, Any]
) -> str:
    """SHA-256, 64 hex digits, over the entry and the hash before it, as JSON with sorted keys and no spaces.

    What a database would not give back as it was is a ValueError (a naive time, U+0000, an unpaired surrogate) or
    a TypeError (a fraction, since PostgreSQL rewrites 1e16; a key that is not text).
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone; give an aware datetime")
    _refuse_unstable([actor, action, detail])
    content = {
        "action": action,
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": detail,
        "prev_hash": prev_hash,
        "report_id": report_id,
        "seq": seq,
    }
    return hashlib.sha256(_canonical(content)).hexdigest()


def chain(report_id: int, seq: int, head: str, entries: Iterable[Entry]) -> Chained:
    """Links `entries` to the report's log, whose newest entry has number `seq` and hash `head` (at first 0, 64 zeros).

    Store the rows and the report's new seq and head in one transaction. No entries give no rows and the same head.
    """
    rows: list[AuditRow] = []
    for entry in entries:
        seq += 1
        link = entry_hash(head, report_id, seq, entry.at, entry.actor, entry.action, entry.detail)
        rows.append(
            AuditRow(
                report_id=report_id,
                seq=seq,
                at=entry.at,
                actor=entry.actor,
                action=entry.action,
                detail=dict(entry.detail),
                prev_hash=head,
                hash=link,
            )
        )
        head = link
    return Chained(rows, seq, head)


def verify(session: Session, report_id: int | None = None) -> Iterator[Broken]:
    """Walks the log of one report, or of all, in the order of their ids, and gives each place that does not hold.

    Nothing given means that all is well: no entry was changed, added or removed by accident or by one careless hand.
    Who can rewrite a whole chain and the report's head can still forge; keep heads elsewhere against that.
    Streams, so that memory does not grow with the log. Use a `read` session: it sees one moment, so that entries
    written meanwhile do not look like damage.
    """
    entries = (
        select(Report.id, Report.audit_seq, Report.audit_head, *STORED)  # type: ignore[call-overload]
        .outerjoin(AuditLog, col(AuditLog.report_id) == Report.id)
        .order_by(col(Report.id), col(AuditLog.seq))
    )
    orphans = (
        select(AuditLog.report_id, AuditLog.seq)  # type: ignore[call-overload]
        .outerjoin(Report, col(AuditLog.report_id) == Report.id)
        .where(col(Report.id).is_(None))
        .order_by(col(AuditLog.report_id), col(AuditLog.seq))
    )
    if report_id is not None:
        entries = entries.where(col(Report.id) == report_id)
        orphans = orphans.where(col(AuditLog.report_id) == report_id)
    streamed = session.execute(entries, execution_options={"yield_per": 1000})
    for (found_id, counted, head), rows in groupby(streamed, key=lambda row: tuple(row[:3])):
        yield from _verify_one(found_id, counted, head, (row for row in rows if row.seq is not None))
    for orphan_of, seq in session.execute(orphans):
        yield Broken(orphan_of, seq, "orphaned")


def _verify_one(report_id: int, counted: int, head: str, rows: Iterable[Row[Any]]) -> Iterator[Broken]:
    """Gives one `missing` or `cut_off` for each gap, with the first number that is not there."""
    seq, link = 0, NO_HASH
    for row in rows:
        if not 1 <= row.seq <= counted:
            yield Broken(report_id, row.seq, "inserted")
            continue
        if row.seq > seq + 1:
            yield Broken(report_id, seq + 1, "missing")
        elif row.prev_hash != link:
            yield Broken(report_id, row.seq, "unlinked")
        if not _gives_its_hash(report_id, row):
            yield Broken(report_id, row.seq, "changed")
        seq, link = row.seq, row.hash
    if seq < counted:
        yield Broken(report_id, seq + 1, "cut_off")
    elif link != head:
        yield Broken(report_id, seq, "replaced")


def _gives_its_hash(report_id: int, row: Row[Any]) -> bool:
    try:
        at = row.at if isinstance(row.at, datetime) else datetime.fromisoformat(row.at).replace(tzinfo=UTC)
        detail = json.loads(row.detail)
        expected = entry_hash(row.prev_hash, report_id, row.seq, at, row.actor, row.action, detail)
    except (TypeError, ValueError):
        return False
    return bool(expected == row.hash)


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _refuse_unstable(value: object) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            if "\0" in value:
                raise ValueError(f"{value!r} holds U+0000, which PostgreSQL refuses; replace it before noting it")
            value.encode()
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"the key {key!r} is not text; make it text before noting it")
                _refuse_unstable(key)
                _refuse_unstable(inner)
        case list() | tuple():
            for inner in value:
                _refuse_unstable(inner)
        case _:
            raise TypeError(f"{value!r} does not come back from both databases as it was; note it as text")
