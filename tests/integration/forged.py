"""Messages as a stranger with the broker's password could put them into a queue, past our own code and past Celery's."""

import base64
import json
import os
import pickle
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from redis import Redis

from .conftest import System

QUEUE = "bulk.normalize"


class Touching:
    """What a pickle can do: unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._path),)


def pickled(path: Path) -> bytes:
    """A message in pickle that makes the folder `path` when it is opened."""
    return message(pickle.dumps(Touching(path)), content_type="application/x-python-serialize", encoding="binary")


def asking(*args: object, task: str = "nianbao.normalize", **headers: object) -> bytes:
    """A message that calls a task as Celery's own do."""
    return message(json.dumps([args, {}, {}]).encode(), {"task": task, "id": str(uuid4()), "lang": "py"} | headers)


def message(
    body: bytes, headers: object = None, *, content_type: str = "application/json", encoding: str = "utf-8"
) -> bytes:
    """A message as kombu keeps it in Redis."""
    task = {"task": "nianbao.normalize", "id": str(uuid4()), "lang": "py"}
    tag = str(uuid4())
    return json.dumps(
        {
            "body": base64.b64encode(body).decode(),
            "content-type": content_type,
            "content-encoding": encoding,
            "headers": task if headers is None else headers,
            "properties": {
                "body_encoding": "base64",
                "correlation_id": tag,
                "delivery_info": {"exchange": "nianbao", "routing_key": QUEUE},
                "delivery_mode": 2,
                "delivery_tag": tag,
                "priority": 0,
            },
        }
    ).encode()


def put(system: System, *messages: bytes, queue: str = QUEUE) -> None:
    """Put messages into a queue of the system's broker."""
    with closing(Redis(unix_socket_path=system.settings.broker_url.removeprefix("redis+socket://"))) as client:
        for each in messages:
            client.lpush(queue, each)
