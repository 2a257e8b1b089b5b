"""`/v1/dead-letters`: what the stages gave up on, by cause and one by one, and what nobody needs to care for any more."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from intake.api.choices import Dismissal, GroupQuery, LetterQuery
from intake.api.dependencies import Api, OperateCaller, ReadCaller, TheApi
from intake.api.letter_views import AttemptView, Groups, GroupView, LetterDetails, LetterPage, LetterView
from intake.api.problems import Problem, unknown
from intake.keys import Caller
from intake.ledger import dead_letter
from intake.queries.dead_letters import LetterFilter, groups, letters_page
from models.tables import KeyRole
from workers.reprocessing import dismiss

router = APIRouter(prefix="/v1/dead-letters", tags=["dead letters"])
# An address that is no number is none of these: it may be one of the words beside them.
LetterId = Annotated[int, Path(ge=1, le=2**63 - 1, examples=[1])]


@router.get("", summary="List dead letters")
def list_dead_letters(api: TheApi, _caller: ReadCaller, asked: Annotated[LetterQuery, Query()]) -> LetterPage:
    """In the order of their numbers; those that nobody has dealt with, where no state is given."""
    found = letters_page(api.engine, asked.wanted, after=asked.after, limit=asked.limit)
    following = found[-1].letter.id if len(found) == asked.limit else None
    return LetterPage(items=[LetterView.of(each) for each in found], next=following)


@router.get("/groups", summary="Group dead letters by cause")
def group_dead_letters(api: TheApi, _caller: ReadCaller, asked: Annotated[GroupQuery, Query()]) -> Groups:
    """The most frequent first, each with an example."""
    return Groups(items=[GroupView.of(each) for each in groups(api.engine, asked.wanted, limit=asked.limit)])


@router.get("/{letter_id:int}", summary="One dead letter with its attempts")
def show_dead_letter(api: TheApi, caller: ReadCaller, letter_id: LetterId) -> LetterDetails:
    """With the traceback, where our own code failed and the key may operate."""
    return _shown(api, caller, letter_id)


@router.post("/{letter_id:int}/dismiss", summary="Close a dead letter that needs no one's care")
def dismiss_dead_letter(api: TheApi, caller: OperateCaller, letter_id: LetterId, asked: Dismissal) -> LetterDetails:
    """Its report stays dead. The same again changes nothing."""
    dismissed = dismiss(api.engine, [letter_id], reason=asked.reason, actor=caller.actor)
    shown = _shown(api, caller, letter_id)
    if not dismissed and shown.reason != asked.reason:
        raise Problem(
            409,
            "dead_letter.not_open",
            f"死信 {letter_id} 的状态是 {shown.state},只有 open 的可以关闭;无需再处理。",
            f"Dead letter {letter_id} is {shown.state}, and only open ones can be dismissed; leave it as it is.",
        )
    return shown


def _shown(api: Api, caller: Caller, letter_id: int) -> LetterDetails:
    page = letters_page(api.engine, LetterFilter(ids=(letter_id,), state=None), after=0, limit=1)
    found = dead_letter(api.engine, letter_id)
    if not page or found is None:
        raise unknown("dead_letter", "死信", letter_id)
    letter, _, attempts = found
    history = [AttemptView.of(each) for each in attempts]
    traceback = letter.traceback if caller.role == KeyRole.OPERATE else None
    return LetterDetails.of(page[0], worker=letter.worker, traceback=traceback, history=history)
