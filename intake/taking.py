"""Takes the files of one request into one batch, group by group; archives are opened and each entry is a file."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from models.database import write
from models.files import Spooled
from models.tables import Lane, ReceivedArchive, utc_now
from pipeline.errors import ArchiveEmpty, ArchiveNested, FileEmpty, FileTooLarge, ReportError
from workers.resources import Resources

from .archives import ArchiveLimits, Member, RefusedMember, kind_of, members
from .names import shown
from .recording import Arrived, Refused
from .submission import Intake

_FILES_AT_ONCE = 128
_BYTES_AT_ONCE = 64 * 1024 * 1024


class Taking:
    """Collects files and records them in groups; at the end of the `with` block what is left is recorded too.

    Memory does not grow with the number of files: what was recorded is forgotten. When the block raises, what was
    recorded stands, what was not is removed from the spool. `on_file` gets name and hash of each that was recorded.
    """

    def __init__(
        self,
        resources: Resources,
        intake: Intake,
        batch_id: int,
        lane: Lane,
        on_file: Callable[[str, str | None], None],
    ) -> None:
        self._resources = resources
        self._intake = intake
        self._batch_id = batch_id
        self._lane = lane
        self._on_file = on_file
        self._limits = ArchiveLimits.of(resources.settings.limits)
        self._group: list[Arrived | Refused] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if kind is None:
            self.record()
        self._discard()

    def add(self, name: str, spooled: Spooled) -> None:
        """Take one file that was spooled, or each entry of an archive."""
        if kind_of(spooled.path) is None:
            limit = self._resources.settings.limits.file_bytes
            if spooled.size_bytes > limit:
                self.refuse(name, FileTooLarge(size_bytes=spooled.size_bytes, limit_bytes=limit), spooled.size_bytes)
                spooled.discard()
            else:
                self._collect(Arrived(name, spooled), spooled.size_bytes)
            return
        try:
            self._open(name, spooled, depth=1)
            self.record()
            self._note_received(name, spooled)
        finally:
            spooled.discard()

    def refuse(self, name: str, error: ReportError, size_bytes: int | None = None) -> None:
        """Note a file that is not taken."""
        self._collect(Refused(name, error, size_bytes), 0)

    def record(self) -> None:
        """Make what was collected safe: bytes first, then rows."""
        if self._group:
            for each in self._intake.take(self._batch_id, self._lane, self._group):
                self._on_file(each.name, each.sha256)
        self._group, self._bytes = [], 0

    def _open(self, name: str, archive: Spooled, depth: int) -> None:
        """Take each entry under the archive's name; what is wrong with the archive itself is refused under it alone."""
        any_entry = False
        try:
            for member in members(archive.path, self._limits):
                any_entry = True
                self._take_member(name, member, depth)
            if not any_entry:
                self.refuse(name, ArchiveEmpty(), archive.size_bytes)
        except ReportError as error:
            self.refuse(name, error, archive.size_bytes)

    def _take_member(self, archive: str, member: Member | RefusedMember, depth: int) -> None:
        name = f"{archive}/{member.name}"
        if isinstance(member, RefusedMember):
            self.refuse(shown(name), member.error)
            return
        try:
            spooled = self._resources.spool.filled(member.chunks())
        except ReportError as error:
            self.refuse(name, error)
        else:
            self._take_spooled(name, spooled, depth)

    def _take_spooled(self, name: str, spooled: Spooled, depth: int) -> None:
        """Take an entry of an archive; one that is an archive itself only as deep as may be."""
        if spooled.size_bytes and kind_of(spooled.path) is None:
            self._collect(Arrived(name, spooled), spooled.size_bytes)
            return
        try:
            if not spooled.size_bytes:
                self.refuse(name, FileEmpty(), 0)
            elif depth < self._limits.depth:
                self._open(name, spooled, depth + 1)
            else:
                self.refuse(name, ArchiveNested(limit=self._limits.depth), spooled.size_bytes)
        finally:
            spooled.discard()

    def _note_received(self, name: str, archive: Spooled) -> None:
        row = insert(ReceivedArchive).values(
            batch_id=self._batch_id, name=name, sha256=archive.sha256, created_at=utc_now()
        )
        try:
            with write(self._resources.engine) as session:
                session.execute(row)
        except IntegrityError:
            return  # it was received before, and its entries with it

    def _collect(self, each: Arrived | Refused, size_bytes: int) -> None:
        self._group.append(each)
        self._bytes += size_bytes
        if len(self._group) >= _FILES_AT_ONCE or self._bytes >= _BYTES_AT_ONCE:
            self.record()

    def _discard(self) -> None:
        for each in self._group:
            if isinstance(each, Arrived):
                each.spooled.discard()
