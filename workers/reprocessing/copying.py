"""Gives a new run what the stages before its first one gave in an earlier run, so that they need not work again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, literal, select
from sqlmodel import Session, col

from config.names import STAGES
from models.lookups import among
from models.tables import ABOUT, Run, Stage
from workers.storing import TABLES_OF_STAGE


@dataclass(frozen=True, slots=True)
class Copy:
    """A report's run that begins at `stage`, and the run that has the results of the stages before."""

    report_id: int
    source: int
    run: int
    stage: Stage


def about_of(session: Session, copies: Sequence[Copy]) -> dict[int, dict[str, Any]]:
    """Return what the source runs say of the reports as a whole; nothing for runs that begin at the first stage."""
    keys = [(each.report_id, each.source) for each in copies if each.stage != Stage.NORMALIZE]
    if not keys:
        return {}
    columns = [col(getattr(Run, name)) for name in ABOUT]
    statement = select(col(Run.report_id), *columns).where(among(col(Run.report_id), col(Run.run), keys))
    return {row["report_id"]: dict(row) for row in session.execute(statement).mappings()}


def copy_results(session: Session, copies: Sequence[Copy]) -> None:
    """Copy what the stages before stored, with one statement a table for all copies that are alike."""
    alike: dict[tuple[int, int, Stage], list[int]] = defaultdict(list)
    for each in copies:
        alike[each.source, each.run, each.stage].append(each.report_id)
    for (source, run, stage), ids in alike.items():
        for before in STAGES[: STAGES.index(stage.value)]:
            for table in TABLES_OF_STAGE[Stage(before)]:
                columns = table.__table__.columns  # type: ignore[attr-defined]
                copied = select(*(literal(run) if each.name == "run" else each for each in columns)).where(
                    columns.report_id.in_(ids), columns.run == source
                )
                session.execute(insert(table).from_select([each.name for each in columns], copied))
