"""The connection to one server: sends requests, tells what may be tried again from what may not; never shows the key."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Self, TypeVar

import httpx
import msgspec

from pipeline.messages import Message

from .answers import ProblemDetails
from .errors import ClientError, RequestRefusedError, TryAgain
from .patience import Patience

T = TypeVar("T")
_CONNECT_S, _READ_S, _WRITE_S = 10.0, 120.0, 60.0
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
Value = str | int | bool


class Link:
    """One server with one key, for any number of threads; `connections` bounds what is open at once."""

    def __init__(
        self,
        url: httpx.URL,
        key: str,
        *,
        patience_s: float,
        on_trouble: Callable[[Message], None],
        connections: int = 4,
    ) -> None:
        self.url = str(url.copy_with(username=None, password=None)).rstrip("/")
        self._patience = Patience(self.url, patience_s, on_trouble)
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S, write=_WRITE_S, pool=None),
            limits=httpx.Limits(max_connections=connections + 2),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def patiently(self, work: Callable[[], T]) -> T:
        """Do `work`, again and again while it raises `TryAgain` and patience lasts."""
        return self._patience.try_until_done(work)

    def attempt(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        params: Mapping[str, Value] | None = None,
        json: object = None,
        content: Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        read_s: float = _READ_S,
    ) -> T:
        """Send one request, once. Raises `TryAgain` or `RequestRefusedError`, and whatever `content` raises."""
        timeout = httpx.Timeout(read_s, connect=_CONNECT_S, write=_WRITE_S, pool=None)
        with _failures_told():
            answer = self._http.request(
                method, path, params=params, json=json, content=content, headers=headers, timeout=timeout
            )
        check(answer)
        return _decoded(answer.content, kind)

    def call(self, kind: type[T], method: str, path: str, *, json: object = None, **params: Value) -> T:
        """Send one request that may be repeated, patiently."""
        return self.patiently(lambda: self.attempt(kind, method, path, json=json, params=params))

    @contextmanager
    def lines(self, path: str, read_s: float) -> Iterator[Iterator[str]]:
        """The lines of an answer while they come, once. Raises `TryAgain` when nothing comes for `read_s`."""
        timeout = httpx.Timeout(read_s, connect=_CONNECT_S, pool=None)
        with _failures_told(), self._http.stream("GET", path, timeout=timeout) as answer:
            if not answer.is_success:
                answer.read()
                check(answer)
            yield self._noted(answer.iter_lines())

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._patience.note_progress()
            yield line


@contextmanager
def _failures_told() -> Iterator[None]:
    """Turn what httpx raises into errors of ours."""
    try:
        yield
    except httpx.TransportError as error:
        hopeless = _hopeless(error)
        if hopeless is not None:
            raise hopeless from None
        if isinstance(error, httpx.TimeoutException):
            raise TryAgain("服务没有响应", "it does not answer") from error
        raise TryAgain(f"连接失败:{error}", f"no connection: {error}") from error


def _hopeless(error: httpx.TransportError) -> ClientError | None:
    """What waiting does not mend: another protocol, a certificate that is not trusted, a host that is not known."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ClientError(
                "server.certificate",
                f"服务的证书不可信({cause.verify_message});请联系服务管理员。",
                f"The server's certificate is not trusted ({cause.verify_message}); ask who runs the server.",
            )
        if isinstance(cause, socket.gaierror) and cause.errno in {socket.EAI_NONAME, socket.EAI_NODATA}:
            return ClientError(
                "server.host_unknown",
                "找不到服务所在的主机;请检查 --url。",
                "The server's host is not known; check --url.",
            )
        cause = cause.__cause__ or cause.__context__
    return None


def check(answer: httpx.Response) -> None:
    """Raise `TryAgain` or `RequestRefusedError` where the answer is not a success."""
    if answer.is_success:
        return
    status = answer.status_code
    problem = _problem(answer)
    if status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryAgain(
            problem.detail_zh, problem.detail, after_s=_asked_s(answer), busy=status == HTTPStatus.TOO_MANY_REQUESTS
        )
    raise RequestRefusedError(status, problem.code, problem.detail_zh, problem.detail)


def _problem(answer: httpx.Response) -> ProblemDetails:
    try:
        return msgspec.json.decode(answer.content, type=ProblemDetails)
    except msgspec.MsgspecError:
        status = answer.status_code
        return ProblemDetails(
            f"http.{status}",
            f"the answer was {status} and not one of a Nianbao server; check --url",
            f"收到 {status},不是年报服务的应答;请检查 --url",
        )


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise ClientError(
            "server.other",
            "该地址的应答不是本版本年报服务的应答;请检查 --url 和版本。",
            "The answer is not one of a Nianbao server of this version; check --url and versions.",
        ) from error


def _asked_s(answer: httpx.Response) -> float:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isascii() and asked.isdigit() else 0.0
