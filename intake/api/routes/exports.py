"""`/v1/export`: clean data, streamed."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from intake.api.dependencies import AnyCaller, TheApi, own_key
from intake.api.sending import Download
from intake.exports import FORMATS, FormatName, TableName, export

from .reports import Filters

router = APIRouter(tags=["export"])


class _Wanted(Filters):
    """Which table, how it is written, and of which reports."""

    table: TableName = TableName.REQUESTS
    format: FormatName = FormatName.CSV


@router.get(
    "/v1/export",
    summary="Figures, findings or reports as a file",
    response_class=StreamingResponse,
    responses={200: {"content": {each.media_type: {"schema": {"type": "string"}} for each in FORMATS.values()}}},
)
def export_table(api: TheApi, caller: AnyCaller, wanted: Annotated[_Wanted, Query()]) -> Download:
    """Of the results that the chosen reports show. An unknown figure is empty or null, never 0.

    In CSV and XLSX, cells that a spreadsheet would take for a formula are made harmless.
    """
    pieces = export(api.engine, wanted.table, wanted.format, wanted.filter(own_key(caller)))
    return Download(pieces, f"nianbao-{wanted.table}.{wanted.format}", FORMATS[wanted.format].media_type)
