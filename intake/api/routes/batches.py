"""`/v1/batches`: what is submitted together, in one request or in many, and where it stands."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from anyio import sleep
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from intake.api.dependencies import AnyCaller, Api, SubmitCaller, TheApi, own_key
from intake.api.problems import Problem, unknown
from intake.api.receiving import Known, KnownFile, NewBatch, add_files, close, look_up, open_and_fill
from intake.api.views import BatchView, Reception, SubmissionView
from intake.keys import is_still_valid
from intake.queries.batches import (
    BatchStatus,
    batch_of,
    batch_status,
    batches_page,
    existing_batch,
    findings_and_failures,
    submissions_page,
)
from models.tables import Batch, Lane

router = APIRouter(prefix="/v1/batches", tags=["batches"])
_EVERY_S = 0.5
_HEARTBEAT_S = 15.0

BatchId = Annotated[int, Path(ge=1, le=2**63 - 1, examples=[1])]
_FILES = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "description": "reports, or zip, tar and tar.gz archives of reports; any name of field will do",
}
_LABEL = {"type": "string", "maxLength": 255, "description": "or as a query parameter"}


def _form(**properties: object) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}}


def _seen(api: TheApi, caller: AnyCaller, batch_id: BatchId) -> Batch:
    batch = batch_of(api.engine, batch_id, own_key(caller))
    if batch is None:
        raise unknown("batch", "批次", batch_id)
    return batch


SeenBatch = Annotated[Batch, Depends(_seen)]


def _open(_caller: SubmitCaller, batch: SeenBatch) -> Batch:
    if batch.closed_at is not None:
        day = batch.closed_at.isoformat(timespec="seconds")
        raise Problem(
            409,
            "batch.closed",
            f"批次 {batch.id} 已于 {day} 关闭;请新建批次。",
            f"Batch {batch.id} was closed on {day}; open a new one.",
        )
    return batch


OpenBatch = Annotated[Batch, Depends(_open)]


class BatchPage(BaseModel):
    """Batches, the newest first; `next` is the `before` of the next page."""

    items: list[BatchView]
    next: int | None


class FilePage(BaseModel):
    """Files of a batch; `next` is the `after` of the next page."""

    items: list[SubmissionView]
    next: int | None


class Progress(BatchView):
    """Where a batch stands, with what was found and what failed."""

    findings: dict[str, int] = Field(description="failed findings by rule", examples=[{"T3-001": 3}])
    dead_letters: dict[str, int] = Field(description="open dead letters by code")


class Listed(BaseModel):
    """Files by name and hash, to ask which need to be sent."""

    files: list[KnownFile] = Field(max_length=1000)


@router.post(
    "", status_code=202, summary="Submit files as a new batch", openapi_extra=_form(label=_LABEL, files=_FILES)
)
async def create_batch(
    request: Request,
    api: TheApi,
    caller: SubmitCaller,
    label: Annotated[str, Query(max_length=255)] = "",
    lane: Lane = Lane.BULK,
    source: Annotated[str | None, Query(max_length=4096, description="where the files are from; for `resume`")] = None,
    *,
    resume: Annotated[bool, Query(description="go on with the open batch of this key and source")] = False,
    keep_open: Annotated[bool, Query(description="more files will come to /files; then call /close")] = False,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
) -> Reception:
    """Answers when bytes and rows are safe; also while the queue is away. Without a body it opens an empty batch."""
    asked = NewBatch(
        label, lane, source, resume=resume, keep_open=keep_open, key=idempotency_key, route="POST /v1/batches"
    )
    return await open_and_fill(request, api, caller, asked)


@router.post(
    "/{batch_id}/files", status_code=202, summary="Add files to an open batch", openapi_extra=_form(files=_FILES)
)
async def add_to_batch(request: Request, api: TheApi, caller: SubmitCaller, batch: OpenBatch) -> Reception:
    """A file that the batch has already (same name and bytes) changes nothing, so this may be repeated."""
    return await add_files(request, api, caller, batch)


@router.post("/{batch_id}/known", summary="Ask which files need to be sent")
def known_files(api: TheApi, caller: SubmitCaller, batch: OpenBatch, listed: Listed) -> Known:
    """Files whose bytes the server has are taken into the batch at once; only the others need to be sent."""
    return look_up(api, caller, batch, listed.files)


@router.post("/{batch_id}/close", summary="Say that no more files will come")
def close_batch(api: TheApi, caller: SubmitCaller, batch: SeenBatch) -> BatchView:
    """Safe to repeat."""
    close(api, caller, batch)
    return _view(api, existing_batch(api.engine, batch.id))


@router.get("", summary="List batches, the newest first")
def list_batches(
    api: TheApi,
    caller: AnyCaller,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> BatchPage:
    """A `submit` key sees its own."""
    batches = batches_page(api.engine, own_key(caller), before=before, limit=limit)
    items = [_view(api, batch) for batch in batches]
    return BatchPage(items=items, next=batches[-1].id if len(batches) == limit else None)


@router.get("/{batch_id}", summary="Where a batch stands")
def show_batch(api: TheApi, batch: SeenBatch) -> Progress:
    """`balanced` is an alarm when it is false: a file would be missing."""
    findings, failures = findings_and_failures(api.engine, batch.id)
    view = _view(api, batch)
    return Progress(**view.model_dump(), findings=findings, dead_letters=failures)


@router.get("/{batch_id}/submissions", summary="Each file of a batch")
def list_submissions(
    api: TheApi,
    batch: SeenBatch,
    state: Literal["done", "dead", "in_flight", "queued", "working", "duplicate", "rejected"] | None = None,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> FilePage:
    """In the order of submission."""
    files = submissions_page(api.engine, batch.id, state=state, after=after, limit=limit)
    return FilePage(
        items=[SubmissionView.of(each) for each in files], next=files[-1].id if len(files) == limit else None
    )


@router.get("/{batch_id}/events", summary="Follow a batch to its end", response_class=EventSourceResponse)
async def follow_batch(
    request: Request, api: TheApi, caller: AnyCaller, batch: SeenBatch
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `progress` when something changed, and `end` once, when the batch is closed and done with.

    It breaks off when the key is revoked.
    """
    last, silent_s = "", 0.0
    while not request.app.state.stopping.is_set() and await run_sync(is_still_valid, api.engine, caller):
        status = await run_sync(batch_status, api.engine, await run_sync(existing_batch, api.engine, batch.id))
        view = BatchView.of(status)
        data = view.model_dump_json()
        if status.ended:
            yield ServerSentEvent(event="end", raw_data=data)
            return
        if _without_time(view) != last:
            yield ServerSentEvent(event="progress", raw_data=data)
            last, silent_s = _without_time(view), 0.0
        elif silent_s >= _HEARTBEAT_S:
            yield ServerSentEvent(comment="still there")
            silent_s = 0.0
        await sleep(_EVERY_S)
        silent_s += _EVERY_S


def _without_time(view: BatchView) -> str:
    return view.model_dump_json(exclude={"pace"})


def _view(api: Api, batch: Batch) -> BatchView:
    status: BatchStatus = batch_status(api.engine, batch)
    return BatchView.of(status)
