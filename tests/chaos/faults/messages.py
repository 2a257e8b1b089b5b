"""Messages and calls that come more often than they should."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlmodel import col

from models.tables import DeadLetter, DeadLetterState, Lane, Report, ReportState, Stage
from tests.chaos.system import System
from tests.waiting import eventually
from workers.claims import Pair
from workers.dispatch import chunks, publish

from .base import fault

_TIMES, _CHUNK, _LETTERS = 5, 32, 20


@fault("same_message_five_times", "The messages of all that is in flight are published five times at once.")
def _same_message_five_times(system: System) -> str:
    system.strike()
    groups: dict[tuple[Stage, int], list[Pair]] = defaultdict(list)
    for each in system.struck.values():
        groups[each.stage, each.batch_id].append((each.id, each.run))
    messages = [(key, chunk) for key, pairs in groups.items() for chunk in chunks(pairs, _CHUNK)]

    def send(_number: int) -> None:
        for (stage, batch), chunk in messages:
            publish(app, chunk, stage=stage, lane=Lane.BULK, batch_id=batch)

    with system.publisher() as app, ThreadPoolExecutor(_TIMES) as senders:
        list(senders.map(send, range(_TIMES)))
    return f"{len(messages)} messages"


@fault("redrive_twice", "The same dead letters are sent through again by two calls at the same moment.")
def _redrive_twice(system: System) -> str:
    letters = eventually(
        lambda: _open_letters(system), "there are dead letters", within_s=system.patience_s, every_s=0.2
    )
    before = _runs(system, list(letters))
    system.strike()

    def send(_number: int) -> int:
        answer = system.traffic.client.post("/v1/dead-letters/reprocess", json={"ids": list(letters.values())})
        return answer.status_code

    with ThreadPoolExecutor(2) as senders:
        answers = list(senders.map(send, range(2)))
    assert answers == [202, 202], f"the calls were answered {answers}"
    expected = {report: (run + 1, ReportState.DEAD) for report, (run, _) in before.items()}
    eventually(
        lambda: _runs(system, list(letters)) == expected,
        "each was run once more",
        within_s=system.patience_s,
        every_s=0.1,
    )
    return f"{len(letters)} letters, one new run each"


def _open_letters(system: System) -> dict[int, int]:
    """Some reports with an open dead letter, and its number."""
    wanted = (col(DeadLetter.state) == DeadLetterState.OPEN, col(DeadLetter.code) == "document.not_a_report")
    newest = select(col(DeadLetter.report_id), col(DeadLetter.id)).where(*wanted).order_by(col(DeadLetter.id).desc())
    return {row.report_id: row.id for row in system.look.rows(newest.limit(_LETTERS))}


def _runs(system: System, reports: list[int]) -> dict[int, tuple[int, ReportState]]:
    rows = system.look.rows(
        select(col(Report.id), col(Report.run), col(Report.state)).where(col(Report.id).in_(reports))
    )
    return {row.id: (row.run, row.state) for row in rows}
