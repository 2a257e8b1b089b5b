"""What the routes that take files have in common: open a batch, fill it, answer what became of each file."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from fastapi import Request
from pydantic import BaseModel
from pydantic import Field as Described

from intake.idempotency import OtherCallError, RepeatedCall
from intake.keys import Caller
from intake.known import Asked, known_in
from intake.ledger import ledger
from intake.names import clean_name
from intake.queries.batches import existing_batch, outcomes_of, submissions_page
from intake.submission import Intake
from models.tables import Batch, Lane
from pipeline.errors import FileNameRefused

from .dependencies import Api, own_key
from .multipart import Field, Part, parts
from .problems import Problem, other_call
from .uploads import Received, body_of, not_a_file, only_read, refuse_when_full, take
from .views import FileView, Reception, links_of

_MOST_LISTED = 1000
Parts = Generator[Part, None, None]


@dataclass(frozen=True, slots=True)
class NewBatch:
    """How a new batch is asked for; `key` is the call's Idempotency-Key."""

    label: str
    lane: Lane
    source: str | None
    resume: bool
    keep_open: bool
    key: str | None
    route: str


class KnownFile(BaseModel):
    """A file that the client has."""

    name: str = Described(min_length=1, max_length=1024)
    sha256: str = Described(pattern="^[0-9a-f]{64}$")
    size_bytes: int = Described(ge=0, le=2**53)


class Known(BaseModel):
    """Which of the files that were asked for are in the batch now, and which must be sent."""

    files: list[FileView]
    archives: list[KnownFile] = Described(description="archives of which the batch has every entry")
    missing: list[KnownFile]


async def open_and_fill(
    request: Request,
    api: Api,
    caller: Caller,
    asked: NewBatch,
    chosen: Callable[[Iterator[Part]], Parts] | None = None,
) -> Reception:
    """Open a batch (or find the one that this call opened before) and take the request's files into it.

    `chosen` may look at the parts before anything is opened.
    """

    def work() -> Reception:
        refuse_when_full(api)
        with closing(_parts(request, api)) as body, closing((chosen or _all)(body)) as wanted:
            fields, files = _fields_first(wanted)
            return _fill(api, caller, asked, fields, files)

    return await request.app.state.uploads.run(work)  # type: ignore[no-any-return]


def _fill(api: Api, caller: Caller, asked: NewBatch, fields: dict[str, str], files: Iterator[Part]) -> Reception:
    """Take the files into the batch that is asked for. A call that was answered before makes nothing new."""
    label = fields.get("label") or asked.label or "HTTP"
    lane = _lane(fields.get("lane"), asked.lane)
    once = RepeatedCall(caller.key_id, asked.key, asked.route) if asked.key else None
    intake = intake_of(api, caller)
    try:
        answered = once.fingerprint(api.engine) if once else None
        batch_id = intake.open_batch(label, asked.source, lane, resume=asked.resume, once=once)
        batch = existing_batch(api.engine, batch_id)
        received = only_read(files) if answered else take(files, api, intake, batch_id, batch.lane)
        if once:
            once.settle(api.engine, received.fingerprint)
    except OtherCallError:
        raise other_call() from None
    if received.label and not answered:
        batch = intake.label_batch(batch_id, received.label)
    if not asked.keep_open:
        intake.close_batch(batch_id)
    return _reception(api, batch, received, whole=once is not None)


async def add_files(request: Request, api: Api, caller: Caller, batch: Batch) -> Reception:
    """Take the request's files into a batch that is open."""

    def work() -> Reception:
        refuse_when_full(api)
        with closing(_parts(request, api)) as body:
            _, files = _fields_first(body)
            received = take(files, api, intake_of(api, caller), batch.id, batch.lane)
        return _reception(api, batch, received)

    return await request.app.state.uploads.run(work)  # type: ignore[no-any-return]


def look_up(api: Api, caller: Caller, batch: Batch, files: Iterable[KnownFile]) -> Known:
    """Take into the batch what the server has, and tell what must be sent."""
    asked: dict[tuple[str, str], KnownFile] = {}
    unusable: list[KnownFile] = []
    for each in files:
        try:
            asked[clean_name(each.name), each.sha256] = each
        except FileNameRefused:
            unusable.append(each)  # to be sent, and then rejected by name in the ledger
    wanted = [Asked(name, sha256) for name, sha256 in asked]
    found = known_in(api.resources, intake_of(api, caller), batch, own_key(caller), wanted)
    there = outcomes_of(api.engine, batch.id, found.submitted)
    return Known(
        files=[FileView.of(each) for each in there],
        archives=[asked[each] for each in found.archives],
        missing=[asked[each] for each in found.missing] + unusable,
    )


def close(api: Api, caller: Caller, batch: Batch) -> None:
    """Close a batch."""
    intake_of(api, caller).close_batch(batch.id)


def intake_of(api: Api, caller: Caller) -> Intake:
    """The intake that notes the caller's key."""
    return Intake(api.resources, api.publisher, actor=caller.actor, key_id=caller.key_id)


def _parts(request: Request, api: Api) -> Parts:
    """The parts of the body; none where there is no body at all. To be closed: what nobody took is then removed."""
    if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        content_type = request.headers.get("content-type", "")
        yield from parts(body_of(request), content_type, api.settings.limits, api.resources.spool)


def _all(parts: Iterator[Part]) -> Parts:
    yield from parts


def _fields_first(parts: Iterator[Part]) -> tuple[dict[str, str], Iterator[Part]]:
    """The fields that stand before the first file, and the rest."""
    fields: dict[str, str] = {}
    for part in parts:
        if not isinstance(part, Field):
            return fields, chain([part], parts)
        if part.name not in {"label", "lane"}:
            raise not_a_file(part)
        fields[part.name] = part.value
    return fields, iter(())


def _lane(said: str | None, otherwise: Lane) -> Lane:
    if said is None:
        return otherwise
    try:
        return Lane(said)
    except ValueError:
        raise Problem(
            422, "request.invalid", f"没有通道“{said}”;可用 bulk 或 interactive。",
            f"There is no lane {said!r}; take bulk or interactive.",
        ) from None  # fmt: skip


def _reception(api: Api, batch: Batch, received: Received, *, whole: bool = False) -> Reception:
    """The answer to one request; for a call that may be repeated it tells of the whole batch, so that it stays the same."""
    if whole:
        listed = submissions_page(api.engine, batch.id, state=None, after=0, limit=_MOST_LISTED)
        recorded = ledger(api.engine, batch.id).submitted
    else:
        listed = outcomes_of(api.engine, batch.id, received.files[:_MOST_LISTED])
        recorded = received.recorded
    return Reception(
        batch_id=batch.id,
        label=batch.label,
        lane=batch.lane,
        received=received.count,
        files=[FileView.of(each) for each in listed],
        files_omitted=max(0, recorded - len(listed)),
        links=links_of(batch),
    )
