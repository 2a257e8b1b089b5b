"""`make bench-plans`: how both databases answer the questions of claims, reconciler, ledger, metrics and dead letters.

Of 200,000 reports most wait, one in ten is done and one in twenty is a dead letter. Each question is timed once and its
plan is printed; a table that is read from end to end is named.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, select, text, update
from sqlmodel import col

from intake.ledger import ledger
from intake.queries.dead_letters import LetterFilter, groups, letters_page
from intake.queries.metrics import numbers
from intake.queries.under_way import batches_under_way
from intake.recording import Recording, Taken
from models.database import insert_all, write
from models.tables import Batch, DeadLetter, DeadLetterState, Lane, Report, ReportState, Stage, utc_now
from tests.plans import plans_of, statements_of
from tests.servers import valkey_server
from workers.app import create_app
from workers.claims import claim
from workers.dispatch import chunks, mark_published
from workers.reconciler import Reconciler
from workers.resources import Resources

from .places import KINDS, Kind, Places, opened, places

REPORTS, _BATCHES, _CHUNK, _AT_ONCE = 200_000, 40, 64, 1000
_ONE_OF = 20  # reports two are done and one is dead


def main() -> None:
    """Print the questions, their times and their plans."""
    with places() as where, tempfile.TemporaryDirectory(prefix="nianbao-b-") as folder:
        for kind in KINDS:
            _one_kind(kind, where, Path(folder))


def _one_kind(kind: Kind, where: Places, folder: Path) -> None:
    with opened(where.fresh(kind, 0)) as resources, valkey_server(folder) as broker:
        _fill(resources.engine)
        system = resources.settings.model_copy(update={"broker_url": broker})
        for name, ask in _questions(resources, Reconciler(resources, create_app(system), alone=True)):
            with statements_of(resources.engine) as seen:
                begun = time.perf_counter()
                ask()
                took_ms = (time.perf_counter() - begun) * 1000
            plans = plans_of(resources.engine, seen)
            whole = sorted({table for plan in plans for table in plan.whole_tables})
            _say(f"{kind:<11} {name:<34} {took_ms:>8.1f} ms  {'reads all of ' + ', '.join(whole) if whole else ''}")
            for plan in plans if "--plans" in sys.argv else ():
                _say(
                    "\n".join(
                        ["    " + " ".join(plan.statement.split())[:150], *(f"        {line}" for line in plan.lines)]
                    )
                )


def _questions(resources: Resources, reconciler: Reconciler) -> Iterator[tuple[str, Callable[[], object]]]:
    engine, pairs = resources.engine, [(each, 1) for each in range(1000, 1000 + _CHUNK)]
    lease = timedelta(seconds=15)
    yield "a claim of 64", lambda: claim(engine, Stage.NORMALIZE, pairs, lease=lease, owner="bench", task_id="t")
    yield "noting 64 as published", lambda: mark_published(engine, [(each + 500, 1) for each, _ in pairs], utc_now())
    yield "the reconciler's round", reconciler.act
    yield "the ledger of a batch of 5,000", lambda: ledger(engine, 7)
    yield "the metrics", lambda: numbers(engine)
    yield "the batches under way", lambda: batches_under_way(engine)
    yield "a page of dead letters", lambda: letters_page(engine, LetterFilter(), after=0, limit=100)
    yield "the dead letters by cause", lambda: groups(engine, LetterFilter())


def _fill(engine: Engine) -> None:
    """Reports as intake records them, then brought to their states by hand."""
    for seeds in chunks(range(1, REPORTS + 1), _AT_ONCE):
        with write(engine) as session:
            batch_id = (seeds[0] - 1) // (REPORTS // _BATCHES) + 1
            if session.get(Batch, batch_id) is None:
                session.add(Batch(id=batch_id, label="bench", lane=Lane.BULK))
                session.flush()
            Recording(batch_id, Lane.BULK, "bench").record(
                session, [Taken(f"{n}.txt", 6000, f"{n:064x}") for n in seeds]
            )
    with write(engine) as session:
        now, state = utc_now(), col(Report.id) % _ONE_OF
        done, dead = state.in_([1, 2]), state == 3
        session.execute(update(Report).values(published_at=now))
        session.execute(update(Report).where(done).values(state=ReportState.DONE, result_run=1))
        session.execute(update(Report).where(dead).values(state=ReportState.DEAD))
        letters = [_letter(report_id) for report_id in session.scalars(select(col(Report.id)).where(dead))]
        insert_all(session, DeadLetter, letters)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))  # as its own daemon does by and by; SQLite has none


def _letter(report_id: int) -> dict[str, object]:
    return {
        "report_id": report_id, "run": 1, "stage": Stage.NORMALIZE, "code": "document.not_a_report", "message_zh": "",
        "message_en": "", "attempts": 1, "worker": "bench", "fingerprint": "0" * 16, "pipeline_version": "1",
        "rules_version": "1", "state": DeadLetterState.OPEN, "created_at": utc_now(), "updated_at": utc_now(),
    }  # fmt: skip


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
