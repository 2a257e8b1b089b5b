"""Old and new code side by side, and what a supervisor sees of a worker that ends."""

import os

from config.names import MESSAGE_VERSION, VERSION_HEADER
from tests.waiting import eventually

from .conftest import System, made_reports


def test_a_message_of_another_version_is_given_back_and_nothing_is_done(system: System) -> None:
    batch = system.submit(made_reports(3))
    with system.broker_client() as client:
        (message,) = client.lrange("bulk.normalize", 0, -1)
        named = f'"{VERSION_HEADER}": {MESSAGE_VERSION}'.encode()
        assert named in message
        client.delete("bulk.normalize")
        client.lpush("bulk.normalize", message.replace(named, named.replace(b": 1", b": 2")))
        with system.worker():
            log = system.folder / "worker.log"
            eventually(lambda: log.read_bytes().count(b"message.of_another_version") >= 2, "two looks", within_s=30)
            assert system.ledger(batch).in_flight == 3
            assert system.rows("SELECT 1 FROM attempt") == []
        for left in client.lrange("bulk.normalize", 0, -1):
            client.lrem("bulk.normalize", 1, left)
        client.lpush("bulk.normalize", message)
        client.delete("unacked", "unacked_index")
    with system.worker():
        assert system.finish(batch).done == 3


def test_a_worker_that_the_broker_has_no_room_for_fails_and_leaves_no_process(system: System) -> None:
    batch = system.submit(made_reports(200))
    with system.broker_client() as client:
        with system.worker() as process:
            eventually(lambda: system.rows("SELECT 1 FROM attempt"), "work in hand", within_s=30)
            client.config_set("maxmemory", "1mb")
            assert process.wait(60) == 1
            eventually(lambda: not _is_there(process.pid), "the end of its pool processes", within_s=20)
        client.config_set("maxmemory", "0")
    assert b"[worker.ended]" in (system.folder / "worker.log").read_bytes()
    with system.worker():
        assert system.finish(batch, within_s=90).done == 200


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
