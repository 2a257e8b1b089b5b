"""What is answered when a request cannot be: RFC 9457 problem details with our stable codes, never a stack trace."""

import re
import secrets
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from kombu.exceptions import OperationalError as BrokerUnavailable
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from models.files import FileStoreError, FileStoreFull
from pipeline.errors import ReportError
from pipeline.messages import Message
from workers.failures import database_is_away

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"


class ProblemDetails(BaseModel):
    """The body of every answer that is not a success."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "urn:nianbao:problem:batch.unknown",
                "title": "Not Found",
                "status": 404,
                "code": "batch.unknown",
                "detail": "There is no batch 7; see GET /v1/batches.",
                "detail_zh": "没有编号为 7 的批次;请查看 GET /v1/batches。",
                "instance": "/v1/batches/7",
            }
        },
    )

    type: str = Field(description="`urn:nianbao:problem:` and the code")
    title: str
    status: int
    code: str = Field(description="stable; what a program should look at")
    detail: str = Field(description="what is wrong, and what to do")
    detail_zh: str
    instance: str


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """A request that cannot be answered; raised anywhere below a route. `more` become members of the answer."""

    def __init__(
        self, status: int, code: str, zh: str, en: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(f"{status} {code}: {en}")
        self.status, self.code, self.message, self.headers, self.more = status, code, Message(zh, en), headers, more


def unknown(what: str, zh: str, number: object) -> Problem:
    """A thing that is not there, or that the caller must not know of."""
    name = what.replace("_", " ")
    return Problem(404, f"{what}.unknown", f"没有编号为 {number} 的{zh}。", f"There is no {name} {number}.")


def other_call() -> Problem:
    """An Idempotency-Key that was used for another call."""
    return Problem(
        409,
        "idempotency.other_call",
        "此 Idempotency-Key 已用于另一个请求;请换一个新的。",
        "This Idempotency-Key was used for another call; choose a new one.",
    )


def storage_full() -> Problem:
    """There is no room for more; nothing was half stored."""
    return Problem(
        507,
        "storage.full",
        "存储空间不足;请清理磁盘或扩容后重试,已收到的文件不会丢失。",
        "The storage is full; make room and send it again, files that were received are kept.",
    )


_STATUS_OF_CODE = {"storage.missing": 503, "file.too_large": 413, "archive.bomb": 413, "archive.too_many": 413}


def of_error(error: ReportError, **more: Any) -> Problem:
    """The problem of a file that was refused."""
    return Problem(_STATUS_OF_CODE.get(error.code, 422), error.code, error.message.zh, error.message.en, **more)


def answered(request: Request, problem: Problem) -> JSONResponse:
    """The answer that tells of a problem."""
    details = ProblemDetails(
        type=f"urn:nianbao:problem:{problem.code}",
        title=HTTPStatus(problem.status).phrase,
        status=problem.status,
        code=problem.code,
        detail=problem.message.en,
        detail_zh=problem.message.zh,
        instance=request.url.path,
        **problem.more,
    )
    return JSONResponse(details.model_dump(), problem.status, problem.headers, media_type=MEDIA_TYPE)


def handle_problems(app: FastAPI) -> None:
    """Make the app answer every error as a problem."""
    app.add_exception_handler(Problem, answered)  # type: ignore[arg-type]
    app.add_exception_handler(ReportError, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    # Named one by one: only what is named is answered within the guard, which ends a body that is still coming.
    for kind in (DBAPIError, BrokerUnavailable, FileStoreError, OSError):
        app.add_exception_handler(kind, _away_or_bug)
    app.add_exception_handler(Exception, _away_or_bug)


def _refused(request: Request, error: ReportError) -> JSONResponse:
    return answered(request, of_error(error))


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [{"where": [str(part) for part in each["loc"]], "what": each["msg"]} for each in error.errors()]
    where = ", ".join(".".join(each["where"]) for each in errors)
    problem = Problem(
        422,
        "request.invalid",
        f"请求参数有误({where});请按接口文档改正后重试。",
        f"The request is not valid ({where}); mend it as the documentation says and send it again.",
        errors=errors,
    )
    return answered(request, problem)


_HTTP = {
    404: ("route.unknown", "没有这个地址;请查看 /docs。", "There is nothing at this address; see /docs."),
    405: (
        "method.not_allowed",
        "此地址不支持该方法;请查看 /docs。",
        "This address does not have that method; see /docs.",
    ),
}


def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    said = (f"http.{error.status_code}", f"请求无法处理({error.detail})。", f"The request failed: {error.detail}.")
    code, zh, en = _HTTP.get(error.status_code, said)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_of(request.app, request.url.path)) or headers.get("Allow", "")
    return answered(request, Problem(error.status_code, code, zh, en, headers=headers))


def _methods_of(app: FastAPI, path: str) -> list[str]:
    """All methods of an address: routes that share one know of their own methods alone."""
    documented = app.openapi()["paths"]
    if path in documented:
        return [method.upper() for method in documented[path]]
    return [
        method.upper()
        for template, operations in documented.items()
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path)
        for method in operations
    ]


def _away_or_bug(request: Request, error: Exception) -> JSONResponse:
    """Something around us is away, or a bug: logged with a number that the answer names."""
    if isinstance(error, DBAPIError) and database_is_away(error):
        return answered(request, _away("database", "数据库", "database"))
    if isinstance(error, BrokerUnavailable):
        return answered(request, _away("broker", "队列服务", "broker"))
    if isinstance(error, FileStoreFull):
        return answered(request, storage_full())
    if isinstance(error, FileStoreError | OSError):
        return answered(request, _away("storage", "文件存储", "file storage"))
    incident = secrets.token_hex(8)
    log.error("request.failed", incident=incident, path=request.url.path, exc_info=error)
    zh = f"程序内部错误,编号 {incident};请将编号交给维护人员。"
    en = f"Our own code failed, incident {incident}; pass the number to the maintainers."
    return answered(request, Problem(500, "internal.error", zh, en, incident=incident))


def _away(what: str, zh: str, en: str) -> Problem:
    return Problem(
        503,
        f"{what}.unavailable",
        f"{zh}暂时不可用;请稍后重试。",
        f"The {en} cannot be used now; try again later.",
        headers={"Retry-After": "5"},
    )
