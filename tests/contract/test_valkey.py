"""The Valkey of the tests is a real one, reached as Celery reaches it, and keeps its data."""

import tempfile
from pathlib import Path

from kombu import Connection

from tests.servers import valkey_server


def test_a_message_outlives_the_server() -> None:
    with tempfile.TemporaryDirectory(prefix="nianbao-vk-") as folder:
        with valkey_server(Path(folder)) as url, Connection(url) as broker, broker.SimpleQueue("q") as queue:
            queue.put({"报告": 1})
        with valkey_server(Path(folder)) as url, Connection(url) as broker, broker.SimpleQueue("q") as queue:
            message = queue.get(timeout=10)
            message.ack()
    assert message.payload == {"报告": 1}
