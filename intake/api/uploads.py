"""Brings a request's files into a batch: the body is read as a stream by one thread, which also writes and records."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from anyio import CapacityLimiter, from_thread, to_thread
from fastapi import Request
from sqlalchemy import func, select
from sqlmodel import col
from starlette.requests import ClientDisconnect

from intake.submission import Intake
from intake.taking import Taking
from models.database import read
from models.tables import Lane, Report, ReportState

from .dependencies import Api
from .multipart import Field, Part, Upload, incomplete
from .problems import Problem, storage_full

T = TypeVar("T")
_MOST_REMEMBERED = 10_000


class Uploads:
    """The threads that take bodies in; there are only so many, so that slow clients cannot take all of them."""

    def __init__(self, at_once: int) -> None:
        self._limiter = CapacityLimiter(at_once)

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work` in a thread of its own. Raises `Problem` when as many as may are at work already."""
        if self._limiter.available_tokens < 1:
            raise Problem(
                429,
                "server.busy",
                "同时上传的请求过多;请稍后重试。",
                "Too many uploads are under way; try again in a moment.",
                headers={"Retry-After": "2"},
            )
        return await to_thread.run_sync(work, limiter=self._limiter)


def body_of(request: Request) -> Iterator[bytes]:
    """Yield the body as it comes; to be called in a thread of `Uploads`. Raises `Problem` when the client is gone."""
    stream = request.stream()

    async def following() -> bytes | None:
        try:
            return await anext(stream, None)
        except ClientDisconnect:
            raise incomplete() from None

    while (data := from_thread.run(following)) is not None:
        if data:
            yield data


@dataclass
class Received:
    """What one request brought; `count` counts an archive once, `recorded` its entries, `files` names the first ones."""

    files: list[tuple[str, str | None]] = field(default_factory=list)
    count: int = 0
    recorded: int = 0
    label: str = ""
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def note(self, name: str, sha256: str | None) -> None:
        """Count one file as it stands in the request (an archive is one)."""
        self.count += 1
        self._digest.update(f"{name}\0{sha256}\n".encode())

    @property
    def fingerprint(self) -> str:
        """64 hex digits, equal for the same files in the same order."""
        return self._digest.hexdigest()


def take(files: Iterator[Part], api: Api, intake: Intake, batch_id: int, lane: Lane) -> Received:
    """Take all files of a request into a batch; when it returns, each is safe."""
    received = Received()
    with Taking(api.resources, intake, batch_id, lane, on_file=_remember(received)) as taking:
        for part in files:
            match part:
                case Upload(name, spooled):
                    received.note(name, spooled.sha256)
                    taking.add(name, spooled)
                case Field("label", value):
                    received.label = value
                case Field():
                    raise not_a_file(part)
                case _:
                    received.note(part.name, None)
                    taking.refuse(part.name, part.error, part.size_bytes)
    return received


def not_a_file(field: Field) -> Problem:
    """A part that is neither a file nor a field that may stand there: most often a file that was sent as text."""
    return Problem(
        422,
        "request.field",
        f"字段“{field.name}”不是文件;文件须带文件名提交(curl 用 -F files=@路径),lane 须放在所有文件之前。",
        f"The field {field.name!r} is no file; send files with their names (curl: -F files=@PATH), and `lane` before all files.",
    )


def only_read(files: Iterator[Part]) -> Received:
    """Read a body without keeping it, to compare it with one that was taken before."""
    received = Received()
    for part in files:
        match part:
            case Upload(name, spooled):
                received.note(name, spooled.sha256)
                spooled.discard()
            case Field():
                pass
            case _:
                received.note(part.name, None)
    return received


def _remember(received: Received) -> Callable[[str, str | None], None]:
    def remember(name: str, sha256: str | None) -> None:
        received.recorded += 1
        if len(received.files) < _MOST_REMEMBERED:
            received.files.append((name, sha256))

    return remember


def refuse_when_full(api: Api) -> None:
    """Raise `Problem` when reports pile up, or when the disk is nearly full: what was taken in must be safe."""
    limits = api.settings.limits
    if api.resources.spool.free_bytes() < limits.free_bytes:
        raise storage_full()
    unfinished = (
        select(func.count()).select_from(Report).where(col(Report.state).in_([ReportState.QUEUED, ReportState.WORKING]))
    )
    with read(api.engine) as session:
        pending = session.execute(unfinished).scalar_one()
    if pending >= limits.pending_reports:
        raise Problem(
            429,
            "queue.full",
            f"待处理的年报已达 {pending} 份;请稍后重试。",
            f"{pending} reports wait to be worked on; try again later.",
            headers={"Retry-After": "30"},
            pending=pending,
        )
