"""How dead letters and reprocessings look in answers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from intake.queries.dead_letters import Course, Group, Letter
from models.tables import (
    Attempt,
    AttemptOutcome,
    DeadLetterState,
    ReprocessingState,
    ReprocessingSubject,
    ReprocessingVerdict,
    Stage,
)
from workers.reprocessing import Target, spread

from .views import MessageView

_SHOWN = 10


class LetterView(BaseModel):
    """A report that the stages gave up on, in one of its runs."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 3, "report_id": 7, "run": 1, "name": "2023.pdf", "agency": None, "year": None, "batch_id": 1,
                "stage": "normalize", "code": "format.encrypted",
                "message": {"zh": "文件有密码…", "en": "The file has a password…"}, "state": "open", "reason": None,
                "attempts": 1, "fingerprint": "9f86d081884c7d65", "pipeline_version": "0.1.0", "rules_version": "62-1f",
                "created_at": "2026-01-30T08:15:30Z", "updated_at": "2026-01-30T08:15:30Z",
                "links": {"self": "/v1/dead-letters/3", "report": "/v1/reports/7"},
            }
        }
    )  # fmt: skip

    id: int
    report_id: int
    run: int
    name: str
    agency: str | None
    year: int | None
    batch_id: int = Field(description="the batch of its first submission")
    stage: Stage
    code: str
    message: MessageView = Field(description="what is wrong, and what to do")
    state: DeadLetterState
    reason: str | None = Field(description="why a person dismissed it")
    attempts: int
    fingerprint: str = Field(description="the same for equal causes")
    pipeline_version: str | None
    rules_version: str | None
    created_at: datetime
    updated_at: datetime
    links: dict[str, str]

    @classmethod
    def of(cls, found: Letter, **more: Any) -> Self:
        """The view of a letter."""
        letter = found.letter
        alike = (
            "id", "report_id", "run", "stage", "code", "state", "reason", "attempts", "fingerprint",
            "pipeline_version", "rules_version", "created_at", "updated_at",
        )  # fmt: skip
        return cls(
            **{name: getattr(letter, name) for name in alike},
            name=found.name,
            agency=found.agency,
            year=found.year,
            batch_id=found.batch_id,
            message=MessageView(zh=letter.message_zh, en=letter.message_en),
            links={"self": f"/v1/dead-letters/{letter.id}", "report": f"/v1/reports/{letter.report_id}"},
            **more,
        )


class AttemptView(BaseModel):
    """One attempt at one stage of the run that failed."""

    stage: Stage
    attempt: int
    worker: str | None
    task_id: str | None
    started_at: datetime
    ended_at: datetime
    outcome: AttemptOutcome
    code: str | None

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """The view of an attempt."""
        return cls(**attempt.model_dump(include=set(cls.model_fields)))


class LetterDetails(LetterView):
    """A dead letter with all that is known of it."""

    worker: str | None
    traceback: str | None = Field(description="where our own code failed; shown to `operate` keys")
    history: list[AttemptView] = Field(description="the attempts of its run, the oldest first")


class LetterPage(BaseModel):
    """Dead letters in the order of their numbers; `next` is the `after` of the next page."""

    items: list[LetterView]
    next: int | None


class GroupView(BaseModel):
    """Dead letters of one cause; `example` is the newest of them, and the message is its."""

    fingerprint: str
    code: str
    stage: Stage
    count: int
    first_at: datetime
    last_at: datetime
    example: int
    message: MessageView
    links: dict[str, str]

    @classmethod
    def of(cls, group: Group) -> Self:
        """The view of a group."""
        return cls(
            **{
                name: getattr(group, name)
                for name in ("fingerprint", "code", "stage", "count", "first_at", "last_at", "example")
            },
            message=MessageView(zh=group.message_zh, en=group.message_en),
            links={
                "example": f"/v1/dead-letters/{group.example}",
                "letters": f"/v1/dead-letters?fingerprint={group.fingerprint}",
            },
        )


class Groups(BaseModel):
    """The most frequent causes first."""

    items: list[GroupView]


class TargetView(BaseModel):
    """A report that would be sent; `code` is that of its dead letter."""

    report_id: int
    dead_letter_id: int | None
    code: str | None


class Preview(BaseModel):
    """What would be sent; nothing was changed."""

    count: int
    codes: dict[str, int] = Field(description="by the code of the dead letter, or `done`", examples=[{"done": 12}])
    sample: list[TargetView] = Field(description="a few of them, of as many causes as there are")

    @classmethod
    def of(cls, targets: Sequence[Target]) -> Self:
        """The preview of what was chosen."""
        codes = Counter(each.code or "done" for each in targets)
        shown = [
            TargetView(report_id=each.report_id, dead_letter_id=each.dead_letter_id, code=each.code)
            for each in spread(targets, _SHOWN)
        ]
        return cls(count=len(targets), codes=dict(codes.most_common()), sample=shown)


class ChangeView(BaseModel):
    """How many reports were so before and are so now; a code of null: done, or not known yet."""

    before: str | None
    verdict: ReprocessingVerdict
    after: str | None
    reports: int


class ReprocessingView(BaseModel):
    """Reports that were sent through again together, and what came of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": 1, "subject": "dead_letters", "actor": "key:操作员", "filter": {"code": "format.*"},
                "from_stage": None, "canary": 5, "max_repetitions": 3, "state": "finished", "reason": None,
                "created_at": "2026-01-30T08:15:30Z", "finished_at": "2026-01-30T08:16:02Z", "total": 40,
                "verdicts": {"done": 38, "dead_same": 2},
                "changes": [
                    {"before": "format.damaged", "verdict": "done", "after": None, "reports": 38},
                    {"before": "format.damaged", "verdict": "dead_same", "after": "format.damaged", "reports": 2},
                ],
                "links": {"self": "/v1/reprocessings/1"},
            }
        }
    )  # fmt: skip

    id: int
    subject: ReprocessingSubject
    actor: str
    filter: dict[str, Any] = Field(description="what chose the reports, as it was asked")
    from_stage: Stage | None
    canary: int
    max_repetitions: int
    state: ReprocessingState = Field(description="`stopped`: the canary failed, the rest was held back")
    reason: str | None = Field(description="why it was stopped")
    created_at: datetime
    finished_at: datetime | None
    total: int
    verdicts: dict[str, int] = Field(description="reports by what became of them", examples=[{"done": 38}])
    changes: list[ChangeView]
    links: dict[str, str]

    @classmethod
    def of(cls, found: Course) -> Self:
        """The view of a reprocessing."""
        row = found.reprocessing
        alike = (
            "id", "subject", "actor", "filter", "from_stage", "canary", "state", "reason", "created_at", "finished_at"
        )  # fmt: skip
        return cls(
            **{name: getattr(row, name) for name in alike},
            max_repetitions=row.most_repetitions,
            total=sum(found.verdicts.values()),
            verdicts=found.verdicts,
            changes=[
                ChangeView(before=before, verdict=ReprocessingVerdict(verdict), after=after, reports=count)
                for before, verdict, after, count in found.changes
            ],
            links={"self": f"/v1/reprocessings/{row.id}"},
        )


class ReprocessingPage(BaseModel):
    """Reprocessings, the newest first; `next` is the `before` of the next page."""

    items: list[ReprocessingView]
    next: int | None
