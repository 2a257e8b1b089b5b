"""The four Celery tasks, one a stage; all they do is hand one message to `run_stage` and its result to the next link."""

import os
import random
import time
from typing import Any

import structlog
from celery import Task
from celery.exceptions import Reject, WorkerLostError
from celery.signals import task_failure
from sqlalchemy.exc import DBAPIError

from config.names import MESSAGE_VERSION, VERSION_HEADER, task_name
from config.settings import MOST_IN_CHUNK
from models.database import dispose
from models.tables import Stage

from . import apart  # noqa: F401 - with the large readers, which the pool's processes so share
from .app import app
from .claims import Pair, expire_leases_of_task
from .dispatch import labelled
from .failures import database_is_away
from .handled import Handled
from .resources import process_resources
from .stage import run_stage
from .time_limits import time_limits

log = structlog.get_logger(__name__)
_PAUSE_S = 2.0  # before a message is given back that nobody may be able to take, so that it does not spin
_NO_NUMBER = 2**63  # what a database cannot hold


class StageTask(Task[..., Any]):
    """A stage as Celery sees it: shown by the number of its reports and their batch, never by their ids."""

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override]
        """Publish, with arguments that read well in Flower."""
        given = args[0] if args else ()
        pairs = given.due if isinstance(given, Handled) else given
        reports = len(pairs) if isinstance(pairs, list | tuple) else 0
        return super().apply_async(args, kwargs, **options | labelled(reports, (kwargs or {}).get("batch_id")))


def _define(stage: Stage) -> Task[..., Any]:
    @app.task(bind=True, base=StageTask, name=task_name(stage.value))
    def task(self: Task[..., Any], pairs: Any, batch_id: int | None = None) -> Handled:
        return _work(self, stage, pairs, batch_id)

    return task


def _work(task: Task[..., Any], stage: Stage, pairs: Any, batch_id: int | None) -> Handled:
    valid = _valid(pairs)
    version = task.request.get(VERSION_HEADER, MESSAGE_VERSION)
    with structlog.contextvars.bound_contextvars(task_id=task.request.id, batch=batch_id, stage=stage.value):
        if version != MESSAGE_VERSION:
            log.warning("message.of_another_version", version=str(version)[:20], ours=MESSAGE_VERSION)
            raise _given_back("version")
        if valid is None:
            log.error("message.malformed")
            task.request.chain = None
            return Handled(words="malformed message")
        try:
            resources = process_resources()
            work = resources.settings.work
            with time_limits(work.soft_limit_s, work.hard_limit_s):
                done = run_stage(stage, valid, resources, owner=_owner(task), task_id=str(task.request.id))
        except DBAPIError as error:
            if not database_is_away(error):
                raise
            log.warning("database.away", error=type(error).__name__)
            raise _given_back(type(error).__name__) from error
        except MemoryError:
            # It would end Celery's main process. The leases end now, and the reports come back alone.
            done = Handled(words="out of memory: all come back alone")
            log.warning("memory.exceeded")
            expire_leases_of_task(process_resources().engine, str(task.request.id))
    if not done.due:
        task.request.chain = None  # nothing is left for the next link
    return done


def _given_back(reason: str) -> Reject:
    """After a pause, what gives the message back to its queue: it is nobody's fault, and no report's attempt."""
    time.sleep(random.uniform(0.5, 1) * _PAUSE_S)  # noqa: S311 - spreads load, keeps no secret
    return Reject(reason, requeue=True)


def _valid(pairs: Any) -> list[Pair] | None:
    """The message's pairs, or None if it is no list of `[report_id, run]`, or too long: a message is only a hint."""
    if not isinstance(pairs, list) or len(pairs) > MOST_IN_CHUNK:
        return None
    numbers = [pair for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2]
    if len(numbers) != len(pairs) or any(
        type(n) is not int or not 0 < n < _NO_NUMBER for pair in numbers for n in pair
    ):
        return None
    return [(pair[0], pair[1]) for pair in numbers]


def _owner(task: Task[..., Any]) -> str:
    return f"{task.request.hostname}/{os.getpid()}"


@task_failure.connect
def _free_what_died(task_id: str, exception: BaseException, **_: Any) -> None:
    """In the worker's main process: a pool process died, at the hard limit or before, so its leases end now."""
    if not isinstance(exception, WorkerLostError):
        return
    try:
        freed = expire_leases_of_task(process_resources().engine, task_id)
    except DBAPIError as error:
        log.warning("leases.not_freed", task_id=task_id, error=type(error).__name__)
    else:
        log.warning("process.lost", task_id=task_id, reports=freed, error=type(exception).__name__)
    finally:
        # Pool processes are forked from this one: SQLite's locks and a server's connection must not come with them.
        dispose(process_resources().engine)


normalize = _define(Stage.NORMALIZE)
detect_sections = _define(Stage.DETECT_SECTIONS)
parse_tables = _define(Stage.PARSE_TABLES)
check_consistency = _define(Stage.CHECK_CONSISTENCY)
