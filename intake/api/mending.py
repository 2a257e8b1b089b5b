"""Takes the mended bytes of a report in and begins its run over them."""

from fastapi import Request

from models.files import Spooled, Spooling
from pipeline.errors import FileEmpty, FileTooLarge
from workers.reprocessing import BytesOfAnotherError, mend

from .dependencies import Api
from .problems import Problem, of_error, unknown
from .report_views import Mended
from .uploads import body_of, refuse_when_full


def take_mended(api: Api, request: Request, report_id: int, name: str, actor: str) -> Mended:
    """Keep the body as the report's bytes under a name and begin a run; to be called in a thread of `Uploads`.

    Raises `Problem` where they are refused.
    """
    refuse_when_full(api)
    spooled = _spooled(api, request)
    try:
        api.resources.files.keep([spooled])
    finally:
        spooled.discard()
    return _begun(api, report_id, spooled, name, actor)


def _spooled(api: Api, request: Request) -> Spooled:
    spooling = api.resources.spool.new()
    try:
        _receive(spooling, request, api.settings.limits.file_bytes)
    except BaseException:
        spooling.discard()
        raise
    return spooling.finish()


def _receive(spooling: Spooling, request: Request, limit: int) -> None:
    for data in body_of(request):
        spooling.write(data)
        if spooling.size_bytes > limit:
            raise of_error(FileTooLarge(size_bytes=spooling.size_bytes, limit_bytes=limit))
    if not spooling.size_bytes:
        raise of_error(FileEmpty())


def _begun(api: Api, report_id: int, spooled: Spooled, name: str, actor: str) -> Mended:
    try:
        run = mend(api.engine, report_id, sha256=spooled.sha256, size_bytes=spooled.size_bytes, name=name, actor=actor)
    except BytesOfAnotherError as error:
        raise Problem(
            409,
            "report.duplicate",
            f"这些内容属于年报 {error.report_id};请核对文件。",
            f"These bytes are those of report {error.report_id}; see which file is meant.",
            report_id=error.report_id,
        ) from error
    if run is None:
        raise unknown("report", "年报", report_id)
    return Mended.of(report_id, run, spooled.sha256)
