"""`/v1/reprocessings`, and the two ways to begin one: what was sent through again together, and what came of it."""

import hashlib
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response

from intake.api.choices import Manner, ReprocessLetters, ReprocessReports
from intake.api.dependencies import Api, OperateCaller, ReadCaller, TheApi
from intake.api.letter_views import Preview, ReprocessingPage, ReprocessingView
from intake.api.problems import Problem, other_call, unknown
from intake.idempotency import OtherCallError, RepeatedCall, made_once
from intake.keys import Caller
from intake.queries.dead_letters import as_asked, chosen_letters, chosen_reports, course, courses, known_letters
from models.tables import ReprocessingSubject, Stage
from workers.reprocessing import Request, Target, note, send_first

router = APIRouter(prefix="/v1", tags=["reprocessing"])
_DRY_RUN: dict[int | str, dict[str, Any]] = {200: {"model": Preview, "description": "A dry run: what would be sent"}}
_HEARD = "It goes on by itself; see `links.self` for what came of it."
CallKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)]


@router.post(
    "/dead-letters/reprocess", status_code=202, summary="Send dead letters through again", responses=_DRY_RUN,
    description=f"Those that are open, by number or all that match. {_HEARD}",
)  # fmt: skip
def reprocess_letters(
    api: TheApi, caller: OperateCaller, asked: ReprocessLetters, response: Response, idempotency_key: CallKey = None
) -> ReprocessingView | Preview:
    """Send open dead letters through again."""
    _refuse_nothing(asked)
    missing = sorted(set(asked.ids) - known_letters(api.engine, asked.ids))
    if missing:
        raise unknown("dead_letter", "死信", missing[0])
    how = (caller.actor, as_asked(asked.wanted), asked.from_stage, asked.canary, asked.max_repetitions)
    request = Request(ReprocessingSubject.DEAD_LETTERS, *how)
    targets = chosen_letters(api.engine, asked.wanted)
    once = _once(caller, idempotency_key, "POST /v1/dead-letters/reprocess")
    return _begun(api, request, targets, asked, once, response)


@router.post(
    "/reports/reprocess", status_code=202, summary="Send done reports through again", responses=_DRY_RUN,
    description=f"By number or all that match; their results stay readable until the new run is done. {_HEARD}",
)  # fmt: skip
def reprocess_reports(
    api: TheApi, caller: OperateCaller, asked: ReprocessReports, response: Response, idempotency_key: CallKey = None
) -> ReprocessingView | Preview:
    """Send done reports through again."""
    _refuse_nothing(asked)
    stage = asked.from_stage or Stage.NORMALIZE
    wanted = asked.reports(api.settings)
    how = (caller.actor, as_asked(wanted), stage, asked.canary, asked.max_repetitions)
    targets = chosen_reports(api.engine, wanted)
    once = _once(caller, idempotency_key, "POST /v1/reports/reprocess")
    return _begun(api, Request(ReprocessingSubject.REPORTS, *how), targets, asked, once, response)


@router.get("/reprocessings", summary="List reprocessings, the newest first")
def list_reprocessings(
    api: TheApi,
    _caller: ReadCaller,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> ReprocessingPage:
    """Each with what came of it so far."""
    found = courses(api.engine, before=before, limit=limit)
    following = found[-1].reprocessing.id if len(found) == limit else None
    return ReprocessingPage(items=[ReprocessingView.of(each) for each in found], next=following)


@router.get("/reprocessings/{reprocessing_id}", summary="What came of a reprocessing")
def show_reprocessing(
    api: TheApi, _caller: ReadCaller, reprocessing_id: Annotated[int, Path(ge=1, le=2**63 - 1, examples=[1])]
) -> ReprocessingView:
    """Now done, dead with the same code, dead with another: counted, and by the codes of before and after."""
    return _shown(api, reprocessing_id)


def _begun(
    api: Api, request: Request, targets: list[Target], asked: Manner, once: RepeatedCall | None, response: Response
) -> ReprocessingView | Preview:
    if asked.dry_run:
        response.status_code = 200
        return Preview.of(targets)
    try:
        begun = made_once(api.engine, once, "reprocessing_id", partial(note, request=request, targets=targets))
        if once:
            once.settle(api.engine, hashlib.sha256(asked.model_dump_json().encode()).hexdigest())
    except OtherCallError:
        raise other_call() from None
    send_first(api.engine, begun)
    return _shown(api, begun)


def _once(caller: Caller, key: str | None, route: str) -> RepeatedCall | None:
    return RepeatedCall(caller.key_id, key, route) if key else None


def _shown(api: Api, reprocessing_id: int) -> ReprocessingView:
    found = course(api.engine, reprocessing_id)
    if found is None:
        raise unknown("reprocessing", "重新处理", reprocessing_id)
    return ReprocessingView.of(found)


def _refuse_nothing(asked: ReprocessLetters | ReprocessReports) -> None:
    if asked.is_empty:
        raise Problem(
            422,
            "reprocessing.nothing_chosen",
            "没有指定要重新处理哪些;请给出编号、筛选条件或 all。",
            "Nothing was chosen to be sent through again; give ids, a filter or all.",
        )
