"""Brings files into one open batch: groups them, sends them, and does not rest before the server confirms each."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

from config.settings import LimitSettings
from pipeline.errors import FileChanged

from .answers import Known, Reception
from .body import Body
from .books import Books
from .errors import FileMoved, RequestRefusedError
from .local import Held, LocalFile, look_at
from .remote import Remote

_FILES_AT_ONCE, _BYTES_AT_ONCE = 64, 16 * 1024 * 1024
_TRIES = 3
_READ_S, _BYTES_PER_S = 120.0, 2 * 1024 * 1024  # unpacking and storing, on a busy server


class Delivery:
    """What sends files to one batch; `deliver` may be called by several threads."""

    def __init__(self, remote: Remote, batch_id: int, books: Books, limits: LimitSettings) -> None:
        self._remote = remote
        self._batch_id = batch_id
        self._books = books
        self._limits = limits

    def not_there(self, files: Sequence[LocalFile]) -> list[Held]:
        """Hash up to 1,000 files, and return those that the server asks for."""
        seen = [look_at(each, self._limits) for each in files]
        for each in seen:
            self._books.note(each)
        held = [each for each in seen if isinstance(each, Held)]
        if not held:
            return []
        missing = _missing(self._remote.known(self._batch_id, held), held)
        still = {each.name for each in missing}
        for each in held:
            if each.name not in still:
                self._books.settle(each)
        return missing

    def deliver(self, files: Sequence[Held]) -> None:
        """Send files until each is confirmed as it was hashed; one that keeps changing is refused."""
        left, unsure = list(files), False
        for _ in range(_TRIES):
            left = self._unconfirmed(left, unsure=unsure)
            left, unsure = self._seen_again(left), True
            if not left:
                return
        missing = _missing(self._remote.known(self._batch_id, left), left)
        for each in left:
            if each in missing:
                self._books.refuse(each, FileChanged())
            else:
                self._books.settle(each)

    def _seen_again(self, files: Iterable[Held]) -> list[Held]:
        seen = [look_at(LocalFile(each.path, each.name), self._limits) for each in files]
        for each in seen:
            self._books.note(each)
        return [each for each in seen if isinstance(each, Held)]

    def _unconfirmed(self, files: list[Held], *, unsure: bool) -> list[Held]:
        """Send what is missing, and return what the server does not have as we hashed it."""
        sending = _Sending(files, unsure=unsure)
        try:
            return self._remote.link.patiently(lambda: self._send_once(sending))
        except FileMoved:
            return sending.files
        except RequestRefusedError as error:
            if error.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                raise
            return self._in_halves(sending.files, error)

    def _in_halves(self, files: list[Held], error: RequestRefusedError) -> list[Held]:
        """Send less at once where it was too much; a file that is too much by itself is refused."""
        if len(files) == 1:
            self._books.refuse_as(files[0], error.code, error.message)
            return []
        middle = len(files) // 2
        return [each for half in (files[:middle], files[middle:]) for each in self._unconfirmed(half, unsure=False)]

    def _send_once(self, sending: "_Sending") -> list[Held]:
        """One attempt: after one that failed, ask first what arrived all the same."""
        if sending.unsure:
            missing = _missing(self._remote.known_once(self._batch_id, sending.files), sending.files)
            for each in sending.files:
                if each not in missing:
                    self._books.pass_bytes(each.size_bytes)
                    self._books.note_sent(each)
            sending.files = missing
        sending.unsure = True
        return self._post(sending.files) if sending.files else []

    def _post(self, files: Sequence[Held]) -> list[Held]:
        passed = 0

        def on_sent(size_bytes: int) -> None:
            nonlocal passed
            passed += size_bytes
            self._books.pass_bytes(size_bytes)

        body = Body(files, on_sent)
        try:
            reception = self._remote.link.attempt(
                Reception,
                "POST",
                f"/v1/batches/{self._batch_id}/files",
                content=body.pieces(),
                headers=body.headers,
                read_s=_READ_S + sum(each.size_bytes for each in files) / _BYTES_PER_S,
            )
        except BaseException:
            self._books.pass_bytes(-passed)
            raise
        confirmed = [each for each in files if _is_confirmed(each, reception)]
        for each in confirmed:
            self._books.note_sent(each)
        return [each for each in files if each not in confirmed]


class _Sending:
    """What one call still has to send, over its attempts."""

    def __init__(self, files: list[Held], *, unsure: bool) -> None:
        self.files = files
        self.unsure = unsure


def groups(files: Iterable[Held]) -> Iterator[list[Held]]:
    """Yield files by the request: archives and large files alone, others up to 64 and 16 MiB."""
    group: list[Held] = []
    size_bytes = 0
    for each in files:
        if each.is_archive or each.size_bytes >= _BYTES_AT_ONCE:
            yield [each]
            continue
        if len(group) == _FILES_AT_ONCE or size_bytes + each.size_bytes > _BYTES_AT_ONCE:
            yield group
            group, size_bytes = [], 0
        group.append(each)
        size_bytes += each.size_bytes
    if group:
        yield group


def _missing(known: Known, files: Sequence[Held]) -> list[Held]:
    """Those of `files` that the server does not have."""
    there = {(each.name, each.sha256) for each in known.files} | {(each.name, each.sha256) for each in known.archives}
    return [each for each in files if (each.name, each.sha256) not in there]


def _is_confirmed(file: Held, reception: Reception) -> bool:
    """Whether the answer tells of this file; an archive's entries may be too many to be told, so it is asked for later."""
    return file.is_archive or any(
        each.name == file.name and each.sha256 in {file.sha256, None} for each in reception.files
    )
