"""Submits batches over HTTP as a patient client does: the same call again, with its Idempotency-Key, until it is answered."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from .files import Made, Maker
from .looking import Look

_TRY_FOR_S = 240.0
_AGAIN_S = 0.3
_LOOK_S = 0.05
_TIMEOUT_S = 60.0
_LEAST = 8
_AGAIN_LATER = {408, 425, 429, 500, 502, 503, 504}
_MOST_SHARES, _SLOWLY_S = 3, 3.0  # a fault that takes long is not to fill the disk with reports


class UnexpectedAnswerError(AssertionError):
    """The API answered what it must not."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch that was answered with 202."""

    batch_id: int
    files: tuple[Made, ...]


class Traffic:
    """All that was submitted; `submit` may be called from several threads."""

    def __init__(self, url: str, key: str, maker: Maker, look: Look, name: str) -> None:
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=_TIMEOUT_S, trust_env=False
        )
        self._maker, self._look, self._name = maker, look, name
        self._lock = threading.Lock()
        self._calls = 0
        self.sent: list[Sent] = []
        self.bugs: list[str] = []

    def close(self) -> None:
        self._client.close()

    @property
    def client(self) -> httpx.Client:
        """A client of the API with a key that may operate."""
        return self._client

    @property
    def submitted(self) -> int:
        """How many files were submitted and acknowledged."""
        with self._lock:
            return sum(len(each.files) for each in self.sent)

    def make(self, number: int) -> list[Made]:
        with self._lock:
            return self._maker.files(number)

    def poisoned(self, fault: str, *, apart: bool = False) -> Made:
        with self._lock:
            return self._maker.poisoned(fault, apart=apart)

    def new_key(self) -> str:
        """An Idempotency-Key."""
        with self._lock:
            self._calls += 1
            return f"chaos-{self._name}-{self._calls}"

    def submit(
        self, files: Sequence[Made], *, key: str | None = None, at_once: bool = False, lane: str = "bulk"
    ) -> None:
        """Submit files as one batch and return when it is acknowledged; `at_once`: the first answer must be 202."""
        key = key or self.new_key()
        give_up_at = time.monotonic() + _TRY_FOR_S
        while True:
            said = self._tried(files, key, lane)
            if isinstance(said, int):
                with self._lock:
                    self.sent.append(Sent(said, tuple(files)))
                return
            if at_once or time.monotonic() > give_up_at:
                raise UnexpectedAnswerError(f"a batch of {len(files)} files was not taken in: {said}")
            time.sleep(_AGAIN_S)

    def _tried(self, files: Sequence[Made], key: str, lane: str) -> int | str:
        """The number of the batch that took the files, or why none did for now."""
        parts = [("files", (each.name, each.content, "text/plain")) for each in files]
        try:
            answer = self._client.post(
                "/v1/batches", params={"lane": lane}, files=parts, headers={"Idempotency-Key": key}
            )
        except httpx.TransportError as error:
            return repr(error)
        if answer.status_code == httpx.codes.ACCEPTED:
            received = answer.json()
            if received["received"] != len(files):
                raise UnexpectedAnswerError(f"{len(files)} files were sent and {received['received']} received")
            return int(received["batch_id"])
        if answer.status_code not in _AGAIN_LATER:
            raise UnexpectedAnswerError(f"a batch was answered {answer.status_code}: {answer.text[:500]}")
        if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            self.bugs.append(f"intake answered 500: {answer.text[:300]}")
        return f"{answer.status_code} {answer.text[:200]}"

    @contextmanager
    def feeding(self, share: int) -> Iterator[None]:
        """Keep work under way while the block lasts: half of `share` at once, more when little of it is left."""
        stop = threading.Event()
        failed: list[BaseException] = []

        def feed() -> None:
            try:
                self._feed(share, stop)
            except BaseException as error:  # noqa: BLE001 - raised again where the block ends
                failed.append(error)

        thread = threading.Thread(target=feed, name="feeder")
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
        if failed:
            raise failed[0]

    def _feed(self, share: int, stop: threading.Event) -> None:
        piece = max(_LEAST, share // 2)
        fed = 0
        while not stop.is_set():
            self.submit(self.make(piece))
            fed += piece
            is_much = fed > _MOST_SHARES * share
            if is_much:
                stop.wait(_SLOWLY_S)
            while not stop.wait(_LOOK_S) and self._look.in_flight() > piece // 2:
                pass
            piece = _LEAST if is_much else max(_LEAST, share // 4)
