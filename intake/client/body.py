"""A multipart body of many files, read from the disk while it is sent: one piece in memory, one file open at a time."""

import secrets
from collections.abc import Callable, Iterator, Sequence

from .errors import FileMoved
from .local import Held

_PIECE_BYTES = 256 * 1024


class Body:
    """The body of one attempt; `on_sent` is told of each piece. A file of another size than it had is `FileMoved`."""

    def __init__(self, files: Sequence[Held], on_sent: Callable[[int], None]) -> None:
        self._files = files
        self._on_sent = on_sent
        self._boundary = secrets.token_hex(16)
        self._end = f"--{self._boundary}--\r\n".encode()

    @property
    def headers(self) -> dict[str, str]:
        """What the request must say of the body."""
        size_bytes = sum(len(self._head(each)) + each.size_bytes + len(b"\r\n") for each in self._files)
        return {
            "Content-Type": f"multipart/form-data; boundary={self._boundary}",
            "Content-Length": str(size_bytes + len(self._end)),
        }

    def pieces(self) -> Iterator[bytes]:
        """Yield the body."""
        for each in self._files:
            yield self._head(each)
            yield from self._content(each)
            yield b"\r\n"
        yield self._end

    def _head(self, file: Held) -> bytes:
        name = file.name.replace('"', "%22")
        disposition = f'Content-Disposition: form-data; name="files"; filename="{name}"'
        return f"--{self._boundary}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n".encode()

    def _content(self, held: Held) -> Iterator[bytes]:
        left = held.size_bytes
        try:
            with held.path.open("rb") as file:
                while left and (piece := file.read(min(_PIECE_BYTES, left))):
                    yield piece
                    left -= len(piece)
                    self._on_sent(len(piece))
                if left or file.read(1):
                    raise FileMoved(held.name)
        except OSError as error:
            raise FileMoved(held.name) from error
