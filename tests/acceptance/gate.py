"""A gate before a server: counts the bytes that clients send, and can stop passing them on, so that a test can act there."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE_BYTES = 16 * 1024
_WITHIN_S = 60.0


class Gate:
    """Passes connections on to a port of this machine, which may be away for a while."""

    def __init__(self, listener: socket.socket, to_port: int) -> None:
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._listener = listener
        self._to_port = to_port
        self._lock = threading.Lock()
        self._sent_bytes = 0
        self._most_bytes: int | None = None
        self._is_open = threading.Event()
        self._is_open.set()
        self._reached = threading.Event()
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def shut_after(self, size_bytes: int) -> None:
        """Pass on so many bytes from now on, and then hold what clients send."""
        with self._lock:
            self._most_bytes = self._sent_bytes + size_bytes
            self._is_open.clear()
            self._reached.clear()

    def wait_until_shut(self) -> None:
        assert self._reached.wait(_WITHIN_S), "the clients never sent so much"

    def open(self) -> None:
        self._is_open.set()

    @property
    def sent_bytes(self) -> int:
        """How many bytes clients sent."""
        with self._lock:
            return self._sent_bytes

    def end(self) -> None:
        self.open()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_WITHIN_S)

    def _start(self, work: object, *words: object) -> None:
        thread = threading.Thread(target=work, args=words, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self._to_port)) as server:
            answers = threading.Thread(target=_pass_on, args=(server, client), daemon=True)
            answers.start()
            self._pass_counted(client, server)
            _shut(server)
            answers.join(_WITHIN_S)

    def _pass_counted(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(_PIECE_BYTES):
                with self._lock:
                    self._sent_bytes += len(data)
                    is_too_much = self._most_bytes is not None and self._sent_bytes > self._most_bytes
                if is_too_much and not self._is_open.is_set():
                    self._reached.set()
                    self._is_open.wait(_WITHIN_S)
                server.sendall(data)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_PIECE_BYTES):
            target.sendall(data)
    _shut(target)
    _shut(source)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate_to(port: int) -> Iterator[Gate]:
    """A gate for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        gate = Gate(listener, port)
        try:
            yield gate
        finally:
            gate.end()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
