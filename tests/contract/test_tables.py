"""What is stored comes back the same from both databases, and both refuse the same nonsense."""

from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col

from models.database import read, write
from models.tables import (
    AgencyLevel,
    Attempt,
    Batch,
    DeadLetter,
    Doubt,
    Finding,
    Lane,
    LitigationRow,
    NormalizedText,
    ProactiveDisclosureRow,
    Report,
    ReportState,
    RequestsRow,
    Section,
    Stage,
    Submission,
    utc_now,
)
from tests.contract.examples import MOMENT, add_batch, add_report

DEAD: dict[str, Any] = {
    "run": 1,
    "stage": "normalize",
    "code": "file.encrypted",
    "message_zh": "文件已加密",
    "message_en": "the file is encrypted; remove its password",
    "attempts": 1,
    "fingerprint": "0123456789abcdef",
}
FOUND: dict[str, Any] = {
    "run": 1,
    "ordinal": 0,
    "rule": "T3-002",
    "rule_version": "1",
    "severity": "error",
    "verdict": "fail",
    "message_zh": "不等",
    "message_en": "differs",
}


def test_a_new_report_is_queued_at_the_first_stage_of_run_one(engine: Engine) -> None:
    with write(engine) as session:
        report_id = add_report(session)
    with read(engine) as session:
        report = session.get_one(Report, report_id)
        assert (report.state, report.stage, report.lane) == (ReportState.QUEUED, Stage.NORMALIZE, Lane.BULK)
        assert (report.run, report.attempt, report.isolated, report.result_run) == (1, 0, False, None)
        assert (report.audit_seq, report.audit_head) == (0, "0" * 64)


def test_a_moment_comes_back_aware_and_equal_to_the_microsecond(engine: Engine) -> None:
    beijing = MOMENT.astimezone(timezone(timedelta(hours=8)))
    with write(engine) as session:
        report_id = add_report(session, queued_at=beijing, published_on=date(2024, 1, 30))
    with read(engine) as session:
        report = session.get_one(Report, report_id)
        assert report.queued_at == MOMENT
        assert report.queued_at.utcoffset() == timedelta(0)
        assert report.published_at is None
        assert report.published_on == date(2024, 1, 30)


def test_what_a_report_says_of_itself_comes_back_and_an_unknown_level_is_refused(engine: Engine) -> None:
    period = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
    with write(engine) as session:
        report_id = add_report(session, level=AgencyLevel.TOWN, region="青箬市鹭洲镇", **period)
    with read(engine) as session:
        report = session.get_one(Report, report_id)
        assert (report.level, report.region) == (AgencyLevel.TOWN, "青箬市鹭洲镇")
        assert (report.period_start, report.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    with pytest.raises((IntegrityError, StatementError)), write(engine) as session:
        session.execute(update(Report).values(level="village"))


def test_moments_compare_in_sql_whatever_zone_they_are_given_in(engine: Engine) -> None:
    later = MOMENT.astimezone(timezone(timedelta(hours=-11))) + timedelta(microseconds=1)
    with write(engine) as session:
        report_id = add_report(session, queued_at=MOMENT)
        due = select(Report.id).where(col(Report.queued_at) < later)  # type: ignore[call-overload]
        not_due = select(Report.id).where(col(Report.queued_at) < MOMENT)  # type: ignore[call-overload]
        assert session.scalars(due).all() == [report_id]
        assert session.scalars(not_due).all() == []


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="timezone"), write(engine) as session:
        add_report(session, queued_at=MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    "amount", ["0", "0.1", "-0.1", "1.000000", "99999999999999.999999", "0.000001", "1E+3", "123456789.123456"]
)
def test_an_amount_comes_back_exactly(engine: Engine, amount: str) -> None:
    with write(engine) as session:
        report_id = add_report(session)
        row = ProactiveDisclosureRow(
            report_id=report_id, run=1, position=6, row_key="fees", amount_10k_cny=Decimal(amount)
        )
        session.add(row)
    with read(engine) as session:
        stored = session.get_one(ProactiveDisclosureRow, (report_id, 1, 6)).amount_10k_cny
        assert isinstance(stored, Decimal)
        assert stored == Decimal(amount)
        assert "E" not in str(stored)
        assert stored.as_tuple().exponent == 0 or not str(stored).endswith("0")


@pytest.mark.parametrize("amount", [Decimal("0.0000001"), Decimal("1E+14"), Decimal("NaN"), Decimal("Infinity"), 0.5])
def test_an_amount_that_would_not_come_back_exactly_is_refused(engine: Engine, amount: object) -> None:
    row = {"report_id": 1, "run": 1, "position": 6, "row_key": "fees", "amount_10k_cny": amount}
    with pytest.raises(StatementError, match=r"does not fit|not a finite|not a Decimal"), write(engine) as session:
        session.execute(insert(ProactiveDisclosureRow), [row])


def test_every_result_table_takes_bulk_rows_and_keeps_unknown_as_null(engine: Engine) -> None:
    with write(engine) as session:
        key = {"report_id": add_report(session), "run": 1}
        place = {"places": {"total": [10, 12]}}
        session.execute(insert(NormalizedText), [key | {"text": "年报", "grids": [[["a", 1]]]}])
        session.execute(
            insert(Section),
            [key | {"ordinal": 0, "heading": "一、总体情况", "start_offset": 0, "body_offset": 6, "end_offset": 9}],
        )
        session.execute(
            insert(RequestsRow), [key | place | {"position": n, "row_key": f"r{n}", "total": 2**62} for n in range(25)]
        )
        session.execute(insert(LitigationRow), [key | {"position": 0, "row_key": "reconsideration", "upheld": 0}])
        session.execute(insert(Doubt), [key | {"ordinal": 0, "kind": "blank", "table_key": "requests", "raw": ""}])
        session.execute(insert(Finding), [key | FOUND | {"left_value": Decimal(2), "operands": [{"值": 2}]}])
    with read(engine) as session:
        report_id = key["report_id"]
        requests = session.get_one(RequestsRow, (report_id, 1, 24))
        assert (requests.total, requests.natural_person, requests.places) == (2**62, None, {"total": [10, 12]})
        litigation = session.get_one(LitigationRow, (report_id, 1, 0))
        assert (litigation.upheld, litigation.total, litigation.places) == (0, None, {})
        finding = session.get_one(Finding, (report_id, 1, 0))
        assert (finding.left_value, finding.right_value, finding.operands) == (Decimal(2), None, [{"值": 2}])
        assert session.get_one(NormalizedText, (report_id, 1)).grids == [[["a", 1]]]


def test_json_that_is_none_is_null_in_sql(engine: Engine) -> None:
    with write(engine) as session:
        session.add(NormalizedText(report_id=add_report(session), run=1, text="", grids=None))
        nulls = select(NormalizedText.run).where(col(NormalizedText.grids).is_(None))  # type: ignore[call-overload]
        assert session.scalars(nulls).all() == [1]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "working"},
        {"state": "working", "lease_token": "t"},
        {"lease_token": "t"},
        {"state": "done", "lease_token": "t", "lease_expires_at": MOMENT},
        {"run": 0},
        {"attempt": -1},
        {"size_bytes": -1},
        {"sha256": "abc"},
        {"audit_head": ""},
        {"batch_id": 404_404},
        {"state": "lost"},
        {"stage": "publish"},
        {"lane": "slow"},
    ],
)
def test_a_report_that_cannot_be_is_refused(engine: Engine, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), write(engine) as session:
        add_report(session, **values)


def test_a_claim_and_a_release_pass_the_checks(engine: Engine) -> None:
    with write(engine) as session:
        report_id = add_report(session)
        one = update(Report).where(col(Report.id) == report_id)
        lease = {"lease_token": "t", "lease_owner": "worker@host", "lease_expires_at": utc_now()}
        session.execute(one.values(state=ReportState.WORKING, attempt=col(Report.attempt) + 1, **lease))
        session.execute(one.values(state="queued", **dict.fromkeys(lease)))
    with read(engine) as session:
        report = session.get_one(Report, report_id)
        assert (report.state, report.attempt, report.lease_token) == (ReportState.QUEUED, 1, None)


def test_the_same_bytes_are_one_report(engine: Engine) -> None:
    with write(engine) as session:
        add_report(session, sha256="a" * 64)
    with pytest.raises(IntegrityError), write(engine) as session:
        add_report(session, sha256="a" * 64)


def test_a_file_stands_once_in_a_batch_unless_it_has_no_bytes(engine: Engine) -> None:
    with write(engine) as session:
        batch_id = add_batch(session)
        rejected = {"batch_id": batch_id, "name": "空.txt", "outcome": "rejected", "code": "file.unreadable"}
        session.execute(insert(Submission), [rejected, rejected])
        report_id = add_report(session, batch_id=batch_id, sha256="b" * 64)
        taken = {"batch_id": batch_id, "name": "甲.txt", "sha256": "b" * 64, "report_id": report_id}
        other_name = taken | {"name": "乙.txt", "outcome": "duplicate"}
        session.execute(insert(Submission), [taken | {"outcome": "accepted"}, other_name])
    with pytest.raises(IntegrityError), write(engine) as session:
        session.execute(insert(Submission), [taken | {"outcome": "duplicate"}])


@pytest.mark.parametrize(
    "values", [{"outcome": "rejected"}, {"outcome": "accepted"}, {"outcome": "duplicate", "code": "why"}]
)
def test_a_submission_without_its_proof_is_refused(engine: Engine, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), write(engine) as session:
        session.execute(insert(Submission), [{"batch_id": add_batch(session), "name": "甲.txt"} | values])


def test_a_run_has_at_most_one_dead_letter(engine: Engine) -> None:
    with write(engine) as session:
        letter = DEAD | {"report_id": add_report(session)}
        session.execute(insert(DeadLetter), [letter, letter | {"run": 2}])
    with pytest.raises(IntegrityError), write(engine) as session:
        session.execute(insert(DeadLetter), [letter])


def test_ids_are_not_given_out_twice(engine: Engine) -> None:
    with write(engine) as session:
        first = Batch(label="1", lane=Lane.BULK)
        session.add(first)
        session.flush()
        first_id = first.id
        session.delete(first)
    with write(engine) as session:
        assert add_batch(session) > first_id


def test_attempts_of_an_unknown_report_are_refused(engine: Engine) -> None:
    attempt = {"report_id": 1, "run": 1, "stage": "normalize", "attempt": 1, "outcome": "ok"}
    with pytest.raises(IntegrityError), write(engine) as session:
        session.execute(insert(Attempt), [attempt | {"started_at": MOMENT, "ended_at": MOMENT}])
