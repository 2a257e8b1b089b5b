"""The reconciler against a real broker: what is published again, and what is not."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from config.names import QUEUES, STAGES
from config.settings import Settings
from intake.recording import Taken
from intake.source import SourceFile
from models.tables import Lane
from tests.conftest import Databases
from tests.servers import valkey_server
from tests.waiting import eventually
from workers.claims import claim
from workers.dispatch import chunks
from workers.reconciler import Reconciler

from .conftest import QUICK, System, made_reports

BACKLOG = 20_000


def queued_messages(system: System) -> int:
    with system.broker_client() as client:
        return sum(int(str(client.llen(queue))) for queue in QUEUES)


def test_intake_answers_while_the_broker_is_away_and_the_reconciler_publishes_later(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    folder = tmp_path / "broker"
    url = f"redis+socket://{folder / 'valkey.sock'}"
    work = QUICK.model_copy(update={"chunk_size": 3})
    settings = Settings(data_dir=tmp_path / "d", database_url=sqlite_databases.migrated(), broker_url=url, work=work)
    system = System(settings, tmp_path)
    batch = system.submit(made_reports(7))
    assert system.ledger(batch).in_flight == 7
    assert system.rows("SELECT count(*) FROM report WHERE published_at IS NULL") == [(7,)]
    folder.mkdir()
    with valkey_server(folder) as started:
        assert started == url
        published: list[int] = []

        def all_published() -> bool:
            published.append(system.reconciler.act().published)
            return sum(published) >= 7

        eventually(all_published, "the publication", within_s=20)
        assert sum(published) == 7
        assert system.rows("SELECT count(*) FROM report WHERE published_at IS NULL") == [(0,)]
        messages = queued_messages(system)
        assert 3 <= messages <= 2 + len(published)
        assert system.reconciler.act().published == 0
        assert queued_messages(system) == messages
    system.app.close()
    system.resources.engine.dispose()


def test_a_backlog_alone_is_never_published_again_however_long_and_slow(system: System) -> None:
    batch = system.intake.open_batch("backlog", "nowhere", Lane.BULK, resume=False)
    for part in chunks([Taken(f"{n}.txt", 1, f"{n:064x}") for n in range(BACKLOG)], 1000):
        system.intake.record(batch, Lane.BULK, part)
    messages = queued_messages(system)
    assert messages == BACKLOG // system.settings.work.chunk_size
    with system.worker() as process:  # each report is dead at once, since its bytes were never stored
        eventually(lambda: system.ledger(batch).dead, "work in hand", within_s=30)
        process.send_signal(signal.SIGSTOP)
        acts = [system.reconciler.act() for _ in range(30)]
        process.send_signal(signal.SIGCONT)
        before = system.ledger(batch).dead
        eventually(lambda: system.ledger(batch).dead > before + 100, "more work", within_s=30)
        acts += [system.reconciler.act() for _ in range(30)]
    assert [each for each in acts if each.published or each.stranded] == []
    assert system.ledger(batch).in_flight > BACKLOG // 2


def test_a_flushed_broker_is_noticed_at_once_and_its_reports_are_given_again(system: System) -> None:
    system.reconciler.act()
    batch = system.submit(made_reports(10))
    assert system.reconciler.act().stranded == 0
    with system.broker_client() as client:
        client.flushall()
    acts = system.reconciler.act()
    assert (acts.stranded, system.reconciler.act().stranded) == (10, 0)
    with system.worker():
        assert system.finish(batch).done == 10


def test_a_message_that_was_lost_is_missed_though_the_broker_is_never_idle(system: System) -> None:
    """As when a worker dies in the moment between fetching a message and noting that it has it."""
    lost = system.submit(made_reports(3))
    with system.broker_client() as client:
        assert client.rpop("bulk.normalize") is not None
        later = system.submit(made_reports(5, seed=1))
        found = 0

        def missed() -> bool:
            """Each round the oldest message is taken and a new one comes, so that there is always one."""
            nonlocal found
            found += system.reconciler.act().stranded
            system.app.send_task("nianbao.normalize", args=([[999_999, 1]],), queue="bulk.normalize")
            assert client.rpop("bulk.normalize") is not None
            assert client.llen("bulk.normalize")
            return bool(found)

        eventually(missed, "that a message is gone", within_s=30, every_s=0.2)
    assert system.rows("SELECT count(*) FROM report WHERE published_at IS NULL AND batch_id = :b", b=lost) == [(0,)]
    with system.worker():
        assert system.finish(lost).done == 3
        assert system.finish(later).done == 5


def test_two_reconcilers_at_once_do_no_harm(system: System) -> None:
    batch = system.submit(made_reports(30))
    second = Reconciler(system.resources, system.app)
    claim(
        system.resources.engine,
        "normalize",  # type: ignore[arg-type]
        [(1, 1), (2, 1), (3, 1)],
        lease=timedelta(seconds=-1),
        owner="gone@host/1",
        task_id="gone",
    )
    with system.worker():

        def finished() -> bool:
            second.act()
            system.reconciler.act()
            return not system.ledger(batch).in_flight

        eventually(finished, "the end of the batch", within_s=60)
    assert system.ledger(batch).done == 30
    assert system.rows("SELECT count(*) FROM attempt WHERE outcome = 'ok'") == [(30 * len(STAGES),)]
    assert system.rows("SELECT count(*) FROM attempt WHERE outcome = 'lost'") == [(3,)]


def test_what_a_person_waits_for_is_served_before_bulk(system: System) -> None:
    bulk = system.submit(made_reports(60))
    alone = system.submit(made_reports(1, seed=7), Lane.INTERACTIVE)
    with system.worker():
        system.finish(alone)
        system.finish(bulk)
    # The bulk messages were there first; those that the two pool processes had in hand may have ended before it.
    earlier = "SELECT count(*) FROM report WHERE finished_at < (SELECT finished_at FROM report WHERE batch_id = :alone)"
    ((before,),) = system.rows(earlier, alone=alone)
    assert int(str(before)) <= 2 * system.settings.work.chunk_size


def test_the_reconcile_command_acts_once_and_as_a_process(system: System) -> None:
    batch = system.submit(made_reports(4))
    with system.broker_client() as client:
        client.flushall()
    command = [sys.executable, "-m", "intake.cli", "reconcile"]
    once = subprocess.run([*command, "--once"], env=system.environment(), capture_output=True, text=True, check=True)
    assert once.stdout == "lost=0 stranded=0 published=0\n"
    with system.worker(), subprocess.Popen(command, env=system.environment(), stderr=subprocess.PIPE) as process:
        eventually(lambda: not system.ledger(batch).in_flight, "the end of the batch", within_s=60)
        process.terminate()
        assert process.wait(20) == 0


def test_a_submission_that_is_repeated_in_its_batch_changes_nothing(system: System) -> None:
    folder = system.folder / "incoming"
    folder.mkdir()
    for name, data in made_reports(3).items():
        (folder / name).write_bytes(data)
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    (folder / "empty.txt").touch()
    files = [SourceFile(path, path.name) for path in sorted(folder.iterdir())]
    batch = system.intake.open_batch("b", str(folder), Lane.BULK, resume=True)
    for _ in range(2):
        assert system.intake.open_batch("b", str(folder), Lane.BULK, resume=True) == batch
        system.intake.submit(batch, Lane.BULK, files)
    counts = system.ledger(batch)
    assert (counts.submitted, counts.in_flight, counts.duplicate, counts.rejected) == (5, 3, 1, 1)
    assert counts.balanced
    assert system.rows("SELECT code FROM submission WHERE outcome = 'rejected'") == [("file.empty",)]
    system.intake.close_batch(batch)
    assert system.intake.open_batch("b", str(folder), Lane.BULK, resume=True) != batch
