"""The bare chain: four empty tasks per report, one message each, with the options that our own tasks have."""

from celery import Celery, chain
from kombu import Queue

from config.celery import celery_options
from config.settings import Settings, load_settings

STEPS = ("one", "two", "three", "four")
QUEUE = "bare"


def create(settings: Settings) -> Celery:
    """Return an app that has the four tasks."""
    made = Celery("bare", set_as_current=False)
    made.conf.update(celery_options(settings) | {"task_queues": [Queue(QUEUE)], "task_default_queue": QUEUE})
    for name in STEPS:
        made.task(name=name)(_empty)
    return made


def _empty(report_id: int) -> int:
    return report_id


def publish(publisher: Celery, report_id: int) -> None:
    """Send one report through the four tasks."""
    first, *others = (publisher.signature(name) for name in STEPS)
    chain(first.clone((report_id,)), *others).apply_async()


app = create(load_settings())  # the worker's own
