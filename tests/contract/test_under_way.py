"""Which batches are under way and which workers were seen, on both databases."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from intake.queries.under_way import BatchUnderWay, WorkerSeen, batches_under_way, workers_lately
from models.database import write
from models.tables import Attempt, AttemptOutcome, ReportState, Stage, utc_now
from tests.contract.examples import add_batch, add_report

HELD: dict[str, Any] = {"state": ReportState.WORKING, "lease_token": "t"}


def attempt(session: Session, worker: str | None, ago_s: float) -> None:
    at = utc_now() - timedelta(seconds=ago_s)
    session.add(
        Attempt(
            report_id=add_report(session, state=ReportState.DONE), run=1, stage=Stage.NORMALIZE, attempt=1,
            worker=worker, started_at=at, ended_at=at, outcome=AttemptOutcome.OK,
        )
    )  # fmt: skip
    session.flush()


def test_batches_with_unfinished_reports_are_under_way_the_newest_first(engine: Engine) -> None:
    with write(engine) as session:
        old, ended, new = (add_batch(session) for _ in range(3))
        for batch, state in ((old, "queued"), (old, "dead"), (old, "done"), (ended, "done"), (new, "queued")):
            add_report(session, batch_id=batch, state=ReportState(state))
        add_report(session, batch_id=new, lease_expires_at=utc_now(), **HELD)
    found = batches_under_way(engine)
    assert found == [
        BatchUnderWay(new, "试点", {ReportState.QUEUED: 1, ReportState.WORKING: 1}),
        BatchUnderWay(old, "试点", {ReportState.QUEUED: 1, ReportState.DEAD: 1, ReportState.DONE: 1}),
    ]
    assert [(each.ended, each.total) for each in found] == [(0, 2), (2, 3)]
    assert [each.id for each in batches_under_way(engine, most=1)] == [new]


def test_the_processes_of_a_worker_are_counted_together_with_what_they_hold(engine: Engine) -> None:
    with write(engine) as session:
        for worker, ago_s in (("nianbao@a/1", 100), ("nianbao@a/2", 5), ("nianbao@a/2", 50), ("nianbao@b/9", 7200)):
            attempt(session, worker, ago_s)
        attempt(session, None, 1)
        for owner in ("nianbao@a/1", "nianbao@a/1", "nianbao@c/7"):
            add_report(session, lease_owner=owner, lease_expires_at=utc_now(), **HELD)
    first, second = workers_lately(engine)
    assert (first.name, first.processes, first.in_hand) == ("nianbao@a", 2, 2)
    assert first.last_stored_at is not None
    assert timedelta(seconds=4) < utc_now() - first.last_stored_at < timedelta(seconds=40)
    assert second == WorkerSeen("nianbao@c", 1, 1, None)


def test_where_nothing_happens_nothing_is_under_way(engine: Engine) -> None:
    assert batches_under_way(engine) == []
    assert workers_lately(engine) == []
