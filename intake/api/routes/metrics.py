"""`/metrics`: what the database says of the whole system, for Prometheus."""

from fastapi import APIRouter, Response

from intake.api.dependencies import ReadCaller, TheApi
from intake.metrics_text import CONTENT_TYPE, metrics_text
from intake.queries.metrics import numbers, unbalanced_batches
from workers.queues import messages_waiting

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    summary="Reports, queues, stages and failures in numbers",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus's text"}},
)
def metrics(api: TheApi, _caller: ReadCaller) -> Response:
    """Counted from the database at each call. Also when the broker is away: its queues are left out then."""
    text = metrics_text(numbers(api.engine), unbalanced_batches(api.engine), messages_waiting(api.publisher))
    return Response(text, media_type=CONTENT_TYPE)
