"""Reports with results of a run, as the stages would have stored them, with the names that a stranger may give."""

from decimal import Decimal
from typing import Any

from sqlmodel import Session

from models.tables import (
    DeadLetter,
    Finding,
    LitigationRow,
    ProactiveDisclosureRow,
    ReportState,
    RequestsRow,
    Review,
    ReviewState,
    Run,
    RunCause,
    Severity,
    Stage,
    Verdict,
)
from tests.contract.examples import MOMENT, add_report

SHA = "ab" * 32
MENDED = "cd" * 32


def add_done(session: Session, *, run: int = 1, **values: Any) -> int:
    """Stores a report whose run `run` reached done."""
    report = {"state": ReportState.DONE, "run": run, "result_run": run, "finished_at": MOMENT}
    return add_report(session, **(report | values))


def add_run(session: Session, report_id: int, run: int, **values: Any) -> None:
    defaults: dict[str, Any] = {
        "cause": RunCause.SUBMITTED,
        "actor": "试",
        "sha256": SHA,
        "name": "报告.txt",
        "size_bytes": 7,
    }
    session.add(Run(report_id=report_id, run=run, **(defaults | values)))


def add_requests(session: Session, report_id: int, run: int = 1, **figures: Any) -> None:
    """Stores the first row of table 3, and one row that stands in a group."""
    session.add(RequestsRow(report_id=report_id, run=run, position=0, row_key="new_received", **figures))
    session.add(RequestsRow(report_id=report_id, run=run, position=4, row_key="refused.state_secret"))


def add_fees(session: Session, report_id: int, amount: str | None, run: int = 1) -> None:
    value = None if amount is None else Decimal(amount)
    row = ProactiveDisclosureRow(report_id=report_id, run=run, position=5, row_key="fees", amount_10k_cny=value)
    session.add(row)


def add_change(session: Session, report_id: int, change: int, run: int = 1) -> None:
    """Stores a row that only the 2019 form has, with a negative number."""
    row = ProactiveDisclosureRow(
        report_id=report_id, run=run, position=3, row_key="other_services", previous_items=9, change=change
    )
    session.add(row)


def add_litigation(session: Session, report_id: int, run: int = 1, **figures: Any) -> None:
    session.add(LitigationRow(report_id=report_id, run=run, position=0, row_key="reconsideration", **figures))


def add_finding(session: Session, report_id: int, rule: str, severity: str = "error", **values: Any) -> None:
    """Stores a finding of run 1, unless `values` say otherwise."""
    defaults: dict[str, Any] = {
        "run": 1,
        "ordinal": 0,
        "rule_version": "1",
        "verdict": Verdict.FAIL,
        "message_zh": "不等",
        "message_en": "differs",
    }
    session.add(Finding(report_id=report_id, rule=rule, severity=Severity(severity), **(defaults | values)))


def add_review(session: Session, report_id: int, fingerprint: str, state: ReviewState, **values: Any) -> None:
    """Stores a mark on a finding that need not be there."""
    defaults: dict[str, Any] = {
        "rule": "T3-002", "message_zh": "不等", "message_en": "differs", "actor": "试", "run": 1, "sha256": SHA,
        "marked_at": MOMENT,
    }  # fmt: skip
    session.add(Review(report_id=report_id, fingerprint=fingerprint, state=state, **(defaults | values)))


def add_dead_letter(session: Session, report_id: int, run: int, code: str) -> None:
    letter = DeadLetter(
        report_id=report_id, run=run, stage=Stage.NORMALIZE, code=code, message_zh="损坏", message_en="damaged",
        attempts=1, fingerprint="0123456789abcdef",
    )  # fmt: skip
    session.add(letter)
