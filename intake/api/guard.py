"""Stands before all routes: refuses what is too large, has too many headers, or comes too slowly; reads nothing itself."""

import asyncio
import time
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import LimitSettings, ServerSettings

from .problems import Problem, answered

#: The routes that take files: their bodies may be as large as a batch.
FILE_ROUTES = ("/v1/batches", "/v1/reports")
_DRAIN_S, _DRAIN_BYTES = 1.0, 4 * 1024 * 1024
_GRACE_S = 5.0  # before a slow start counts


class Guard:
    """ASGI middleware that bounds what a client may send."""

    def __init__(self, app: ASGIApp, limits: LimitSettings, server: ServerSettings) -> None:
        self._app = app
        self._limits = limits
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        body = _Body(receive, self._largest(request), self._server)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not body.is_complete:
                if "expect" not in request.headers:
                    await body.drain()
                # What is still to come would be taken for the next request.
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        try:
            self._check_head(request, body.most)
        except Problem as problem:
            await answered(request, problem)(scope, receive, sending)
        else:
            await self._app(scope, body.receive, sending)

    def _largest(self, request: Request) -> int:
        takes_files = request.method in {"POST", "PUT"} and request.url.path.startswith(FILE_ROUTES)
        return self._limits.body_bytes if takes_files and not _is_json(request) else self._limits.json_bytes

    def _check_head(self, request: Request, most: int) -> None:
        if len(request.headers) > self._limits.headers:
            raise Problem(
                431,
                "request.too_many_headers",
                f"请求头超过 {self._limits.headers} 行。",
                f"The request has more than {self._limits.headers} header lines; send fewer.",
            )
        length = request.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            raise Problem(400, "request.malformed", "Content-Length 有误。", "Content-Length is no number; mend it.")
        if int(length) > most:
            raise _too_large(most)


class _Body:
    """The body of one request, counted and timed while it is received."""

    def __init__(self, receive: Receive, most: int, server: ServerSettings) -> None:
        self._receive = receive
        self._server = server
        self.most = most
        self._size = 0
        self._waited_s = 0.0
        self.is_complete = False

    async def drain(self) -> None:
        """Read a little of what nobody asked for: a client that is still sending would not see our answer."""
        with suppress(Problem, TimeoutError):
            async with asyncio.timeout(_DRAIN_S):
                while not self.is_complete and self._size < _DRAIN_BYTES:
                    message = await self.receive()
                    if message["type"] != "http.request":
                        return

    async def receive(self) -> Message:
        """Pass on the next message of the client. Raises `Problem` where a limit is passed."""
        if self.is_complete:  # what comes now is the word that the client left: wait for it as long as it takes
            return await self._receive()
        begun = time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), self._server.receive_timeout_s)
        except TimeoutError:
            raise _too_slow() from None
        self._waited_s += time.monotonic() - begun
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self.is_complete = not message.get("more_body", False)
            self._check()
        return message

    def _check(self) -> None:
        if self._size > self.most:
            raise _too_large(self.most)
        # Only the time in which we waited for the client counts, not our own work between.
        if not self.is_complete and self._waited_s > _GRACE_S:
            least = (self._waited_s - _GRACE_S) * self._server.least_bytes_per_s
            if self._size < least:
                raise _too_slow()


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _too_large(most: int) -> Problem:
    return Problem(
        413,
        "request.too_large",
        f"请求体超过上限 {most} 字节;请分批提交,或调高 NIANBAO_LIMITS__BODY_BYTES。",
        f"The body is larger than {most} bytes; send less at once, or raise NIANBAO_LIMITS__BODY_BYTES.",
    )


def _too_slow() -> Problem:
    return Problem(
        408,
        "request.too_slow",
        "请求发送过慢,已放弃;已收到的文件不会丢失,请重新发送。",
        "The request came too slowly and was given up; files that were received are kept, send it again.",
    )
