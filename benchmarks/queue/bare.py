"""The bare chain: four empty tasks per report, one message each, with Celery's own defaults. It loses what is killed."""

import os

from celery import Celery, chain

STEPS = ("one", "two", "three", "four")
QUEUE = "bare"

app = Celery("bare", broker=os.environ.get("NIANBAO_BROKER_URL"))
app.conf.update(
    task_ignore_result=True,
    task_default_queue=QUEUE,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


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
