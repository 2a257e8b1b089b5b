"""Sends what is made piece by piece, and gives up the rest of it when the client leaves."""

from collections.abc import Iterator
from urllib.parse import quote

from anyio import CancelScope, to_thread
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class Download(StreamingResponse):
    """A file to be saved, never shown by a browser; its pieces, which hold a transaction or a file, are closed however it ends."""

    def __init__(
        self,
        pieces: Iterator[bytes],
        name: str,
        media_type: str,
        headers: dict[str, str] | None = None,
        status_code: int = 200,  # the OpenAPI document takes it from here
    ) -> None:
        guarded = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        }
        super().__init__(pieces, status_code, media_type=media_type, headers=guarded | (headers or {}))
        self._close = getattr(pieces, "close", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces; a piece that is being made is waited for before they are closed."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self._close is not None:
                with CancelScope(shield=True):
                    await to_thread.run_sync(self._close)
