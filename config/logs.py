"""structlog over the standard library: JSON lines, or a readable form on a terminal; never a report's contents."""

import io
import json
import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from .settings import LogSettings

# What a terminal obeys or a reader of lines takes for an end of line; JSON itself escapes the first 32 characters only.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
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
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_one_line, ensure_ascii=False)]
        if as_json
        # Not rich's tracebacks: they show local variables, so keys and contents, and take seconds to draw.
        else [_without_controls, structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=_traceback)]
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


def _one_line(event: EventDict, **how: Any) -> str:
    return _escaped(json.dumps(event, **how))


def _without_controls(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What strangers wrote (an address, a name) is shown and not obeyed; what is no text is shown by `repr` anyway."""
    return {key: _escaped(value) if isinstance(value, str) else value for key, value in event.items()}


def _traceback(stream: TextIO, exception: Any) -> None:
    lines = io.StringIO()
    structlog.dev.plain_traceback(lines, exception)
    stream.write("\n".join(map(_escaped, lines.getvalue().split("\n"))))


def _escaped(text: str) -> str:
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
