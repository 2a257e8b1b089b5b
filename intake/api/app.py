"""The FastAPI application: routes, problems, the document that describes them, and what guards them."""

import threading
from collections.abc import Callable
from importlib.metadata import version

from celery import Celery
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline

from workers.resources import Resources

from .dependencies import Api
from .finding_schemas import finding_schemas
from .guard import Guard
from .problems import MEDIA_TYPE, ProblemDetails, handle_problems
from .routes import (
    batches,
    dead_letters,
    exports,
    findings,
    health,
    metrics,
    pages,
    reports,
    reprocessings,
    single_report,
)
from .uploads import Uploads

_DESCRIPTION = """
Takes in annual reports on government information disclosure (政府信息公开工作年度报告) by the thousand and gives
back what was read and what does not add up. Every error is an
[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem with a stable `code`.
"""
_ROUTERS: tuple[APIRouter, ...] = (
    batches.router, single_report.router, reprocessings.router, dead_letters.router, health.router,
    reports.router, findings.router, exports.router, metrics.router, pages.router,
)  # fmt: skip


def create_app(resources: Resources, publisher: Celery) -> FastAPI:
    """Return the application; nothing connects before the first request."""
    app = FastAPIOffline(
        title="Nianbao 年报",
        version=version("nianbao"),
        description=_DESCRIPTION,
        generate_unique_id_function=_operation_id,
        separate_input_output_schemas=False,
    )
    app.state.api = Api(resources, publisher)
    app.state.stopping = threading.Event()
    app.state.uploads = Uploads(resources.settings.server.uploads_at_once)
    handle_problems(app)
    for router in _ROUTERS:
        app.include_router(router)
    app.add_middleware(Guard, limits=resources.settings.limits, server=resources.settings.server)
    app.openapi = _documented(app)  # type: ignore[method-assign]
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _documented(app: FastAPI) -> Callable[[], dict[str, object]]:
    """The OpenAPI document, in which each operation's other answers are problems."""
    made = app.openapi

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            document = made()
            schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"] |= {"ProblemDetails": schema} | finding_schemas()
            answer = {
                "description": "A problem",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
            }
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"] = {
                        status: each for status, each in operation["responses"].items() if status != "422"
                    } | {"4XX": answer, "5XX": answer}
            for unused in ("HTTPValidationError", "ValidationError"):
                document["components"]["schemas"].pop(unused, None)
        return app.openapi_schema or {}

    return openapi
