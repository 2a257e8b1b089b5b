"""One submission from beginning to end: hash, ask, send, account for every file, close the batch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from config.settings import LimitSettings

from .accounting import Account, Accountant, missing
from .books import Books
from .delivery import Delivery, groups
from .local import Held, LocalFile
from .pool import Pool
from .remote import Remote

_SLICE = 500
_REPAIRS = 2


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of the files when all was sent."""

    books: Books
    accountant: Accountant
    accounts: list[Account]


def submit(
    remote: Remote,
    batch_id: int,
    files: Sequence[LocalFile],
    limits: LimitSettings,
    *,
    uploads: int,
    advance: Callable[[int, int], None],
) -> Submitted:
    """Bring the files into an open batch and close it once each is accounted for; what is not is sent again first.

    May be cut off anywhere and called again: what the server has by then is not sent twice.
    """
    books = Books(advance)
    delivery = Delivery(remote, batch_id, books, limits)
    pool: Pool[list[Held]] = Pool(uploads, delivery.deliver)
    for part in _slices(files):
        for group in groups(delivery.not_there(part)):
            pool.put(group)
    pool.finish()
    accountant = Accountant(remote, batch_id)
    accounts = accountant.accounts(books.held, is_open=True)
    for _ in range(_REPAIRS):
        lost = missing(accounts)
        if not lost:
            break
        _send_again(delivery, lost)
        accounts = accountant.accounts(books.held, is_open=True)
    remote.close(batch_id)
    return Submitted(books, accountant, accounts)


def _send_again(delivery: Delivery, lost: Sequence[Held]) -> None:
    """Look at the files anew, since they may have changed; then send them."""
    for part in _slices([LocalFile(each.path, each.name) for each in lost]):
        for group in groups(delivery.not_there(part)):
            delivery.deliver(group)


def _slices(files: Sequence[LocalFile]) -> Iterator[Sequence[LocalFile]]:
    for begin in range(0, len(files), _SLICE):
        yield files[begin : begin + _SLICE]
