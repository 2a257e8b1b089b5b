"""The server's batches as the client calls them; every call may be repeated, so each is tried until it is answered."""

from collections.abc import Iterator, Sequence

from .answers import Batch, BatchPage, Known, Opened, Submission, SubmissionPage
from .link import Link
from .local import Held

_PAGE = 1000
_BATCHES_A_PAGE = 100


class Remote:
    """The batches that one key may see."""

    def __init__(self, link: Link) -> None:
        self.link = link

    def open_batch(self, *, label: str, lane: str, source: str) -> Opened:
        """Return the open batch of that source, or a new one."""
        return self.link.call(
            Opened, "POST", "/v1/batches", label=label, lane=lane, source=source, resume=True, keep_open=True
        )

    def known(self, batch_id: int, files: Sequence[Held]) -> Known:
        """Ask which of up to 1,000 files must be sent; what the server has is taken into the batch."""
        return self.link.patiently(lambda: self.known_once(batch_id, files))

    def known_once(self, batch_id: int, files: Sequence[Held]) -> Known:
        """As `known`, once."""
        asked = [{"name": each.name, "sha256": each.sha256, "size_bytes": each.size_bytes} for each in files]
        return self.link.attempt(Known, "POST", f"/v1/batches/{batch_id}/known", json={"files": asked})

    def close(self, batch_id: int) -> None:
        """Say that no more files will come."""
        self.link.call(Batch, "POST", f"/v1/batches/{batch_id}/close")

    def batch(self, batch_id: int) -> Batch:
        """Return where a batch stands."""
        return self.link.call(Batch, "GET", f"/v1/batches/{batch_id}")

    def submissions(self, batch_id: int) -> Iterator[Submission]:
        """Yield each file of a batch, in the order of submission."""
        after: int | None = 0
        while after is not None:
            path = f"/v1/batches/{batch_id}/submissions"
            page = self.link.call(SubmissionPage, "GET", path, after=after, limit=_PAGE)
            yield from page.items
            after = page.next

    def batches(self, most: int) -> list[Batch]:
        """Return the newest batches, at most so many."""
        found: list[Batch] = []
        before: dict[str, int] = {}
        while len(found) < most:
            limit = min(most - len(found), _BATCHES_A_PAGE)
            page = self.link.call(BatchPage, "GET", "/v1/batches", limit=limit, **before)
            found += page.items
            if page.next is None:
                break
            before = {"before": page.next}
        return found
