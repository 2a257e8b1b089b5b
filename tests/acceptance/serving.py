"""`nianbao serve` as a process, and the client's commands against it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.waiting import eventually

from .program import Ended, Started, nianbao, started

_STARTED_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """The client's commands against a server."""

    url: str
    key: str

    def run(self, *words: str | Path, url: str | None = None, key: str | None = None, **settings: Any) -> Ended:
        """Run one of them to its end."""
        return nianbao(*words, **{"CLIENT__URL": url or self.url, "CLIENT__KEY": key or self.key} | settings)

    @contextmanager
    def running(self, *words: str | Path, url: str | None = None) -> Iterator[Started]:
        """One of them while it runs."""
        with started(*words, CLIENT__URL=url or self.url, CLIENT__KEY=self.key) as program:
            yield program


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Commands):
    """An embedded server that runs, and its own key."""

    program: Started
    port: int
    data_dir: Path


@contextmanager
def served(data_dir: Path, port: int, **settings: object) -> Iterator[Served]:
    """Run the embedded server on a port for as long as the block lasts."""
    data_dir.mkdir(exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    with started("serve", "--port", str(port), "--data-dir", data_dir, LIMITS__FREE_BYTES=0, **settings) as program:
        eventually(lambda: _answers(program, url), "the server answers", within_s=_STARTED_WITHIN_S, every_s=0.1)
        key = eventually(lambda: _key(data_dir), "the server has a key")
        yield Served(url=url, key=key, program=program, port=port, data_dir=data_dir)


def _key(data_dir: Path) -> str:
    path = data_dir / "api.key"
    return path.read_text("ascii").strip() if path.exists() else ""


def _answers(program: Started, url: str) -> bool:
    assert program.is_running, program.end().err
    try:
        return httpx.get(f"{url}/healthz", timeout=5).is_success
    except httpx.TransportError:
        return False


def told(ended: Ended) -> dict[str, Any]:
    """What a command printed for machines."""
    said: dict[str, Any] = json.loads(ended.out)
    return said
