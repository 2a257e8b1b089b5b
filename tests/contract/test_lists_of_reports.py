"""Reports are found under every filter, page by page, the same on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from intake.queries.report_filter import ReportFilter
from intake.queries.reports import FindingCounts, audit_of, page_of_reports, report_line, runs_of
from models.database import write
from models.tables import (
    ApiKey,
    Batch,
    KeyRole,
    Lane,
    ReportState,
    RunCause,
    Severity,
    Submission,
    SubmissionOutcome,
    Verdict,
)
from tests.contract.examples import add_batch, add_report, note
from tests.contract.made_results import add_dead_letter, add_done, add_finding, add_run


def ids(engine: Engine, **chosen: Any) -> list[int]:
    return [line.id for line in page_of_reports(engine, ReportFilter(**chosen), after=None, limit=100).items]


def made(engine: Engine, make: Callable[[Session], Any]) -> Any:
    with write(engine) as session:
        return make(session)


def test_pages_follow_each_other_while_reports_are_added(engine: Engine) -> None:
    known = made(engine, lambda session: [add_report(session) for _ in range(5)])
    first = page_of_reports(engine, ReportFilter(), after=None, limit=2)
    known += made(engine, lambda session: [add_report(session)])
    second = page_of_reports(engine, ReportFilter(), after=first.next, limit=2)
    third = page_of_reports(engine, ReportFilter(), after=second.next, limit=2)
    assert [line.id for page in (first, second, third) for line in page.items] == known
    assert (first.next, second.next, third.next) == (known[1], known[3], None)


def test_a_page_takes_two_statements_whatever_its_size(engine: Engine) -> None:
    def fill(session: Session) -> None:
        for _ in range(20):
            add_finding(session, add_done(session), "T3-002")

    made(engine, fill)
    asked: list[str] = []

    def note_statement(*arguments: Any) -> None:
        asked.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note_statement)
    assert len(page_of_reports(engine, ReportFilter(), after=None, limit=20).items) == 20
    assert len([each for each in asked if each.startswith("SELECT")]) == 2


def test_an_agency_is_found_by_its_whole_name_or_by_the_beginning_of_it(engine: Engine) -> None:
    names = ["云岫县水务局", "云岫县", "云岫县_水", "云岫市水务局", "Ab局", "ab局", None]
    found = made(engine, lambda session: {name: add_report(session, agency=name) for name in names})
    assert ids(engine, agency="云岫县") == [found["云岫县"]]
    assert ids(engine, agency="云岫县*") == [found["云岫县水务局"], found["云岫县"], found["云岫县_水"]]
    assert ids(engine, agency="云岫县_*") == [found["云岫县_水"]]
    assert ids(engine, agency="a*") == [found["ab局"]]
    assert ids(engine, agency="%*") == []


def test_year_state_and_form_must_hold_together(engine: Engine) -> None:
    wanted = {"year": 2023, "form": "2021", "state": ReportState.DONE}
    (same, *_) = made(
        engine,
        lambda session: [
            add_report(session, **wanted),
            *(add_report(session, **(wanted | other)) for other in (
                {"year": 2022}, {"form": "2019"}, {"form": None}, {"state": ReportState.QUEUED}
            )),
        ],
    )  # fmt: skip
    assert ids(engine, **wanted) == [same]
    assert len(ids(engine, year=2023)) == 4


def test_rule_and_severity_mean_one_sure_finding_of_the_shown_results(engine: Engine) -> None:
    def fill(session: Session) -> tuple[int, int]:
        failed, old, uncertain = (add_done(session, run=2) for _ in range(3))
        add_finding(session, failed, "T3-002", run=2)
        add_finding(session, failed, "F-001", "info", run=2, ordinal=1)
        add_finding(session, old, "T3-002", run=1)
        add_finding(session, uncertain, "T3-002", run=2, verdict=Verdict.UNCERTAIN)
        return failed, add_done(session)

    failed, _without = made(engine, fill)
    assert ids(engine, rule="T3-002") == [failed]
    assert ids(engine, severity=Severity.INFO) == [failed]
    assert ids(engine, rule="T3-002", severity=Severity.ERROR) == [failed]
    assert ids(engine, rule="T3-002", severity=Severity.INFO) == []


def submitted(session: Session, batch_id: int, report_id: int, outcome: SubmissionOutcome) -> None:
    name = f"{report_id}.txt"
    session.add(Submission(batch_id=batch_id, name=name, sha256="0" * 64, outcome=outcome, report_id=report_id))


def add_key(session: Session, name: str) -> int:
    key = ApiKey(name=name, role=KeyRole.SUBMIT, prefix=name, secret_hash="0" * 64, created_by="试")
    session.add(key)
    session.flush()
    return key.id


def test_a_batch_and_a_key_have_the_reports_that_their_files_point_to_duplicates_too(engine: Engine) -> None:
    def fill(session: Session) -> tuple[int, int, int, list[int]]:
        keys = [add_key(session, name) for name in ("ours", "theirs")]
        batches = [Batch(label="批", lane=Lane.BULK, key_id=key) for key in keys]
        session.add_all(batches)
        session.flush()
        ours, theirs, nobodys = (add_report(session) for _ in range(3))
        submitted(session, batches[0].id, ours, SubmissionOutcome.ACCEPTED)
        submitted(session, batches[0].id, theirs, SubmissionOutcome.DUPLICATE)
        submitted(session, batches[1].id, theirs, SubmissionOutcome.ACCEPTED)
        submitted(session, add_batch(session), nobodys, SubmissionOutcome.ACCEPTED)
        return batches[0].id, keys[0], keys[1], [ours, theirs, nobodys]

    batch, our_key, their_key, (ours, theirs, nobodys) = made(engine, fill)
    assert ids(engine, batch_id=batch) == ids(engine, key_id=our_key) == [ours, theirs]
    assert ids(engine, key_id=their_key) == [theirs]
    assert report_line(engine, ours, key_id=their_key) is None
    assert report_line(engine, nobodys, key_id=our_key) is None
    line = report_line(engine, nobodys)
    assert line is not None
    assert line.id == nobodys


def test_a_line_counts_what_fails_by_severity_and_tells_the_code_only_of_what_is_dead_now(engine: Engine) -> None:
    def fill(session: Session) -> tuple[int, int]:
        dead = add_report(session, state=ReportState.DEAD, run=2, result_run=1, agency="某局")
        for ordinal, severity in enumerate(("error", "error", "warning")):
            add_finding(session, dead, "T3-002", severity, ordinal=ordinal)
        add_finding(session, dead, "T3-002", ordinal=3, verdict=Verdict.UNCERTAIN)
        add_dead_letter(session, dead, 1, "of.before")
        add_dead_letter(session, dead, 2, "of.now")
        again = add_report(session, state=ReportState.QUEUED)
        add_dead_letter(session, again, 1, "sent.again")
        return dead, again

    dead, again = made(engine, fill)
    first, second = page_of_reports(engine, ReportFilter(), after=None, limit=9).items
    assert (first.id, first.code, first.agency, first.findings) == (dead, "of.now", "某局", FindingCounts(2, 1, 0))
    assert (second.id, second.code, second.findings) == (again, None, FindingCounts())


def test_a_report_that_is_not_there_has_no_line_no_runs_and_no_entries(engine: Engine) -> None:
    assert report_line(engine, 404) is None
    assert runs_of(engine, 404) == []
    assert audit_of(engine, 404) == []


def test_runs_and_audit_entries_come_in_their_order(engine: Engine) -> None:
    def fill(session: Session) -> int:
        report_id = add_report(session, run=2)
        session.flush()
        add_run(session, report_id, 2, cause=RunCause.MENDED)
        add_run(session, report_id, 1)
        note(session, report_id, "report.submitted", "report.requeued")
        return report_id

    report_id = made(engine, fill)
    assert [(run.run, run.cause) for run in runs_of(engine, report_id)] == [
        (1, RunCause.SUBMITTED),
        (2, RunCause.MENDED),
    ]
    assert [(entry.seq, entry.action) for entry in audit_of(engine, report_id)] == [
        (1, "report.submitted"),
        (2, "report.requeued"),
    ]


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        ({"year": 2023}, "ix_report_year_id"),
        ({"form": "2019"}, "ix_report_form_id"),
        ({"state": ReportState.DEAD}, "ix_report_state_id"),
        ({"agency": "云岫县"}, "ix_report_agency_year"),
        ({"rule": "T3-002"}, "ix_finding_rule_verdict_report_id_run"),
        ({"severity": Severity.ERROR}, "ix_finding_severity_verdict_report_id_run"),
        ({"batch_id": 1}, "ix_submission_batch_id_report_id"),
        ({"key_id": 1}, "ix_batch_key_id"),
    ],
)
def test_sqlite_serves_each_filter_by_an_index(sqlite_engine: Engine, chosen: dict[str, Any], index: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note_statement(*arguments: Any) -> None:
        asked.append((arguments[2], arguments[3]))

    event.listen(sqlite_engine, "before_cursor_execute", note_statement)
    ids(sqlite_engine, **chosen)
    statement, values = next(each for each in asked if each[0].startswith("SELECT"))
    with sqlite_engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert index in str(plan)
