"""Dead letters and reprocessings, read from the database: which there are, which belong together, what came of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select
from sqlmodel import Session, col

from models.database import read
from models.tables import (
    DeadLetter,
    DeadLetterState,
    Report,
    ReportState,
    Reprocessing,
    ReprocessingItem,
    Stage,
    Submission,
    utc_now,
)
from workers.reprocessing import Target

from .report_filter import ReportFilter, agency_condition, conditions, equal


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What is given must hold, all of it together; the default means every open dead letter.

    `code` is a whole code, or the beginning of one before a `*` (`format.*`); ages are those of the letter;
    `pipeline_older_than` is a version, and means letters of versions before it.
    """

    ids: tuple[int, ...] = ()
    state: DeadLetterState | None = DeadLetterState.OPEN
    code: str | None = None
    stage: Stage | None = None
    batch_id: int | None = None
    agency: str | None = None
    year: int | None = None
    fingerprint: str | None = None
    older_than: timedelta | None = None
    newer_than: timedelta | None = None
    pipeline_older_than: str | None = None


@dataclass(frozen=True, slots=True)
class DoneFilter:
    """Which done reports are meant; `rules_other_than` means those that another set of rules was applied to."""

    reports: ReportFilter = field(default_factory=ReportFilter)
    ids: tuple[int, ...] = ()
    pipeline_older_than: str | None = None
    rules_other_than: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter with what tells its report apart."""

    letter: DeadLetter
    name: str
    agency: str | None
    year: int | None
    batch_id: int


@dataclass(frozen=True, slots=True)
class Group:
    """Dead letters of one cause; `example` is the newest of them."""

    fingerprint: str
    code: str
    stage: Stage
    count: int
    first_at: datetime
    last_at: datetime
    example: int
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Course:
    """A reprocessing and what came of it: reports by verdict, and what became of which code."""

    reprocessing: Reprocessing
    verdicts: dict[str, int]
    changes: list[tuple[str | None, str, str | None, int]]


def letters_page(engine: Engine, chosen: LetterFilter, *, after: int, limit: int) -> list[Letter]:
    """Return dead letters in the order of their numbers, those over `after`."""
    statement = (
        select(DeadLetter, col(Report.name), col(Report.agency), col(Report.year), col(Report.batch_id))
        .join(Report, col(Report.id) == col(DeadLetter.report_id))
        .where(*_letter_conditions(engine, chosen), col(DeadLetter.id) > after)
        .order_by(col(DeadLetter.id))
        .limit(limit)
    )
    with read(engine) as session:
        return [Letter(*row) for row in session.execute(statement)]


def groups(engine: Engine, chosen: LetterFilter, *, limit: int = 200) -> list[Group]:
    """Return dead letters by cause, the most frequent first."""
    last = func.max(col(DeadLetter.id))
    kinds = (col(DeadLetter.fingerprint), col(DeadLetter.code), col(DeadLetter.stage))
    at = col(DeadLetter.created_at)
    columns: Any = select(*kinds, func.count(), func.min(at), func.max(at), last)
    counted = _of_reports(columns, engine, chosen)
    statement = counted.group_by(*kinds).order_by(func.count().desc(), last).limit(limit)
    with read(engine) as session:
        rows = session.execute(statement).all()
        examples = select(DeadLetter).where(col(DeadLetter.id).in_([row[6] for row in rows]))
        said = {each.id: each for each in session.execute(examples).scalars()}
    return [
        Group(
            fingerprint=row[0],
            code=row[1],
            stage=row[2],
            count=row[3],
            first_at=row[4],
            last_at=row[5],
            example=row[6],
            message_zh=said[row[6]].message_zh,
            message_en=said[row[6]].message_en,
        )
        for row in rows
    ]


def chosen_letters(engine: Engine, chosen: LetterFilter) -> list[Target]:
    """Return what a reprocessing of these letters would send."""
    columns: Any = select(
        col(DeadLetter.report_id), col(DeadLetter.id), col(DeadLetter.code), col(DeadLetter.fingerprint)
    )
    statement = _of_reports(columns, engine, chosen).order_by(col(DeadLetter.id))
    with read(engine) as session:
        # Only the newest letter of a report can be open, so no report stands here twice.
        return [Target(*row) for row in session.execute(statement)]


def chosen_reports(engine: Engine, chosen: DoneFilter) -> list[Target]:
    """Return the done reports that are meant."""
    wanted = [*conditions(engine, chosen.reports), col(Report.state) == ReportState.DONE]
    if chosen.ids:
        wanted.append(col(Report.id).in_(chosen.ids))
    if chosen.pipeline_older_than is not None:
        wanted.append(_older(engine, Report.pipeline_version, chosen.pipeline_older_than))
    if chosen.rules_other_than is not None:
        wanted.append(col(Report.rules_version) != chosen.rules_other_than)
    with read(engine) as session:
        ids = session.execute(select(col(Report.id)).where(*wanted).order_by(col(Report.id))).scalars()
        return [Target(each, None) for each in ids]


def known_letters(engine: Engine, ids: Sequence[int]) -> set[int]:
    """Return which of these numbers are dead letters."""
    with read(engine) as session:
        return set(session.execute(select(col(DeadLetter.id)).where(col(DeadLetter.id).in_(ids))).scalars())


def course(engine: Engine, reprocessing_id: int) -> Course | None:
    """Return what came of a reprocessing so far, or None if there is no such one."""
    with read(engine) as session:
        found = session.get(Reprocessing, reprocessing_id)
        return _course(session, found) if found is not None else None


def courses(engine: Engine, *, before: int | None, limit: int) -> list[Course]:
    """Return reprocessings, the newest first."""
    statement = select(Reprocessing).order_by(col(Reprocessing.id).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(Reprocessing.id) < before)
    with read(engine) as session:
        return [_course(session, each) for each in session.execute(statement).scalars().all()]


def as_asked(chosen: LetterFilter | DoneFilter) -> dict[str, Any]:
    """A filter as it is kept with a reprocessing: only what was given, in JSON's values."""

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {key: plain(each) for key, each in value.items() if each not in (None, ())}
            case tuple():
                return list(value)
            case timedelta():
                return f"{round(value.total_seconds())} s"
            case _:
                return value

    given = plain(asdict(chosen))
    return {**given.pop("reports", {}), **given}


def _course(session: Session, found: Reprocessing) -> Course:
    item = ReprocessingItem
    kinds = (col(item.code_before), col(item.verdict), col(item.code_after))
    statement = select(*kinds, func.count()).where(col(item.reprocessing_id) == found.id).group_by(*kinds)
    changes = [(before, verdict.value, after, count) for before, verdict, after, count in session.execute(statement)]
    verdicts: dict[str, int] = {}
    for _, verdict, _, count in changes:
        verdicts[verdict] = verdicts.get(verdict, 0) + count
    return Course(found, verdicts, sorted(changes, key=lambda each: (-each[3], str(each))))


def _of_reports(statement: Any, engine: Engine, chosen: LetterFilter) -> Any:
    joined = statement.select_from(DeadLetter).join(Report, col(Report.id) == col(DeadLetter.report_id))
    return joined.where(*_letter_conditions(engine, chosen))


def _letter_conditions(engine: Engine, chosen: LetterFilter) -> list[ColumnElement[bool]]:
    found = equal(
        {
            DeadLetter.state: chosen.state,
            DeadLetter.stage: chosen.stage,
            DeadLetter.fingerprint: chosen.fingerprint,
            Report.year: chosen.year,
        }
    )
    if chosen.ids:
        found.append(col(DeadLetter.id).in_(chosen.ids))
    if chosen.code is not None:
        found.append(_code(chosen.code))
    if chosen.agency is not None:
        found.append(agency_condition(engine, chosen.agency))
    if chosen.batch_id is not None:
        ours = select(col(Submission.report_id)).where(col(Submission.batch_id) == chosen.batch_id)
        found.append(col(DeadLetter.report_id).in_(ours))
    now = utc_now()
    if chosen.older_than is not None:
        found.append(col(DeadLetter.created_at) < now - chosen.older_than)
    if chosen.newer_than is not None:
        found.append(col(DeadLetter.created_at) >= now - chosen.newer_than)
    if chosen.pipeline_older_than is not None:
        found.append(_older(engine, DeadLetter.pipeline_version, chosen.pipeline_older_than))
    return found


def _code(code: str) -> ColumnElement[bool]:
    if code.endswith("*"):
        return col(DeadLetter.code).startswith(code.removesuffix("*"), autoescape=True)
    return col(DeadLetter.code) == code


def _older(engine: Engine, column: Any, version: str) -> ColumnElement[bool]:
    """Versions before `version`, compared as numbers; there are few different ones in a database."""
    with read(engine) as session:
        there = session.execute(select(col(column)).where(col(column).is_not(None)).distinct()).scalars().all()
    return col(column).in_([each for each in there if _numbers(each) < _numbers(version)])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in version.split("."))
