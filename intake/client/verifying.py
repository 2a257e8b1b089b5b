"""Verifies a batch after the fact: its ledger, and that files of a receipt or of this machine stand in it unchanged."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.settings import LimitSettings
from intake.archives import ArchiveLimits, Member, members
from pipeline.errors import ReportError
from pipeline.messages import Message

from .accounting import folders
from .answers import Batch, Submission
from .local import Held, LocalFile, RefusedFile, look_at
from .receipt import Receipt


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be; `name` is the file's, or empty for the batch as a whole."""

    name: str
    message: Message


class Stored:
    """The files of a batch by name: which bytes each name stands for, and the sizes of those that were rejected."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self.count = 0
        self.unanswered: list[str] = []
        self._hashes: dict[str, set[str]] = {}
        self._rejected: dict[str, set[int | None]] = {}
        self._opened: set[str] = set()
        for each in submissions:
            self._add(each)

    def _add(self, each: Submission) -> None:
        self.count += 1
        self._opened.update(folders(each.name))
        if each.report_id is None and each.code is None:
            self.unanswered.append(each.name)
        if each.sha256 is None:
            self._rejected.setdefault(each.name, set()).add(each.size_bytes)
        else:
            self._hashes.setdefault(each.name, set()).add(each.sha256)

    def has_name(self, name: str) -> bool:
        """Whether the batch took a file of that name in."""
        return name in self._hashes

    def differences(self, name: str, sha256: str | None, size_bytes: int | None) -> Iterator[Difference]:
        """What is wrong with a file; a rejected one stands without a hash, an archive by its entries."""
        was_rejected = not self._rejected.get(name, set()).isdisjoint({size_bytes, None})
        if sha256 in self._hashes.get(name, ()) or was_rejected or name in self._opened:
            return
        if name in self._hashes or name in self._rejected:
            yield Difference(name, Message("批次中该文件的内容与此不同", "the batch has other bytes under this name"))
        else:
            yield Difference(name, Message("批次中没有该文件", "the batch does not have it"))


def of_ledger(batch: Batch, stored: Stored) -> Iterator[Difference]:
    """What does not add up in the batch itself."""
    if not batch.ledger.balanced:
        yield Difference("", Message("账目不平", "the ledger does not balance"))
    if batch.closed_at is not None and batch.ledger.submitted != stored.count:
        counts = f"{batch.ledger.submitted} ≠ {stored.count}"
        yield Difference("", Message(f"账目与文件数不符 {counts}", f"the ledger and the files listed differ, {counts}"))
    for name in stored.unanswered:
        yield Difference(name, Message("既没有年报也没有原因", "it has neither a report nor a reason"))


def of_receipt(receipt: Receipt, batch_id: int, stored: Stored) -> Iterator[Difference]:
    """What the batch does not have as the receipt says."""
    if receipt.batch != batch_id:
        number = receipt.batch
        yield Difference("", Message(f"回执属于批次 {number}", f"the receipt is of batch {number}"))
    for each in receipt.files:
        if each.outcome == "missing":
            yield Difference(each.name, Message("回执中该文件未送达", "the receipt itself says that it is missing"))
        elif each.outcome not in {"refused", "archive"}:
            yield from stored.differences(each.name, each.sha256, each.size_bytes)
        for entry in each.entries:
            yield from stored.differences(entry.name, entry.sha256, entry.size_bytes)


def of_files(files: Iterable[LocalFile], limits: LimitSettings, stored: Stored) -> Iterator[Difference]:
    """What the batch does not have as it is on this machine now; each file is hashed anew, each archive opened."""
    for file in files:
        seen = look_at(file, limits)
        if isinstance(seen, RefusedFile):
            yield from _of_refused(seen, stored)
        elif seen.is_archive:
            yield from _of_archive(seen, ArchiveLimits.of(limits), stored)
        else:
            yield from stored.differences(seen.name, seen.sha256, seen.size_bytes)


def _of_refused(file: RefusedFile, stored: Stored) -> Iterator[Difference]:
    """A file that would not be sent now: as it should be, unless it was sent, or cannot even be looked at."""
    if file.may_pass or stored.has_name(file.name):
        yield Difference(file.name, file.message)


def _of_archive(archive: Held, limits: ArchiveLimits, stored: Stored) -> Iterator[Difference]:
    """What the batch does not have of an archive's entries."""
    try:
        for member in members(archive.path, limits):
            if isinstance(member, Member):
                yield from _of_member(f"{archive.name}/{member.name}", member, stored)
    except ReportError:  # the server rejected the archive for it
        yield from stored.differences(archive.name, None, archive.size_bytes)


def _of_member(name: str, member: Member, stored: Stored) -> Iterator[Difference]:
    digest, size_bytes = hashlib.sha256(), 0
    try:
        for piece in member.chunks():
            digest.update(piece)
            size_bytes += len(piece)
    except ReportError:  # the server rejected the entry for it
        return
    yield from stored.differences(name, digest.hexdigest(), size_bytes)
