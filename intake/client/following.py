"""Follows a batch to its end over however many connections it takes."""

import time
from collections.abc import Callable

import msgspec

from .answers import Batch
from .errors import ClientError, TryAgain
from .events import events
from .remote import Remote

_SILENCE_S = 40.0  # the server shows every 15 s that it is there


class StillOpenError(ClientError):
    """Nobody closes the batch, and nothing of it is under way."""

    def __init__(self, batch_id: int, idle_s: float) -> None:
        super().__init__(
            "batch.open",
            f"批次 {batch_id} 尚未关闭,{idle_s:.0f} 秒内没有新的文件;请再次运行 nianbao submit,提交完成后批次自动关闭。",
            f"Batch {batch_id} is still open and no file came for {idle_s:.0f} s; run `nianbao submit` again: it "
            "closes the batch when all is sent.",
        )


class Following:
    """One batch that is followed; `on_look` gets it whenever something is heard, and for how long it has not moved."""

    def __init__(
        self, remote: Remote, batch_id: int, on_look: Callable[[Batch, float], None], patience_s: float
    ) -> None:
        self._remote = remote
        self._batch_id = batch_id
        self._on_look = on_look
        self._patience_s = patience_s
        self._seen: Batch | None = None
        self._moved_at = time.monotonic()

    def to_the_end(self) -> Batch:
        """Return the batch as it ended. Raises `StillOpenError` when nothing can be waited for any more."""
        return self._remote.link.patiently(self._over_one_connection)

    def _over_one_connection(self) -> Batch:
        silence_s = min(_SILENCE_S, self._patience_s / 2)
        with self._remote.link.lines(f"/v1/batches/{self._batch_id}/events", silence_s) as lines:
            for event in events(lines):
                batch = msgspec.json.decode(event.data, type=Batch) if event.data else self._seen
                if batch is not None:
                    self._look(batch)
                    if event.name == "end":
                        return batch
        raise TryAgain("连接中断", "the connection was closed")

    def _look(self, batch: Batch) -> None:
        if self._seen is None or batch.ledger != self._seen.ledger or batch.stages != self._seen.stages:
            self._moved_at = time.monotonic()
        self._seen = batch
        idle_s = time.monotonic() - self._moved_at
        self._on_look(batch, idle_s)
        if batch.closed_at is None and not batch.ledger.in_flight and idle_s >= self._patience_s:
            raise StillOpenError(batch.id, idle_s)
