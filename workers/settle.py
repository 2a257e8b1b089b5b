"""Writes what became of a claimed chunk in one transaction: results, next stage, retries, dead letters, audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from config.names import next_stage
from config.settings import WorkSettings
from models import counters
from models.audit import AuditRow, Entry, chain
from models.database import insert_all, read, update_all, write
from models.lookups import among
from models.tables import (
    ABOUT,
    Attempt,
    AttemptOutcome,
    AuditLog,
    DeadLetter,
    DeadLetterState,
    Report,
    ReportState,
    Run,
    RunOutcome,
    Stage,
    utc_now,
)
from pipeline.checks import UNCHANGED, Policy, rules_version
from pipeline.errors import WorkerLost
from pipeline.version import PIPELINE_VERSION

from .claims import Claim, Claimed, Pair, may_travel
from .failures import Failure, backoff, may_try_again
from .reviewing import Change, weigh
from .storing import Stored, forget_runs_before, insert_rows

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


def settle(
    engine: Engine,
    stage: Stage,
    claim: Claim,
    outcomes: Mapping[int, Outcome],
    settings: WorkSettings,
    *,
    actor: str | None = None,
    policy: Policy = UNCHANGED,
) -> list[Pair]:
    """Write the outcomes of `claim`, by report id, and return the reports that are now due at the next stage.

    Guarded by the lease token: a report whose lease was taken over meanwhile is left as its new holder has it, and
    nothing of ours is written for it. Dead letters name the rules under `policy`. `actor` is who settles, where that is
    not the claim's owner: it waits for nobody, and passes by what its holder, stopped as it may be, has locked.
    """
    with write(engine) as session:
        held = _held(session, claim, wait=actor is None)
        mine = replace(claim, reports=tuple(each for each in claim.reports if each.id in held))
        return record_outcomes(
            session, stage, mine, held, outcomes, settings, actor=actor or claim.owner, policy=policy
        )


def record_outcomes(
    session: Session,
    stage: Stage,
    claim: Claim,
    held: Mapping[int, Held],
    outcomes: Mapping[int, Outcome],
    settings: WorkSettings,
    *,
    actor: str,
    policy: Policy = UNCHANGED,
) -> list[Pair]:
    """Write what became of the reports of `claim`, all of which are ours, as part of the caller's transaction."""
    stored = {each.id: out for each in claim.reports if isinstance(out := outcomes[each.id], Stored)}
    insert_rows(session, stored.values())
    following = next_stage(stage.value)
    advanced = [(each.id, each.run) for each in claim.reports if each.id in stored]
    again = [(report_id, run) for report_id, run in advanced if run > 1 and following is None]
    changes = weigh(session, again, stored) if again else {}
    book = _Book(stage, claim, settings, actor, policy, changes)
    for each in claim.reports:
        book.note(each, outcomes[each.id], held[each.id])
    book.write(session)
    if again:
        _show_runs(session, again)
        forget_runs_before(session, again)
        _resolve_dead_letters(session, [report_id for report_id, _ in again])
    counters.add(session, book.sums(), counters.own_slot())
    return [] if following is None else advanced


def due_at_next_stage(engine: Engine, stage: Stage, pairs: Sequence[Pair]) -> list[Pair]:
    """Return those of `pairs` that wait at the stage after `stage`: their message died after its work was stored."""
    following = next_stage(stage.value)
    if following is None or not pairs:
        return []
    statement = select(col(Report.id), col(Report.run)).where(
        among(col(Report.id), col(Report.run), pairs),
        col(Report.state) == ReportState.QUEUED,
        col(Report.stage) == Stage(following),
        col(Report.next_attempt_at).is_(None),
        may_travel(pairs),
    )
    with read(engine) as session:
        return [(row.id, row.run) for row in session.execute(statement)]


def _held(session: Session, claim: Claim, *, wait: bool) -> dict[int, Held]:
    """The reports still under the claim's lease, locked."""
    statement = (
        select(col(Report.id), col(Report.audit_seq), col(Report.audit_head), col(Report.result_run))
        .where(col(Report.id).in_([each.id for each in claim.reports]), col(Report.lease_token) == claim.token)
        .order_by(col(Report.id))
        .with_for_update(skip_locked=not wait)
    )
    return {
        row.id: Held(row.audit_seq, row.audit_head, has_results=row.result_run is not None)
        for row in session.execute(statement)
    }


def _show_runs(session: Session, done: Sequence[Pair]) -> None:
    """Let the reports' own rows tell what these runs say, which until now only the runs' rows did."""
    columns = [col(getattr(Run, name)) for name in ABOUT]
    statement = select(col(Run.report_id).label("id"), *columns)
    rows = session.execute(statement.where(among(col(Run.report_id), col(Run.run), done))).mappings()
    session.execute(update(Report), [dict(row) for row in rows])


def _resolve_dead_letters(session: Session, report_ids: Sequence[int]) -> None:
    """What was sent through again and is done now needs no one's care any more."""
    requeued = (col(DeadLetter.report_id).in_(report_ids), col(DeadLetter.state) == DeadLetterState.REQUEUED)
    session.execute(
        update(DeadLetter)
        .where(*requeued)
        .values(state=DeadLetterState.RESOLVED, updated_at=utc_now())
        .execution_options(synchronize_session=False)
    )


class _Book:
    """Collects the rows of a chunk, so that each table is written once."""

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
