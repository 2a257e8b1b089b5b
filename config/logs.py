"""structlog over the standard library: JSON lines, or a readable form on a terminal; never a report's contents."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from .settings import LogSettings

_QUIET = (
    "uvicorn",
    "alembic",
    "celery.redirected",
    "kombu",
    "amqp",
    "celery.worker.strategy",
    "celery.app.trace",
    "celery.pool",
)


def configure_logging(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send every log of this process to `stream` (standard error) in one form; calling it again replaces the first."""
    stream = stream or sys.stderr
    as_json = settings.format == "json" or (settings.format == "auto" and not stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    rendering: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        # Not rich's tracebacks: they show local variables, so keys and contents, and take seconds to draw.
        else [structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
