"""The bare chain: four empty tasks per report, one message each, with the options that our own tasks have."""

from celery import Celery, chain
from kombu import Queue

from config.celery import celery_options
from config.settings import load_settings

STEPS = ("one", "two", "three", "four")
QUEUE = "bare"

app = Celery("bare")
app.conf.update(celery_options(load_settings()) | {"task_queues": [Queue(QUEUE)], "task_default_queue": QUEUE})


def _define(name: str) -> None:
    @app.task(name=name)
    def empty(report_id: int) -> int:
        return report_id


for _name in STEPS:
    _define(_name)


def publish(report_id: int) -> None:
    """Send one report through the four tasks."""
    first, *others = (app.signature(name) for name in STEPS)
    chain(first.clone((report_id,)), *others).apply_async()
