"""Flower as a browser or a program sees it: its pages and its API, with and without the password."""

import base64
import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


@dataclass(frozen=True, slots=True)
class FlowerSite:
    """A Flower that runs on a port of this machine, or will."""

    port: int
    password: str
    user: str = "operator"

    def ask(self, path: str, *, password: str | None = None, method: str = "GET") -> tuple[int, bytes]:
        """Status and body of a page; with its own password unless another is given, "" for none. 0: nothing listens."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        used = self.password if password is None else password
        if used:
            request.add_header("Authorization", "Basic " + base64.b64encode(f"{self.user}:{used}".encode()).decode())
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read()
        except HTTPError as refused:
            with refused:
                return refused.code, b""
        except (URLError, ConnectionError, TimeoutError):
            return 0, b""

    def answers(self) -> bool:
        """Whether it has started."""
        return self.ask("/")[0] == 200

    def json(self, path: str) -> Any:
        """What its API says."""
        return json.loads(self.ask(path)[1] or b"{}")

    def ended_tasks(self) -> list[dict[str, Any]]:
        """The tasks that it saw succeed."""
        return [task for task in self.json("/api/tasks").values() if task["state"] == "SUCCESS"]
