"""Holds what the server says of a batch against the local files: each is found there, or it is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .answers import Submission
from .local import Held
from .remote import Remote

_ASKED_AT_ONCE = 500
Key = tuple[str, str]  # name and hash


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one local file: its submission, or, of an archive, the entries that came of it."""

    file: Held
    submission: Submission | None
    entries: list[Submission] = field(default_factory=list)
    is_whole: bool = False  # an archive of which the server has every entry

    @property
    def is_missing(self) -> bool:
        """Whether the server cannot say what became of the file."""
        return self.submission is None and not self.is_whole


class Accountant:
    """Accounts for local files in one batch; an archive that was found whole once is so for good."""

    def __init__(self, remote: Remote, batch_id: int) -> None:
        self._remote = remote
        self._batch_id = batch_id
        self._whole: set[Key] = set()

    def accounts(self, held: Sequence[Held], *, is_open: bool) -> list[Account]:
        """Return one account for each file, in their order. While the batch `is_open`, archives are asked for too."""
        found, entries = self._found(held)
        unfound = [each for each in held if _key(each) not in found]
        if is_open:
            self._ask_for_archives([each for each in unfound if _key(each) not in self._whole])
        return [
            Account(each, found.get(_key(each)), entries.get(each.name, []), _key(each) in self._whole) for each in held
        ]

    def _found(self, held: Sequence[Held]) -> tuple[dict[Key, Submission], dict[str, list[Submission]]]:
        """The submissions of the files themselves, and those of archives' entries by the archive."""
        keys = {_key(each) for each in held}
        sizes = {each.name: each for each in held}
        archives = {each.name for each in held if each.is_archive}
        found: dict[Key, Submission] = {}
        entries: dict[str, list[Submission]] = defaultdict(list)
        for each in self._remote.submissions(self._batch_id):
            if each.sha256 is not None and (each.name, each.sha256) in keys:
                found[each.name, each.sha256] = each
            elif _is_rejection(each, sizes.get(each.name)):
                found.setdefault(_key(sizes[each.name]), each)
            for archive in folders(each.name):
                if archive in archives:
                    entries[archive].append(each)
        return found, entries

    def _ask_for_archives(self, files: Sequence[Held]) -> None:
        for begin in range(0, len(files), _ASKED_AT_ONCE):
            known = self._remote.known(self._batch_id, files[begin : begin + _ASKED_AT_ONCE])
            self._whole |= {(each.name, each.sha256) for each in known.archives}


def _key(file: Held) -> Key:
    return file.name, file.sha256


def _is_rejection(submission: Submission, file: Held | None) -> bool:
    """Whether the server rejected this very file: what is rejected has no hash, so its size must tell."""
    return file is not None and submission.sha256 is None and submission.size_bytes in {file.size_bytes, None}


def folders(name: str) -> Iterator[str]:
    """Each beginning of a name that ends before a slash."""
    at = name.find("/")
    while at > 0:
        yield name[:at]
        at = name.find("/", at + 1)


def missing(accounts: Iterable[Account]) -> list[Held]:
    """The files that are not accounted for."""
    return [each.file for each in accounts if each.is_missing]
