"""The reports that every contender is given: texts and web pages, each with figures of its own, a tenth with an error."""

from sqlalchemy import func, select
from sqlmodel import col

from intake.recording import Recording, Taken
from models.database import read, write
from models.tables import Batch, Finding, Lane, Report, ReportState, RequestsRow
from tests.making import LAYOUTS, Layout, consistent_truth, render
from workers.claims import Pair
from workers.dispatch import chunks
from workers.resources import Resources

_HTML_EVERY = 4  # the other reports are texts, in each layout in turn
_WRONG_EVERY = 10
_FILES_AT_ONCE = 256
_TEXTS: tuple[Layout, ...] = tuple(LAYOUTS)
_WRONG = {"requests.new_received.natural_person": 999_999}


def content(seed: int) -> bytes:
    """One report; no two seeds give the same."""
    truth = consistent_truth(seed)
    layout: Layout = "html" if is_page(seed) else _TEXTS[seed % len(_TEXTS)]
    return render(truth.with_cells(_WRONG) if seed % _WRONG_EVERY == 0 else truth, layout)


def is_page(seed: int) -> bool:
    """Whether this report is a web page; the others are texts."""
    return seed % _HTML_EVERY == 0


def fill(resources: Resources, number: int) -> None:
    """Take `number` reports in as the intake does, but tell no broker of them."""
    with write(resources.engine) as session:
        batch = Batch(label="bench", lane=Lane.BULK)
        session.add(batch)
        session.flush()
        recording = Recording(batch.id, Lane.BULK, "bench")
    for seeds in chunks(range(number), _FILES_AT_ONCE):
        spooled = {seed: resources.spool.filled([content(seed)]) for seed in seeds}
        taken = [Taken(f"{seed}.txt", each.size_bytes, each.sha256) for seed, each in spooled.items()]
        resources.files.keep(list(spooled.values()))
        with write(resources.engine) as session:
            recording.record(session, taken)


def pairs(resources: Resources) -> list[Pair]:
    """Every report of a filled database, and its run."""
    with read(resources.engine) as session:
        rows = session.execute(select(col(Report.id), col(Report.run)).order_by(col(Report.id)))
        return [(row.id, row.run) for row in rows]


def outcome(resources: Resources) -> tuple[int, int, int]:
    """How many reports are done, and how many rows of table 3 and findings they have: the same for all contenders."""
    counts = (
        select(func.count()).where(col(Report.state) == ReportState.DONE),
        select(func.count()).select_from(RequestsRow),
        select(func.count()).select_from(Finding),
    )
    with read(resources.engine) as session:
        done, rows, findings = (session.scalar(each) or 0 for each in counts)
    return done, rows, findings
