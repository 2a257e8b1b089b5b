"""Runs the API with uvicorn in a thread, so that the process's own loop can look after what else it runs."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h11
import uvicorn
from celery import Celery
from uvicorn.protocols.http.h11_impl import H11Protocol

from workers.resources import Resources

from .api.app import create_app

_STARTED_WITHIN_S = 30.0
_GRACE_S = 20
_HEAD_BYTES = 32 * 1024
_LEFT_BEHIND_S = 24 * 3600  # longer than any upload, and the reading of its archives, may take


class ServerStartError(OSError):
    """The server cannot listen."""


class Server:
    """One HTTP server over one set of resources."""

    def __init__(self, resources: Resources, publisher: Celery) -> None:
        self._settings = resources.settings.server
        self._spool = resources.spool
        self._app = create_app(resources, publisher)
        config = uvicorn.Config(
            self._app,
            http=_timed_protocol(self._settings.header_timeout_s),
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=self._settings.requests_at_once,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=_GRACE_S,
            h11_max_incomplete_event_size=_HEAD_BYTES,
        )
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether the server still serves."""
        return self._thread is not None and self._thread.is_alive()

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Serve as long as the block lasts; gives the server's address. Requests under way are finished."""
        self._spool.sweep(_LEFT_BEHIND_S)
        with self._listener() as listener:
            self._thread = threading.Thread(target=self._server.run, args=([listener],), name="http", daemon=True)
            self._thread.start()
            try:
                self._wait_for_start()
                yield self._settings.public_url or _address(listener)
            finally:
                self._app.state.stopping.set()  # who follows a batch is let go, and comes again
                self._server.should_exit = True
                self._thread.join(_GRACE_S + 5)

    def _listener(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._settings.host else socket.AF_INET
        try:
            return socket.create_server((self._settings.host, self._settings.port), family=family, backlog=512)
        except OSError as error:
            where = f"{self._settings.host}:{self._settings.port}"
            raise ServerStartError(error.errno, f"{where}: {error.strerror}") from error

    def _wait_for_start(self) -> None:
        waiting = threading.Event()
        for _ in range(int(_STARTED_WITHIN_S / 0.05)):
            if self._server.started or not self.is_running:
                return
            waiting.wait(0.05)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _timed_protocol(head_timeout_s: float) -> type[H11Protocol]:
    """Uvicorn's protocol, which gives up a connection on which the head of a request takes too long."""

    class TimedProtocol(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._head_is_there()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:
                self._await_head()
            else:
                self._head_is_there()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
                self._await_head()  # the next head has begun already

        def _await_head(self) -> None:
            if self._timer is None:
                self._timer = self.loop.call_later(head_timeout_s, self.transport.close)

        def _head_is_there(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return TimedProtocol
