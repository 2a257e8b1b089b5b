"""Celery's options, made from our settings; each one that matters for not losing reports says why."""

import ssl
from typing import Any

from kombu import Exchange, Queue

from .names import QUEUES
from .settings import Settings


def celery_options(settings: Settings) -> dict[str, Any]:
    """Return the options of the Celery app. They must be equal in every process that talks to the broker."""
    work = settings.work
    return {
        "broker_url": settings.broker_url,
        "broker_transport_options": {
            "visibility_timeout": work.visibility_timeout_s,
            # Without these, messages of a lost worker come back after the visibility timeout plus up to 100 s.
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "queue_order_strategy": "priority",
            "priority_steps": [0],
            "socket_keepalive": not settings.broker_url.startswith("redis+socket"),
            "socket_connect_timeout": 5,
            # Publishing to a broker that is away fails at once; the reconciler publishes later.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.1,
        },
        # Said by us: kombu by itself would take any certificate.
        "broker_use_ssl": _verified(settings) if settings.broker_url.startswith("rediss://") else None,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # No result backend: with one, publishing hangs while Redis is away, and the database has the results.
        "result_backend": None,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        # Each queue has its own key: queues that shared one would each get a copy of every message.
        "task_queues": [Queue(name, Exchange("nianbao", type="direct"), routing_key=name) for name in QUEUES],
        "task_default_queue": QUEUES[-1],
        "task_create_missing_queues": False,
        # A message is acknowledged when its chunk is stored. What a lost process held comes back by its lease, not
        # by the broker's word that the process is gone, which would repeat a deadly report without limit.
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,
        "worker_prefetch_multiplier": 1,
        "worker_concurrency": work.concurrency,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_send_task_events": True,
        "task_send_sent_event": True,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_soft_shutdown_timeout": 10.0,
        "worker_proc_alive_timeout": 30.0,
        "enable_utc": True,
    }


def _verified(settings: Settings) -> dict[str, Any]:
    """A TLS connection to whom the certificate names, vouched for by the file that is set or by the system's."""
    trusted = {"ssl_ca_certs": settings.broker_ca_file} if settings.broker_ca_file else {}
    return {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True, **trusted}
