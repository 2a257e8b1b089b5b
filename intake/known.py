"""Which files the server has already, so that a client need not send them; what is there is taken into the batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlmodel import Session, col

from models.database import read
from models.tables import Batch, ReceivedArchive, Run, Submission
from workers.resources import Resources

from .recording import Taken
from .submission import Intake

Key = tuple[str, str]  # name and hash


@dataclass(frozen=True, slots=True)
class Asked:
    """A file by its name and hash."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the batch has now, as files or as whole archives, and what must be sent."""

    submitted: list[Key]
    archives: list[Key]
    missing: list[Key]


def known_in(resources: Resources, intake: Intake, batch: Batch, key_id: int | None, files: Sequence[Asked]) -> Found:
    """Take those of `files` into the batch whose bytes are here already.

    A `submit` key (`key_id`) is told only of bytes that it sent itself: a hash alone must not open another's report.
    """
    keys = [(each.name, each.sha256) for each in files]
    with read(resources.engine) as session:
        archives = _archives(session, batch.id, keys)
        visible = _hashes(session, [sha256 for _, sha256 in keys], key_id)
        present = _in_batch(session, batch.id, keys)
    here = {sha256 for sha256 in visible if resources.files.has(sha256)}
    new = [
        Taken(each.name, visible[each.sha256], each.sha256)
        for each in files
        if each.sha256 in here and (each.name, each.sha256) not in present | archives
    ]
    if new:
        intake.record(batch.id, batch.lane, new)
    submitted = present | {(each.name, each.sha256) for each in files if each.sha256 in here}
    return Found(
        submitted=[key for key in keys if key in submitted],
        archives=[key for key in keys if key in archives],
        missing=[key for key in keys if key not in submitted | archives],
    )


def _archives(session: Session, batch_id: int, keys: Sequence[Key]) -> set[Key]:
    columns = col(ReceivedArchive.name), col(ReceivedArchive.sha256)
    statement = select(*columns).where(col(ReceivedArchive.batch_id) == batch_id, tuple_(*columns).in_(keys))
    return {(row.name, row.sha256) for row in session.execute(statement)}


def _in_batch(session: Session, batch_id: int, keys: Sequence[Key]) -> set[Key]:
    columns = col(Submission.name), col(Submission.sha256)
    statement = select(*columns).where(col(Submission.batch_id) == batch_id, tuple_(*columns).in_(keys))
    return {(row.name, row.sha256) for row in session.execute(statement)}


def _hashes(session: Session, hashes: Sequence[str], key_id: int | None) -> dict[str, int]:
    """The bytes that the key may know of, with their sizes."""
    if key_id is None:
        runs = select(col(Run.sha256), col(Run.size_bytes)).where(col(Run.sha256).in_(hashes)).distinct()
        return {row.sha256: row.size_bytes for row in session.execute(runs)}
    own = (
        select(col(Submission.sha256), col(Submission.size_bytes))
        .join(Batch, col(Batch.id) == col(Submission.batch_id))
        .where(col(Submission.sha256).in_(hashes), col(Submission.report_id).is_not(None), col(Batch.key_id) == key_id)
    )
    return {row.sha256: row.size_bytes for row in session.execute(own.distinct())}
