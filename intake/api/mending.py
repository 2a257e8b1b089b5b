"""Takes the mended bytes of a report in and begins its run over them."""

from collections.abc import Iterator

from fastapi import Request

from models.files import Spooled
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
    spooled = api.resources.spool.filled(_bounded(body_of(request), api.settings.limits.file_bytes))
    try:
        api.resources.files.keep([spooled])
    finally:
        spooled.discard()
    return _begun(api, report_id, spooled, name, actor)


def _bounded(pieces: Iterator[bytes], limit_bytes: int) -> Iterator[bytes]:
    size_bytes = 0
    for piece in pieces:
        size_bytes += len(piece)
        if size_bytes > limit_bytes:
            raise of_error(FileTooLarge(size_bytes=size_bytes, limit_bytes=limit_bytes))
        yield piece
    if not size_bytes:
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
