"""`/v1/findings` and those of one report: what does not add up, and what people made of it."""

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from intake.api.dependencies import AnyCaller, Api, OperateCaller, TheApi, own_key
from intake.api.problems import Problem, unknown
from intake.queries.findings import (
    FindingFilter,
    FindingPage,
    FindingPlace,
    FindingsOfReport,
    FindingState,
    ReviewedFinding,
    findings_of_report,
    page_of_findings,
    reviewed_findings,
)
from intake.queries.report_filter import ReportFilter
from intake.queries.reports import report_line
from models.tables import MOST_REASON, ReviewState, Severity, Verdict
from workers.reviewing import Refused, mark, take_back

from .reports import Id, Seen, Word

router = APIRouter(prefix="/v1", tags=["findings"])
_ENCODER = msgspec.json.Encoder(decimal_format="number")
Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="as the list of findings gives it")]


class _Asked(BaseModel):
    """Which findings, what is given holding all together; and which page of them."""

    model_config = ConfigDict(extra="forbid")

    agency: Word | None = Field(None, description="the whole name, or the beginning of it before a `*`")
    year: int | None = Field(None, ge=1, le=9999)
    batch: int | None = Field(None, ge=1, le=2**63 - 1)
    rule: Word | None = Field(None, examples=["T3-002"])
    severity: Severity | None = None
    verdict: Verdict | None = None
    state: FindingState | Literal["all"] = FindingState.OPEN
    after: str | None = Field(None, pattern=FindingPlace.PATTERN, description="`next` of the page before")
    limit: int = Field(100, ge=1, le=500)

    def filter(self, key_id: int | None) -> FindingFilter:
        """Return the filter that is meant, narrowed to a key's own reports."""
        reports = ReportFilter(
            self.agency, self.year, rule=self.rule, severity=self.severity, batch_id=self.batch, key_id=key_id
        )
        return FindingFilter(reports, None if self.state == "all" else self.state, self.verdict)


class _Marking(BaseModel):
    """What a person made of a finding, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"state": "dismissed", "reason": "合并单元格造成误读"}, {"state": "confirmed", "reason": None}]
        },
    )

    state: ReviewState = Field(
        description="`mended` holds for these bytes only: if others still have the finding, it is open again"
    )
    reason: Annotated[str, Field(max_length=MOST_REASON, pattern=r"^[^\x00]*$")] | None = Field(
        None, description="needed for `dismissed`"
    )


def _object(kind: type) -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {200: {"content": {"application/json": {"schema": schema}}}}


def _known(api: TheApi, _caller: OperateCaller, report_id: Id) -> int:
    if report_line(api.engine, report_id) is None:
        raise unknown("report", "年报", report_id)
    return report_id


Known = Annotated[int, Depends(_known)]


@router.get("/findings", summary="List findings", response_class=Response, responses=_object(FindingPage))
def list_findings(api: TheApi, caller: AnyCaller, asked: Annotated[_Asked, Query()]) -> Response:
    """Of the results that reports show, in the order of reports; those that nobody has marked, where no state is given.

    A `submit` key sees those of its own batches.
    """
    after = FindingPlace.of(asked.after) if asked.after else None
    return _answer(page_of_findings(api.engine, asked.filter(own_key(caller)), after=after, limit=asked.limit))


@router.get(
    "/reports/{report_id}/findings",
    summary="The findings of a report, reviewed and open",
    response_class=Response,
    responses=_object(FindingsOfReport),
)
def show_findings(api: TheApi, line: Seen) -> Response:
    """With the marks that are out of force: `changed` and `still_found` are open again, `not_found` are gone."""
    return _answer(findings_of_report(api.engine, line.id))


@router.put(
    "/reports/{report_id}/findings/{fingerprint}/review",
    summary="Confirm, dismiss or mark a finding as mended",
    response_class=Response,
    responses=_object(ReviewedFinding),
)
def review_finding(
    api: TheApi, caller: OperateCaller, report_id: Known, fingerprint: Fingerprint, asked: _Marking
) -> Response:
    """Takes the place of an earlier mark, which stays in the audit log. The same again changes nothing.

    It holds as long as the finding says the same: rule, verdict, scope and both sides, or what it points at.
    """
    try:
        mark(api.engine, report_id, fingerprint, asked.state, reason=asked.reason, actor=caller.actor)
    except Refused as refused:
        raise _problem(refused) from refused
    return _marked(api, report_id, fingerprint)


@router.delete("/reports/{report_id}/findings/{fingerprint}/review", status_code=204, summary="Take a mark back")
def reopen_finding(api: TheApi, caller: OperateCaller, report_id: Known, fingerprint: Fingerprint) -> None:
    """The finding is open again, and what was marked stays in the audit log. Safe to repeat."""
    try:
        take_back(api.engine, report_id, fingerprint, actor=caller.actor)
    except Refused as refused:
        raise _problem(refused) from refused


def _marked(api: Api, report_id: int, fingerprint: str) -> Response:
    """The finding as it is now; a run that was stored meanwhile may have taken it away."""
    found = next((each for each in reviewed_findings(api.engine, report_id) if each.fingerprint == fingerprint), None)
    if found is None:
        raise unknown("finding", "问题", fingerprint)
    return _answer(found)


def _problem(refused: Refused) -> Problem:
    status = 404 if refused.code.endswith(".unknown") else 422
    return Problem(status, refused.code, refused.message.zh, refused.message.en)


def _answer(found: FindingPage | FindingsOfReport | ReviewedFinding) -> Response:
    return Response(_ENCODER.encode(found), media_type="application/json")
