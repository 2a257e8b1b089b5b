"""The Celery apps: the workers' own, set up by the environment on first use, and one for those who only publish."""

import resource
import sys
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init

from config.celery import celery_options
from config.logs import configure_logging
from config.settings import Settings, load_settings

from .processes import end_with_parent
from .transport import use_our_transport

use_our_transport()
app = Celery("nianbao", include=["workers.tasks"])
app.add_defaults(lambda: celery_options(load_settings()))


def create_app(settings: Settings) -> Celery:
    """Return an app that publishes to the broker of `settings`; it has no tasks, so it runs nothing."""
    publisher = Celery("nianbao", set_as_current=False)
    publisher.conf.update(celery_options(settings))
    return publisher


@setup_logging.connect
def _set_up_logging(**_: Any) -> None:
    configure_logging(load_settings().log)


@worker_process_init.connect
def _set_up_pool_process(**_: Any) -> None:
    """Bound the memory of a pool process, so that a huge report gives a MemoryError and not a dead machine."""
    end_with_parent()
    if sys.platform != "linux":
        return
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a file of the kernel's
        pages = int(statm.read().split()[0])
    in_use = pages * resource.getpagesize()
    allowed = in_use + load_settings().work.memory_limit_mb * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
