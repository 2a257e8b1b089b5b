"""What became of each local file on this side, written by several threads: held, refused, and how much was sent."""

import threading
from collections.abc import Callable

from pipeline.errors import ReportError
from pipeline.messages import Message

from .local import Held, RefusedFile, refused


class Books:
    """Each file stands in them once. `advance` is told of files that are settled and of bytes that are through."""

    def __init__(self, advance: Callable[[int, int], None]) -> None:
        self._advance = advance
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}
        self._refused: dict[str, RefusedFile] = {}
        self.sent_files = 0
        self.sent_bytes = 0

    @property
    def held(self) -> list[Held]:
        """The files that the server is to have, each as it was last seen."""
        return list(self._held.values())

    @property
    def refused(self) -> list[RefusedFile]:
        """The files that are not sent."""
        return list(self._refused.values())

    def note(self, file: Held | RefusedFile) -> None:
        """Write a file down as it is now; it may have been another one before."""
        with self._lock:
            if isinstance(file, Held):
                self._held[file.name] = file
                return
            self._held.pop(file.name, None)
            self._refused[file.name] = file
        self.settle(file)

    def refuse(self, file: Held, error: ReportError) -> None:
        """Note that a file is not sent after all."""
        self.note(refused(file, error))

    def refuse_as(self, file: Held, code: str, message: Message) -> None:
        """Note that the server does not take a file."""
        self.note(RefusedFile(file.path, file.name, code, message))

    def settle(self, file: Held | RefusedFile) -> None:
        """Note that nothing more will happen to a file for which nothing was sent."""
        self._advance(1, file.size_bytes if isinstance(file, Held) else 0)

    def pass_bytes(self, size_bytes: int) -> None:
        """Note bytes on their way; a negative number takes back those of an attempt that failed."""
        self._advance(0, size_bytes)

    def note_sent(self, file: Held) -> None:
        """Note that a file arrived whose bytes were noted on their way."""
        with self._lock:
            self.sent_files += 1
            self.sent_bytes += file.size_bytes
        self._advance(1, 0)
