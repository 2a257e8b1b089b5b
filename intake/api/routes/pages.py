"""The pages that people hand on, over HTTP: one report, and the summary of a batch."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query
from fastapi.responses import Response

from intake.api.dependencies import TheApi
from intake.api.problems import unknown
from intake.queries.batch_summary import batch_summary
from intake.queries.findings import findings_of_report
from intake.reporting import POLICY, Page, PageFormat, describe_report, written
from intake.reporting.of_batch import describe_batch
from intake.reporting.of_marks import remarks_on

from .batches import SeenBatch
from .reports import Seen, existing_report

router = APIRouter(prefix="/v1", tags=["pages"])
_MEDIA_TYPES = {"html": "text/html", "md": "text/markdown"}
_JSON = "application/json"
_SUMMARY = {"$ref": "#/components/schemas/BatchSummary"}
#: A page shows what strangers wrote: a browser runs nothing in it, lets nobody frame it, and takes it for nothing else.
_GUARDED = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Language = Annotated[Literal["zh", "en"] | None, Query(description="the server's language without it")]


class Written(StrEnum):
    """How a page is written."""

    HTML = "html"
    MD = "md"


class Summarised(StrEnum):
    """How a summary is written."""

    JSON = "json"
    HTML = "html"
    MD = "md"


def _answers(*media_types: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"content": {each: {"schema": _SUMMARY if each == _JSON else {"type": "string"}} for each in media_types}}
    }


@router.get(
    "/reports/{report_id:int}/page",
    summary="One report as a page to hand on",
    response_class=Response,
    responses=_answers(*_MEDIA_TYPES.values()),
)
def show_page(api: TheApi, line: Seen, format: Written = Written.HTML, lang: Language = None) -> Response:  # noqa: A002 - as it is called in the address
    """Its three tables with the broken cells marked, the equations, quotes and advice; our own doubts stand apart.

    What people made of its findings stands there too; what they dismissed is not counted and stands at the end.

    The HTML stands alone: it runs nothing and fetches nothing.
    """
    report, remarks = existing_report(api, line), remarks_on(findings_of_report(api.engine, line.id))
    return _page(describe_report(report, lang or api.settings.language, remarks), format.value)


@router.get(
    "/batches/{batch_id}/summary",
    summary="What was found in a batch, by rule and by agency",
    response_class=Response,
    responses=_answers(_JSON, *_MEDIA_TYPES.values()),
)
def show_summary(
    api: TheApi,
    batch: SeenBatch,
    format: Summarised = Summarised.JSON,  # noqa: A002 - as it is called in the address
    lang: Language = None,
    *,
    everything: Annotated[bool, Query(alias="all", description="every agency, not only the worst 500")] = False,
) -> Response:
    """Worst first, with counts that add up; about the reports that the batch's files point to, each once.

    What people dismissed is counted for itself: the four weights and `dismissed` add up to what is stored.
    """
    summary = batch_summary(api.engine, batch.id, everything=everything)
    if summary is None:
        raise unknown("batch", "批次", batch.id)
    if format is Summarised.JSON:
        return Response(msgspec.json.encode(summary), media_type=_JSON)
    return _page(describe_batch(summary, lang or api.settings.language), format.value)


def _page(page: Page, name: str) -> Response:
    return Response(written(page, PageFormat(name)), media_type=_MEDIA_TYPES[name], headers=_GUARDED)
