"""An intake that is killed within an upload, or has no room on its disk."""

from collections.abc import Iterator
from contextlib import suppress

import httpx
from sqlalchemy import func, select
from sqlmodel import col

from models.tables import Batch, Submission
from tests.acceptance.gate import free_port
from tests.chaos.files import Made
from tests.chaos.system import System
from tests.waiting import eventually

from .base import fault

_BOUNDARY = "chaos-boundary"
_LABEL = "disk-full"
_FULL = 507
_TIMEOUT_S = 60.0


@fault("kill_intake", "kill -9 of the server within an upload; the same call is made again.")
def _kill_intake(system: System) -> None:
    files, key = system.traffic.make(40), system.traffic.new_key()
    server = system.services["intake"]
    system.strike()
    at = system.random.randrange(len(files))

    def body() -> Iterator[bytes]:
        for number, each in enumerate(files):
            head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{each.name}"\r\n\r\n'
            yield head.encode()
            if number == at:
                yield each.content[: len(each.content) // 2]
                server.kill()
            yield each.content + b"\r\n"
        yield f"--{_BOUNDARY}--\r\n".encode()

    with suppress(httpx.TransportError):
        answer = system.traffic.client.post(
            "/v1/batches",
            content=body(),
            headers={"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Idempotency-Key": key},
        )
        raise AssertionError(f"a killed server answered {answer.status_code}")
    server.wait_until_ready()
    system.traffic.submit(files, key=key)


@fault("disk_full", "A server whose disk is full answers 507 and keeps nothing of what it was sent.")
def _disk_full(system: System) -> str:
    port, made = free_port(), system.traffic.poisoned("none")
    url = f"http://127.0.0.1:{port}"
    server = system.another("intake", "intake-full", f"--port={port}", LIMITS__FREE_BYTES=10**18)
    server.start()
    try:
        eventually(lambda: _answers(url), "the full server answers", within_s=90, every_s=0.1)
        system.strike()
        headers = {"Authorization": system.traffic.client.headers["Authorization"]}
        for route, name in (("/v1/batches", "files"), ("/v1/reports", "file")):
            answer = httpx.post(
                f"{url}{route}",
                params={"label": _LABEL},
                files={name: (made.name, made.content)},
                headers=headers,
                timeout=_TIMEOUT_S,
                trust_env=False,
            )
            said = answer.json().get("code")
            assert (answer.status_code, said) == (_FULL, "storage.full"), (
                f"a full disk was answered {answer.text[:300]}"
            )
        _assert_nothing_of(system, made)
    finally:
        server.kill(hold=True)
    return "507 storage.full"


def _assert_nothing_of(system: System, made: Made) -> None:
    named = select(func.count()).select_from(Submission).where(col(Submission.name) == made.name)
    assert not system.look.number(named), "a refused file has a submission"
    labelled = select(func.count()).select_from(Batch).where(col(Batch.label) == _LABEL)
    assert not system.look.number(labelled), "a refused call left a batch"
    kept = [*(system.folder / "data").rglob(f"*{made.sha256}*")]
    assert not kept, f"a refused file is kept: {kept}"


def _answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success
    return False
