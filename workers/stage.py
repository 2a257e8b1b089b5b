"""One message's work at one stage: claim, understand each report for itself, store, and say what is due next.

This is the body of all four tasks. It knows nothing of Celery.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError, StatementError

from models.tables import Stage
from pipeline.checks import check_consistency, rules_version
from pipeline.sections import detect_sections
from pipeline.tables import parse_tables

from .book import Outcome, Released
from .claims import Claim, Claimed, Pair, claim
from .failures import Failure, bug_of, database_is_away, failure_of
from .handled import Handled, handled
from .leases import kept
from .reading import processor_time
from .recent import Recent
from .resources import Resources
from .settle import due_at_next_stage, settle
from .storing import Stored, store_document, store_findings, store_outline, store_reading
from .time_limits import SoftTimeLimitExceeded
from .understood import Understood

Step = Callable[[Claimed], Stored]
log = structlog.get_logger(__name__)
_REFUSALS = (StatementError, ValueError, TypeError)  # what a database driver says is a StatementError too


def run_stage(stage: Stage, pairs: Sequence[Pair], resources: Resources, *, owner: str, task_id: str) -> Handled:
    """Take the reports of one message through `stage` and return those now due at the next, whoever brought them there.

    Safe to call again with the same message. Database errors before anything is stored are raised; what was claimed
    then comes back when its lease runs out.
    """
    lease = timedelta(seconds=resources.settings.work.lease_s)
    claimed = claim(resources.engine, stage, pairs, lease=lease, owner=owner, task_id=task_id)
    taken = {each.id for each in claimed.reports}
    passed_by = [pair for pair in pairs if pair[0] not in taken]
    due = due_at_next_stage(resources.engine, stage, passed_by)
    if passed_by:
        log.info("reports.passed_by", stage=stage.value, reports=len(passed_by), handed_on=len(due))
    outcomes: dict[int, Outcome] = {}
    if claimed.reports:
        with kept(resources.engine, claimed, lease):
            outcomes |= _outcomes(stage, claimed, resources)
            onward = _settled(stage, claimed, outcomes, resources)
        _remember(resources.recent, stage, claimed, outcomes, onward)
        due += onward
        _log_outcomes(stage, claimed, outcomes)
    settings = resources.settings.work
    return handled(stage, due, claimed.reports, outcomes, passed_by=len(passed_by), settings=settings)


def _remember(
    recent: Recent, stage: Stage, claimed: Claim, outcomes: Mapping[int, Outcome], onward: Sequence[Pair]
) -> None:
    """Remember what goes on, and was therefore stored under our lease; forget the rest."""
    going_on = {report_id for report_id, _ in onward}
    for each in claimed.reports:
        outcome = outcomes[each.id]
        if each.id in going_on and isinstance(outcome, Stored) and outcome.understood is not None:
            recent.note(each, stage, outcome.understood)
        else:
            recent.forget(each)


def _settled(stage: Stage, claimed: Claim, outcomes: dict[int, Outcome], resources: Resources) -> list[Pair]:
    """Settle the chunk; if the database refuses what one report would store, settle each for itself.

    That report is then a bug of ours, dead with its traceback, and its neighbours go on.
    """
    settings, policy = resources.settings.work, resources.policy
    try:
        return settle(resources.engine, stage, claimed, outcomes, settings, policy=policy)
    except _REFUSALS as refused:
        _raise_if_away(refused)
        log.warning("chunk.refused", stage=stage.value, reports=len(claimed.reports), error=type(refused).__name__)
    due: list[Pair] = []
    for each in claimed.reports:
        alone = replace(claimed, reports=(each,))
        try:
            due += settle(resources.engine, stage, alone, outcomes, settings, policy=policy)
        except _REFUSALS as refused:
            _raise_if_away(refused)
            outcomes[each.id] = bug_of(refused, stage.value)
            due += settle(resources.engine, stage, alone, outcomes, settings, policy=policy)
    return due


def _raise_if_away(error: Exception) -> None:
    if isinstance(error, DBAPIError) and database_is_away(error):
        raise error


def _outcomes(stage: Stage, claimed: Claim, resources: Resources) -> Iterator[tuple[int, Outcome]]:
    """Each report's outcome; one that fails, in whatever way, does not touch the others.

    A report is begun only while the chunk has time for all that one may take; the rest is released.
    """
    work = resources.settings.work
    last_begin = time.monotonic() + work.soft_limit_s - work.report_limit_s
    try:
        step = _STEPS[stage](resources, claimed.reports)
    except Exception as error:  # noqa: BLE001 - whatever it is, it becomes an outcome and never leaves the task
        failure = failure_of(error, stage.value, work)
        yield from ((each.id, failure) for each in claimed.reports)
        return
    out_of_time = False
    for number, each in enumerate(claimed.reports):
        if out_of_time or (number > 0 and time.monotonic() > last_begin):
            yield each.id, Released()
            continue
        try:
            with processor_time(work.report_limit_s):
                outcome: Outcome = step(each)
            yield each.id, outcome
        except SoftTimeLimitExceeded as error:
            out_of_time = True
            yield each.id, failure_of(error, stage.value, work)
        except Exception as error:  # noqa: BLE001 - as above: one report's failure is its own
            yield each.id, failure_of(error, stage.value, work)


def _normalize(resources: Resources, _reports: Sequence[Claimed]) -> Step:
    files, reader = resources.files, resources.reader

    def step(report: Claimed) -> Stored:
        document = reader.document(files.get(report.sha256))
        return replace(store_document(_key(report), document), understood=Understood(document))

    return step


def _detect_sections(resources: Resources, reports: Sequence[Claimed]) -> Step:
    before = resources.recent.before(Stage.DETECT_SECTIONS, resources.engine, reports)

    def step(report: Claimed) -> Stored:
        document = before[report.id].document
        outline = detect_sections(document)
        return replace(store_outline(_key(report), outline), understood=Understood(document, outline))

    return step


def _parse_tables(resources: Resources, reports: Sequence[Claimed]) -> Step:
    before = resources.recent.before(Stage.PARSE_TABLES, resources.engine, reports)

    def step(report: Claimed) -> Stored:
        known = before[report.id]
        reading = parse_tables(*known.outlined())
        return replace(store_reading(_key(report), reading), understood=known._replace(reading=reading))

    return step


def _check_consistency(resources: Resources, reports: Sequence[Claimed]) -> Step:
    before = resources.recent.before(Stage.CHECK_CONSISTENCY, resources.engine, reports)
    policy = resources.policy
    version = rules_version(policy)

    def step(report: Claimed) -> Stored:
        return store_findings(_key(report), check_consistency(*before[report.id].read(), policy), version)

    return step


_STEPS: dict[Stage, Callable[[Resources, Sequence[Claimed]], Step]] = {
    Stage.NORMALIZE: _normalize,
    Stage.DETECT_SECTIONS: _detect_sections,
    Stage.PARSE_TABLES: _parse_tables,
    Stage.CHECK_CONSISTENCY: _check_consistency,
}


def _key(report: Claimed) -> dict[str, object]:
    return {"report_id": report.id, "run": report.run}


def _log_outcomes(stage: Stage, claimed: Claim, outcomes: dict[int, Outcome]) -> None:
    """A line for each report that is not simply done, and one for all others, each as `[report, run, attempt]`.

    A line costs as much as a small rule.
    """
    done: dict[int, list[tuple[int, int, int]]] = {}
    for each in claimed.reports:
        bound = log.bind(batch=each.batch_id, report=each.id, run=each.run, stage=stage.value, attempt=each.attempt)
        match outcomes[each.id]:
            case Failure() as failure:
                bound.warning("report.failed", code=failure.code, kind=failure.kind)
            case Released():
                bound.info("report.released")
            case Stored():
                done.setdefault(each.batch_id, []).append((each.id, each.run, each.attempt))
    for batch_id, reports in done.items():
        log.info("reports.stage_done", batch=batch_id, stage=stage.value, reports=reports)
