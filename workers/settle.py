"""Writes what became of a claimed chunk in one transaction, guarded by its lease, and says what is due next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from config.names import next_stage
from config.settings import WorkSettings
from models import counters
from models.database import read, write
from models.lookups import among
from models.tables import ABOUT, DeadLetter, DeadLetterState, Report, ReportState, Run, Stage, utc_now
from pipeline.checks import UNCHANGED, Policy

from .book import Book, Held, Outcome
from .claims import Claim, Pair, may_travel
from .reviewing import weigh
from .storing import Stored, forget_runs_before, insert_rows


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
    book = Book(stage, claim, settings, actor, policy, changes)
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
