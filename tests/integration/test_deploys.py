"""Old and new code side by side: what a message of the other means is not guessed."""

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
