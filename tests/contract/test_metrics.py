"""`/metrics` says what the database holds, in text that Prometheus's own parser reads, on both databases."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col

from intake.metrics_text import metrics_text
from intake.queries.metrics import numbers, unbalanced_batches
from models.counters import add
from models.database import write
from models.tables import Batch, DeadLetter, Lane, Report, ReportState, Stage, Submission, SubmissionOutcome, utc_now
from tests.contract.examples import add_batch, add_report
from workers.queues import Messages

DEAD: dict[str, Any] = {
    "run": 1,
    "stage": Stage.NORMALIZE,
    "message_zh": "文件已加密",
    "message_en": "the file is encrypted; remove its password",
    "attempts": 1,
    "fingerprint": "0123456789abcdef",
}


def samples(engine: Engine, messages: Messages | None = None) -> dict[str, float]:
    """Every sample of the text, by its name with its labels' values, such as `nianbao_batches open`."""
    text = metrics_text(numbers(engine), unbalanced_batches(engine), messages).decode()
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    by_name = {" ".join([each.name, *_in_order(each.labels)]): each.value for each in found}
    assert len(by_name) == len(found)
    return by_name


def series(engine: Engine, messages: Messages | None = None) -> dict[str, float]:
    """The samples that are not 0."""
    return {name: value for name, value in samples(engine, messages).items() if value}


def _in_order(labels: dict[str, str]) -> Iterable[str]:
    return (labels[name] for name in ("lane", "state", "stage", "code", "act") if name in labels)


def submitted(session: Session, **values: Any) -> int:
    """A report with the submission that brought it."""
    report_id = add_report(session, **values)
    batch_id = session.get_one(Report, report_id).batch_id
    session.add(Submission(batch_id=batch_id, name="a", outcome=SubmissionOutcome.ACCEPTED, report_id=report_id))
    session.flush()
    return report_id


def test_an_empty_system_counts_nothing_and_names_what_it_will_count(engine: Engine) -> None:
    assert series(engine) == {}
    named = samples(engine).keys()
    assert {
        "nianbao_reports interactive dead parse_tables",
        "nianbao_oldest_waiting_seconds bulk normalize",
        "nianbao_retries_total normalize",
        "nianbao_stage_seconds_count normalize",
        "nianbao_reconciler_acts_total stranded",
        "nianbao_batch_imbalance",
        "nianbao_broker_up",
    } <= named
    assert not [name for name in named if name.startswith("nianbao_queue_messages")]


def test_reports_are_counted_by_state_stage_and_lane_and_the_oldest_that_waits_is_told(engine: Engine) -> None:
    now = utc_now()
    with write(engine) as session:
        batch = add_batch(session)
        for age_s in (5, 500, 50):
            submitted(session, batch_id=batch, queued_at=now - timedelta(seconds=age_s))
        submitted(session, batch_id=batch, lane=Lane.INTERACTIVE, stage=Stage.PARSE_TABLES)
        submitted(
            session, batch_id=batch, state=ReportState.WORKING, lease_token="t", lease_expires_at=now,
            queued_at=now - timedelta(hours=1),
        )  # fmt: skip
        submitted(session, batch_id=batch, state=ReportState.DONE, stage=Stage.CHECK_CONSISTENCY)
    found = series(engine)
    assert {name: value for name, value in found.items() if "oldest" not in name} == {
        "nianbao_reports bulk queued normalize": 3,
        "nianbao_reports interactive queued parse_tables": 1,
        "nianbao_reports bulk working normalize": 1,
        "nianbao_reports bulk done check_consistency": 1,
        "nianbao_pending_reports": 5,
        "nianbao_batches open": 1,
    }
    assert 500 <= found["nianbao_oldest_waiting_seconds bulk normalize"] < 560
    assert 0 <= found.get("nianbao_oldest_waiting_seconds interactive parse_tables", 0) < 60


def test_batches_dead_letters_and_sums_are_given(engine: Engine) -> None:
    with write(engine) as session:
        add_batch(session)
        session.add(Batch(label="b", lane=Lane.BULK, closed_at=utc_now()))
        for code, state in (("file.encrypted", "open"), ("file.encrypted", "open"), ("worker.lost", "dismissed")):
            report_id = submitted(session, state=ReportState.DEAD)
            session.execute(insert(DeadLetter).values(DEAD | {"report_id": report_id, "code": code, "state": state}))
        sums = {"stage_ms": 2500, "stage_reports": 4, "stage_retries": 1}
        add(session, {(name, "parse_tables"): total for name, total in sums.items()} | {("acts", "lost"): 7}, slot=0)
        add(session, {("stage_ms", "parse_tables"): 1}, slot=3)
    found = series(engine)
    assert (found["nianbao_batches open"], found["nianbao_batches closed"]) == (4, 1)
    assert found["nianbao_dead_letters open file.encrypted"] == 2
    assert found["nianbao_dead_letters dismissed worker.lost"] == 1
    assert found["nianbao_stage_seconds_sum parse_tables"] == 2.501
    assert found["nianbao_stage_seconds_count parse_tables"] == 4
    assert found["nianbao_retries_total parse_tables"] == 1
    assert found["nianbao_reconciler_acts_total lost"] == 7
    assert "nianbao_batch_imbalance" not in found


def test_queues_are_shown_while_the_broker_answers(engine: Engine) -> None:
    assert "nianbao_broker_up" not in series(engine)
    found = series(engine, {("bulk", "normalize"): 12, ("interactive", "normalize"): 0})
    assert found == {"nianbao_broker_up": 1, "nianbao_queue_messages bulk normalize": 12}


def test_a_file_that_is_missing_or_doubled_and_a_death_without_a_letter_are_an_imbalance(engine: Engine) -> None:
    with write(engine) as session:
        whole, lost, doubled, forgotten = (submitted(session) for _ in range(4))
        batches = {each: session.get_one(Report, each).batch_id for each in (whole, lost, doubled, forgotten)}
        session.add(
            Submission(batch_id=batches[lost], name="again", outcome=SubmissionOutcome.DUPLICATE, report_id=lost)
        )
    assert unbalanced_batches(engine) == 0
    with write(engine) as session:
        ours = (col(Submission.report_id) == lost, col(Submission.outcome) == SubmissionOutcome.ACCEPTED)
        session.execute(delete(Submission).where(*ours))
    assert unbalanced_batches(engine) == 1
    with write(engine) as session:
        session.add(
            Submission(batch_id=batches[doubled], name="b", outcome=SubmissionOutcome.ACCEPTED, report_id=doubled)
        )
    assert unbalanced_batches(engine) == 2
    with write(engine) as session:
        session.execute(update(Report).where(col(Report.id) == forgotten).values(state=ReportState.DEAD))
    assert unbalanced_batches(engine) == 3
