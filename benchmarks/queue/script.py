"""The plain script: the same stages and the same writes in as many processes, with no broker, no claims and no leases.

It is what somebody would write who has one machine and an afternoon. Values stay in memory from stage to stage.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from config.settings import Settings
from models.database import write
from models.tables import Report, Stage, utc_now
from pipeline.checks import check_consistency, rules_version
from pipeline.sections import detect_sections
from pipeline.tables import parse_tables
from workers.book import Held
from workers.claims import Claim, Claimed, Pair
from workers.dispatch import chunks
from workers.resources import Resources, build_resources
from workers.settle import record_outcomes
from workers.storing import Stored, store_document, store_findings, store_outline, store_reading

_resources: Resources


def run(settings: Settings, pairs: Sequence[Pair], processes: int) -> None:
    """Take all of `pairs` through the four stages, as many at once as a message would carry."""
    work = list(chunks(pairs, settings.work.chunk_size))
    # Forked, as Celery's pool is: what was imported need not be again.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (settings,)) as pool:
        for _ in pool.imap_unordered(_chunk, work):
            pass


def _begin(settings: Settings) -> None:
    global _resources  # noqa: PLW0603 - a pool's process has no other place
    _resources = build_resources(settings)


def _chunk(pairs: Sequence[Pair]) -> None:
    ids = [report_id for report_id, _ in pairs]
    with write(_resources.engine) as session:
        names = ("id", "run", "sha256", "batch_id")
        rows = session.execute(select(*(col(getattr(Report, name)) for name in names)).where(col(Report.id).in_(ids)))
        reports = tuple(Claimed(row.id, row.run, row.sha256, row.batch_id, 1) for row in rows)
    files, reader = _resources.files, _resources.reader
    documents = {each.id: reader.document(files.get(each.sha256)) for each in reports}
    _store(Stage.NORMALIZE, reports, lambda each: store_document(_key(each), documents[each.id]))
    outlines = {key: detect_sections(document) for key, document in documents.items()}
    _store(Stage.DETECT_SECTIONS, reports, lambda each: store_outline(_key(each), outlines[each.id]))
    readings = {key: parse_tables(document, outlines[key]) for key, document in documents.items()}
    _store(Stage.PARSE_TABLES, reports, lambda each: store_reading(_key(each), readings[each.id]))
    findings = {key: check_consistency(documents[key], outlines[key], readings[key]) for key in documents}
    _store(
        Stage.CHECK_CONSISTENCY, reports, lambda each: store_findings(_key(each), findings[each.id], rules_version())
    )


def _store(stage: Stage, reports: tuple[Claimed, ...], step: Callable[[Claimed], Stored]) -> None:
    outcomes = {each.id: step(each) for each in reports}
    me = f"script/{os.getpid()}"
    with write(_resources.engine) as session:
        claim = Claim("", me, "", utc_now(), reports)
        record_outcomes(session, stage, claim, _heads(session, reports), outcomes, _resources.settings.work, actor=me)


def _heads(session: Session, reports: Sequence[Claimed]) -> dict[int, Held]:
    """The heads of the reports' audit chains."""
    columns = (col(Report.id), col(Report.audit_seq), col(Report.audit_head))
    rows = session.execute(select(*columns).where(col(Report.id).in_([each.id for each in reports])))
    return {row.id: Held(row.audit_seq, row.audit_head, has_results=False) for row in rows}


def _key(report: Claimed) -> dict[str, object]:
    return {"report_id": report.id, "run": report.run}
