"""`POST /v1/reports`: one report that a person waits for."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel

from intake.api.dependencies import SubmitCaller, TheApi
from intake.api.multipart import Field, Part, RefusedUpload, Upload
from intake.api.problems import Problem, of_error
from intake.api.receiving import NewBatch, Parts, open_and_fill
from intake.api.uploads import not_a_file
from intake.api.views import FileView
from intake.archives import kind_of
from models.tables import Lane, SubmissionOutcome

router = APIRouter(prefix="/v1/reports", tags=["reports"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                    "additionalProperties": False,
                }
            }
        },
    }
}


class ReportReception(BaseModel):
    """The report that was taken in; `outcome` duplicate: the server had it, and `id` is the one that was first."""

    id: int
    outcome: SubmissionOutcome
    batch_id: int
    file: FileView
    links: dict[str, str]


@router.post("", status_code=202, summary="Submit one report that is waited for", openapi_extra=_BODY)
async def submit_report(
    request: Request,
    api: TheApi,
    caller: SubmitCaller,
    label: Annotated[str, Query(max_length=255)] = "",
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
) -> ReportReception:
    """It goes before all that was submitted in bulk. Answers when bytes and row are safe, also while the queue is away."""
    asked = NewBatch(
        label, Lane.INTERACTIVE, None, resume=False, keep_open=False, key=idempotency_key, route="POST /v1/reports"
    )
    reception = await open_and_fill(request, api, caller, asked, _only_one)
    (file,) = reception.files
    if file.report_id is None:
        raise AssertionError(file)
    own = f"/v1/reports/{file.report_id}"
    return ReportReception(
        id=file.report_id,
        outcome=file.outcome,
        batch_id=reception.batch_id,
        file=file,
        links={"self": own, "batch": reception.links["self"]},
    )


def _only_one(parts: Iterator[Part]) -> Parts:
    """The one file among the parts. Raises `Problem` where it is refused, an archive, or not alone."""
    files: list[Upload | RefusedUpload] = []
    try:
        for part in parts:
            if isinstance(part, Field):
                if part.name != "label":
                    raise not_a_file(part)
                continue
            files.append(part)
            if len(files) > 1:
                raise _not_one()
        if not files:
            raise _not_one()
        yield _acceptable(files[0])
        files.clear()  # it was taken
    finally:
        for file in files:
            if isinstance(file, Upload):
                file.spooled.discard()


def _acceptable(file: Upload | RefusedUpload) -> Upload:
    if isinstance(file, RefusedUpload):
        raise of_error(file.error)
    if kind_of(file.spooled.path) is not None:
        raise Problem(
            422,
            "request.archive",
            "此地址不接收压缩包;请提交到 /v1/batches。",
            "This address takes no archives; send them to /v1/batches.",
        )
    return file


def _not_one() -> Problem:
    return Problem(
        422,
        "request.one_file",
        "此地址只接收一个文件;多个文件请提交到 /v1/batches。",
        "This address takes exactly one file; send several to /v1/batches.",
    )
