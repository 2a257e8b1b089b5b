"""How requests choose dead letters and done reports, and say how these are to be sent through again."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.settings import Settings
from intake.ages import AGE, age_of
from intake.queries.dead_letters import DoneFilter, LetterFilter
from intake.queries.report_filter import ReportFilter
from intake.versions import rules_meant
from models.tables import DeadLetterState, Stage

_MOST_IDS = 10_000
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Word = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]
Age = Annotated[str, Field(pattern=AGE, examples=["2h", "3d"])]


class Choice(BaseModel):
    """What dead letters and done reports can both be chosen by; what is given must hold, all of it together."""

    # A filter with a slip of the pen in its name would choose everything.
    model_config = ConfigDict(extra="forbid")

    batch: Number | None = Field(None, description="only reports that this batch's files point to")
    agency: Word | None = Field(None, description="`云岫县*` means all that begin so")
    year: int | None = Field(None, ge=1, le=9999)
    pipeline_older_than: Word | None = Field(None, description="only of versions before this one", examples=["0.2.0"])


class LetterChoice(Choice):
    """Which dead letters are meant."""

    code: Word | None = Field(None, description="`format.*` means all that begin so", examples=["format.*"])
    stage: Stage | None = Field(None, description="where they failed")
    fingerprint: Word | None = Field(None, description="of one cause; see /v1/dead-letters/groups")
    older_than: Age | None = None
    newer_than: Age | None = None

    def letters(self, ids: tuple[int, ...] = (), state: DeadLetterState | None = DeadLetterState.OPEN) -> LetterFilter:
        """Return the filter that is meant."""
        return LetterFilter(
            ids=ids,
            state=state,
            code=self.code,
            stage=self.stage,
            batch_id=self.batch,
            agency=self.agency,
            year=self.year,
            fingerprint=self.fingerprint,
            older_than=_age(self.older_than),
            newer_than=_age(self.newer_than),
            pipeline_older_than=self.pipeline_older_than,
        )


class GroupQuery(LetterChoice):
    """Which dead letters are grouped."""

    state: DeadLetterState | Literal["all"] = DeadLetterState.OPEN
    limit: int = Field(200, ge=1, le=1000)

    @property
    def wanted(self) -> LetterFilter:
        """The filter that is meant."""
        return self.letters(state=None if self.state == "all" else self.state)


class LetterQuery(GroupQuery):
    """Which page of which dead letters is asked for."""

    after: int = Field(0, ge=0, le=2**63 - 1)


class Manner(BaseModel):
    """Which of what was chosen is sent first, from which stage, how often at the most."""

    all: bool = Field(default=False, description="needed where no filter and no ids are given")
    ids: list[Number] = Field(default_factory=list, max_length=_MOST_IDS, description="by number")
    from_stage: Stage | None = Field(
        None, description="what the stages before it gave is kept; left out: where a dead letter failed, else the start"
    )
    canary: int = Field(0, ge=0, le=10_000, description="send so many first, and the rest only if all of these pass")
    max_repetitions: int = Field(
        3, ge=1, le=1000, description="leave reports that failed so often with one code after they were sent again"
    )
    dry_run: bool = Field(default=False, description="count and show what would be sent; change nothing")

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was chosen."""
        chosen = self.model_fields_set - set(Manner.model_fields)
        return not (self.all or self.ids or any(getattr(self, name) is not None for name in chosen))


class ReprocessLetters(LetterChoice, Manner):
    """Which dead letters are sent through again, and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "format.*", "canary": 5}, {"ids": [3, 4]}]})

    @property
    def wanted(self) -> LetterFilter:
        """The filter that is meant: of open letters alone."""
        return self.letters(tuple(self.ids))


class ReprocessReports(Choice, Manner):
    """Which done reports are sent through again, and how."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"rules_other_than": "current", "from_stage": "check_consistency"}]}
    )

    form: Word | None = Field(None, description="only reports on this form", examples=["2021"])
    rule: Word | None = Field(None, description="only reports that break this rule", examples=["T3-001"])
    rules_other_than: Word | None = Field(
        None, description="only reports that were checked with other rules; `current`: than those of now"
    )

    def reports(self, settings: Settings) -> DoneFilter:
        """Return the filter that is meant, where `settings` say which rules are those of now."""
        reports = ReportFilter(agency=self.agency, year=self.year, batch_id=self.batch, form=self.form, rule=self.rule)
        rules = rules_meant(self.rules_other_than, settings)
        return DoneFilter(reports, tuple(self.ids), self.pipeline_older_than, rules)


class Dismissal(BaseModel):
    """Why nobody needs to care for a dead letter any more."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$", examples=["重复提交"])]


def _age(said: str | None) -> timedelta | None:
    return age_of(said) if said is not None else None
