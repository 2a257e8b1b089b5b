"""A few threads that work off a short queue; what goes wrong in one of them is raised to whoever feeds it."""

import threading
from collections.abc import Callable
from queue import Queue
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """Threads that end with the process: an interrupted client waits for none of them."""

    def __init__(self, at_once: int, work: Callable[[T], None]) -> None:
        self._work = work
        self._queue: Queue[T] = Queue(maxsize=at_once)
        self._error: BaseException | None = None
        for number in range(at_once):
            threading.Thread(target=self._run, name=f"upload-{number}", daemon=True).start()

    def put(self, each: T) -> None:
        """Hand one piece of work over, as soon as there is room. Raises what stopped another piece."""
        self._raise_error()
        self._queue.put(each)

    def finish(self) -> None:
        """Wait until all is done. Raises what stopped it."""
        self._queue.join()
        self._raise_error()

    def _run(self) -> None:
        while True:
            each = self._queue.get()
            try:
                if self._error is None:  # after an error the queue is only emptied
                    self._work(each)
            except BaseException as error:  # noqa: BLE001 - raised again in `put` and `finish`
                self._error = error
            finally:
                self._queue.task_done()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error
