"""The rows that tell what became of a chunk's reports: state and next stage, runs, attempts, dead letters, audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from config.names import next_stage
from config.settings import WorkSettings
from models import counters
from models.audit import AuditRow, Entry, chain
from models.database import insert_all, update_all
from models.tables import (
    Attempt,
    AttemptOutcome,
    AuditLog,
    DeadLetter,
    Report,
    ReportState,
    Run,
    RunOutcome,
    Stage,
    utc_now,
)
from pipeline.checks import Policy, rules_version
from pipeline.errors import WorkerLost
from pipeline.version import PIPELINE_VERSION

from .claims import Claim, Claimed
from .failures import Failure, backoff, may_try_again
from .reviewing import Change
from .storing import Stored

Row = dict[str, Any]
_NO_LEASE: Row = {"lease_token": None, "lease_owner": None, "lease_expires_at": None}


@dataclass(frozen=True, slots=True)
class Released:
    """A report that was claimed and not begun: it goes back to the queue and its attempt is not counted."""


Outcome = Stored | Failure | Released


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is still under our lease: the head of its audit chain, and whether an earlier run was done."""

    audit_seq: int
    audit_head: str
    has_results: bool


class Book:
    """What is to be written for a chunk: `note` each report, then `write`, and add the `sums` to the counters last."""

    def __init__(
        self,
        stage: Stage,
        claim: Claim,
        settings: WorkSettings,
        actor: str,
        policy: Policy,
        changes: Mapping[int, Sequence[Change]],
    ) -> None:
        self._actor = actor
        self._policy = policy
        self._changes = changes
        self._stage = stage
        self._claim = claim
        self._settings = settings
        self._now = utc_now()
        self._reports: list[Row] = []
        self._runs: list[Row] = []
        self._attempts: list[Row] = []
        self._audit: list[AuditRow] = []
        self._dead: list[Row] = []

    def note(self, report: Claimed, outcome: Outcome, held: Held) -> None:
        """Take down what became of one report; its results themselves are inserted by others."""
        match outcome:
            case Stored():
                self._note_success(report, outcome, held)
            case Released():
                self._note_attempt(report, AttemptOutcome.RELEASED)
                again = _queued_again(self._now, self._now, report.attempt - 1)
                self._add(report, held, "stage.released", {}, again)
            case Failure() if may_try_again(outcome, report.attempt, self._settings):
                at = self._now + backoff(report.attempt, self._settings)
                again = _queued_again(self._now, at, report.attempt)
                if outcome.kind == "lost":
                    again["isolated"] = True
                ended = AttemptOutcome.LOST if outcome.code == WorkerLost.code else AttemptOutcome.RETRY
                self._note_attempt(report, ended, outcome.code)
                self._add(report, held, "stage.retried", {"code": outcome.code, "next_at": at.isoformat()}, again)
            case Failure():
                self._note_attempt(report, AttemptOutcome.DEAD, outcome.code)
                self._dead.append(self._dead_letter(report, outcome))
                last = {"state": ReportState.DEAD, "finished_at": self._now}
                self._note_run(report, {"finished_at": self._now, "outcome": RunOutcome.DEAD, "code": outcome.code})
                self._add(report, held, "report.dead", {"code": outcome.code}, last)

    def write(self, session: Session) -> None:
        """Write each table once."""
        for table, rows in ((Attempt, self._attempts), (AuditLog, self._audit), (DeadLetter, self._dead)):
            if rows:
                insert_all(session, table, rows)
        _update(session, Report, self._reports)
        _update(session, Run, self._runs)

    def sums(self) -> counters.Sums:
        """What the chunk adds to the metrics; the time until a lost worker was missed is no work."""
        begun = [row for row in self._attempts if row["outcome"] != AttemptOutcome.RELEASED]
        worked = [row for row in begun if row["code"] != WorkerLost.code]
        again = [row for row in begun if row["outcome"] in {AttemptOutcome.RETRY, AttemptOutcome.LOST}]
        took_ms = round((self._now - self._claim.started_at).total_seconds() * 1000) if worked else 0
        numbers = {"stage_ms": took_ms, "stage_reports": len(worked), "stage_retries": len(again)}
        return {(name, self._stage.value): number for name, number in numbers.items()}

    def _note_success(self, report: Claimed, stored: Stored, held: Held) -> None:
        following = next_stage(self._stage.value)
        self._note_attempt(report, AttemptOutcome.OK)
        # Only the run's own row tells of a later run until it is done: the last good results stay as they are.
        shown = {} if held.has_results else stored.report
        if following is None:
            self._note_run(report, stored.report | {"finished_at": self._now, "outcome": RunOutcome.DONE})
            ended = {"state": ReportState.DONE, "result_run": report.run, "finished_at": self._now, "isolated": False}
            self._add(report, held, "report.done", {}, ended | shown)
            return
        if stored.report:
            self._note_run(report, stored.report)
        # The chain publishes the next link right after this commit; if it dies before, the broker falls idle and the
        # reconciler gives the reports out again.
        onward = {
            "state": ReportState.QUEUED,
            "stage": Stage(following),
            "attempt": 0,
            "queued_at": self._now,
            "published_at": self._now,
        }
        self._add(report, held, "stage.completed", {}, onward | shown)

    def _note_attempt(self, report: Claimed, outcome: AttemptOutcome, code: str | None = None) -> None:
        self._attempts.append(
            {
                "report_id": report.id,
                "run": report.run,
                "stage": self._stage,
                "attempt": report.attempt,
                "worker": self._claim.owner,
                "task_id": self._claim.task_id,
                "started_at": self._claim.started_at,
                "ended_at": self._now,
                "outcome": outcome,
                "code": code,
            }
        )

    def _dead_letter(self, report: Claimed, failure: Failure) -> Row:
        return {
            "report_id": report.id,
            "run": report.run,
            "stage": self._stage,
            "code": failure.code,
            "message_zh": failure.message.zh,
            "message_en": failure.message.en,
            "attempts": report.attempt,
            "worker": self._claim.owner,
            "traceback": failure.traceback,
            "fingerprint": failure.fingerprint,
            "pipeline_version": PIPELINE_VERSION,
            "rules_version": rules_version(self._policy),
            "state": "open",
            "created_at": self._now,
            "updated_at": self._now,
        }

    def _note_run(self, report: Claimed, values: Row) -> None:
        self._runs.append({"report_id": report.id, "run": report.run} | values)

    def _add(self, report: Claimed, held: Held, action: str, detail: Row, values: Row) -> None:
        detail = {"run": report.run, "stage": self._stage.value, "attempt": report.attempt} | detail
        entries = [Entry(self._now, self._actor, action, detail)]
        entries += [
            Entry(self._now, self._actor, each.action, each.detail) for each in self._changes.get(report.id, ())
        ]
        chained = chain(report.id, held.audit_seq, held.audit_head, entries)
        self._audit += chained.rows
        self._reports.append(
            {"id": report.id, "audit_seq": chained.seq, "audit_head": chained.head, "updated_at": self._now}
            | _NO_LEASE
            | values
        )


def _update(session: Session, table: type[Report | Run], rows: Sequence[Row]) -> None:
    """Rows that set the same columns are sent together; the order of reports does not matter."""
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_columns.setdefault(tuple(sorted(row)), []).append(row)
    for alike in by_columns.values():
        update_all(session, table, alike)


def _queued_again(now: datetime, at: datetime, attempt: int) -> Row:
    return {
        "state": ReportState.QUEUED,
        "queued_at": now,
        "published_at": None,
        "next_attempt_at": at,
        "attempt": attempt,
    }
