"""What an exception means for a report: its code, whether to try again and when, and what groups it with others."""

import hashlib
import random
import traceback
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy.exc import DBAPIError, OperationalError

from config.settings import WorkSettings
from models.files import FileCorrupt, FileMissing, FileStoreError
from pipeline import errors
from pipeline.messages import Message

from .apart import BugApartError
from .confined import places_of
from .time_limits import SoftTimeLimitExceeded

Kind = Literal["permanent", "transient", "lost", "bug"]

_KINDS: tuple[tuple[type[errors.ReportError], Kind], ...] = (
    (errors.Permanent, "permanent"),
    (errors.Transient, "transient"),
    (errors.Lost, "lost"),
)
_BUG = Message(
    "程序内部错误({kind});错误详情已保存,请交给维护人员,修复后重新处理。",
    "Our own code failed ({kind}); the traceback is kept, pass it to the maintainers and reprocess once it is mended.",
)
_MOST_TRACEBACK = 20_000
_MOST_OVERRUNS = 2  # the first may be the machine's load or a neighbour's; alone and again too slow, it is the file


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a report did not get through a stage.

    `fingerprint` is 16 hex digits, equal for failures of one cause; `traceback` is kept for bugs only.
    """

    code: str
    message: Message
    kind: Kind
    fingerprint: str
    traceback: str | None = None


def failure_of(error: BaseException, stage: str, settings: WorkSettings) -> Failure:
    """Return what `error` means; what is not of our tree and not known of a library is a bug.

    `MemoryExceeded` was measured in a process of the report's own, so that trying again would end alike; a
    `MemoryError` is of a process that did other things too, or of a machine without memory.
    """
    known = _known(error, settings)
    if known is None:
        return bug_of(error, stage)
    kind = next(kind for base, kind in _KINDS if isinstance(known, base))
    if isinstance(error, errors.MemoryExceeded):
        kind = "permanent"
    return Failure(known.code, known.message, kind, _fingerprint(stage, known.code))


def bug_of(error: BaseException, stage: str) -> Failure:
    """Return the failure of a bug of ours, whatever the exception, in this process or in one that read a file for it."""
    if isinstance(error, BugApartError):
        name, places, trace = error.name, error.places, error.trace
    else:
        name, places = type(error).__name__, places_of(error)
        trace = "".join(traceback.format_exception(error))
    return Failure(
        code=f"internal.{name}",
        message=_BUG.filled(kind=name),
        kind="bug",
        fingerprint=_fingerprint(stage, name, *places),
        traceback=trace[-_MOST_TRACEBACK:].replace("\x00", ""),
    )


def database_is_away(error: DBAPIError) -> bool:
    """Whether the database cannot be reached or used now; anything else that it says is about what we sent."""
    return isinstance(error, OperationalError) or error.connection_invalidated


def lost_failure(stage: str, attempts: int) -> Failure:
    """Return the failure of a report whose process died under it."""
    error = errors.WorkerLost(attempts=attempts)
    return Failure(error.code, error.message, "lost", _fingerprint(stage, error.code))


def may_try_again(failure: Failure, attempt: int, settings: WorkSettings) -> bool:
    """Whether a report that failed its `attempt`-th time at a stage is tried again."""
    most = settings.max_attempts
    if failure.code == errors.TimeExceeded.code:
        most = min(most, _MOST_OVERRUNS)
    return failure.kind in {"transient", "lost"} and attempt < most


def backoff(attempt: int, settings: WorkSettings) -> timedelta:
    """Return how long to wait after the `attempt`-th attempt: exponential, bounded, with full jitter.

    Full jitter spreads the retries of a dependency's outage over the whole wait instead of sending them at once.
    """
    ceiling = min(settings.backoff_cap_s, settings.backoff_base_s * 2 ** min(attempt - 1, 30))
    return timedelta(seconds=random.uniform(0, ceiling))  # noqa: S311 - spreads load, keeps no secret


def _known(error: BaseException, settings: WorkSettings) -> errors.ReportError | None:
    match error:
        case errors.ReportError():
            return error
        case MemoryError():
            return errors.MemoryExceeded()
        case SoftTimeLimitExceeded():
            return errors.TimeExceeded(limit_s=settings.soft_limit_s)
        case FileMissing():
            return errors.StorageMissing(sha256=error.sha256)
        case FileCorrupt():
            return errors.StorageCorrupt(sha256=error.sha256)
        case FileStoreError() | OSError():
            reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__
            return errors.StorageUnavailable(reason=reason)
        case DBAPIError():
            return errors.DatabaseUnavailable(reason=type(error).__name__)
        case _:
            return None


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
