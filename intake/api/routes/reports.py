"""`/v1/reports`: the reports that were read, each with what it says and what happened to it."""

from functools import partial
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from intake.api.dependencies import AnyCaller, Api, OperateCaller, TheApi, own_key
from intake.api.mending import take_mended
from intake.api.problems import of_error, unknown
from intake.api.report_views import Audit, AuditView, Mended, ReportPage, ReportView, RunView
from intake.api.sending import Download
from intake.ledger import dead_letter_of_run
from intake.names import clean_name
from intake.queries.report_filter import ReportFilter
from intake.queries.reports import ReportLine, audit_of, page_of_reports, report_line, runs_of
from intake.reports import stored_report
from models.files import FileMissing
from models.tables import ReportState, Severity
from pipeline.checks import rules_version
from pipeline.errors import StorageMissing
from pipeline.messages import Message
from pipeline.report import Failure, File, Report, to_json

router = APIRouter(prefix="/v1/reports", tags=["reports"])
_MOST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=_MOST)]
Word = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]


class Filters(BaseModel):
    """Which reports; what is given must hold, all of it together."""

    model_config = ConfigDict(extra="forbid")

    agency: Word | None = Field(None, description="the whole name, or the beginning of it before a `*`")
    year: int | None = Field(None, ge=1, le=9999)
    state: ReportState | None = None
    rule: Word | None = Field(None, description="reports that break this rule", examples=["T3-002"])
    severity: Severity | None = None
    batch: int | None = Field(None, ge=1, le=_MOST)
    form: Word | None = Field(None, examples=["2021"])

    def filter(self, key_id: int | None) -> ReportFilter:
        """The filter that is meant, narrowed to a key's own reports."""
        return ReportFilter(self.agency, self.year, self.state, self.rule, self.severity, self.batch, self.form, key_id)


class _PageOf(Filters):
    """The filter of a list, with which page of it."""

    after: int = Field(0, ge=0, le=_MOST)
    limit: int = Field(100, ge=1, le=500)


def _seen(api: TheApi, caller: AnyCaller, report_id: Id) -> ReportLine:
    line = report_line(api.engine, report_id, key_id=own_key(caller))
    if line is None:
        raise unknown("report", "年报", report_id)
    return line


Seen = Annotated[ReportLine, Depends(_seen)]


@router.get("", summary="List reports")
def list_reports(api: TheApi, caller: AnyCaller, page: Annotated[_PageOf, Query()]) -> ReportPage:
    """In the order of their ids. A `submit` key sees those that its own batches point to."""
    found = page_of_reports(api.engine, page.filter(own_key(caller)), after=page.after, limit=page.limit)
    return ReportPage(items=[ReportView.model_validate(each) for each in found.items], next=found.next)


@router.get(
    "/{report_id:int}",  # so that /reprocess, which is beside it, is not taken for one
    summary="One report with its figures and findings",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def show_report(api: TheApi, line: Seen) -> Response:
    """The object of docs/report.schema.json, with `id`, `state`, `stage`, `run`, `result_run` and `runs`.

    It shows the last run that was done. Before any was, the figures are missing, and `error` says why if it is dead.
    """
    report = stored_report(api.engine, line.id) or _unread(api, line)
    runs = [RunView.model_validate(each).model_dump(mode="json") for each in runs_of(api.engine, line.id)]
    about = {"id": line.id, "state": line.state, "stage": line.stage, "run": line.run, "result_run": line.result_run}
    more = msgspec.json.encode(about | {"runs": runs})
    return Response(more[:-1] + b"," + to_json(report)[1:], media_type="application/json")


@router.get(
    "/{report_id}/source",
    summary="The submitted bytes",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def show_source(api: TheApi, line: Seen) -> Download:
    """The bytes of the newest run, to be saved and never shown: they are a stranger's."""
    try:
        pieces = api.resources.files.stream(line.sha256)
    except FileMissing as missing:
        raise of_error(StorageMissing(sha256=line.sha256)) from missing
    length = {"Content-Length": str(line.size_bytes)}
    return Download(pieces, line.name.rpartition("/")[2], "application/octet-stream", length)


@router.put(
    "/{report_id}/source",
    status_code=202,
    summary="Send mended bytes",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary", "minLength": 1}}},
        }
    },
)
async def mend_source(
    request: Request,
    api: TheApi,
    caller: OperateCaller,
    line: Seen,
    name: Annotated[Word | None, Query(description="the mended file's name, where it is another")] = None,
) -> Mended:
    """Begins a new run over these bytes, before all that waits in bulk; the results of before stay until it is done."""
    cleaned = clean_name(name) if name else line.name
    work = partial(take_mended, api, request, line.id, cleaned, caller.actor)
    return await request.app.state.uploads.run(work)  # type: ignore[no-any-return]


@router.get("/{report_id}/audit", summary="What was done to a report, and by whom")
def show_audit(api: TheApi, line: Seen) -> Audit:
    """The oldest entry first; `nianbao audit verify` proves that the log is whole."""
    return Audit(items=[AuditView.model_validate(each) for each in audit_of(api.engine, line.id)])


def _unread(api: Api, line: ReportLine) -> Report:
    """A report of which no run was done yet."""
    letter = dead_letter_of_run(api.engine, line.id, line.run)
    file = File(line.name, line.sha256, line.size_bytes)
    about = Report(file, agency=line.agency, year=line.year, rules_version=rules_version(api.resources.policy))
    if letter is None:
        return about
    failure = Failure(letter.code, Message(letter.message_zh, letter.message_en), letter.stage.value)
    return msgspec.structs.replace(about, error=failure)
