"""What the database says, on a read-only connection of our own that waits for a database that is away."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Row, func, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from models.audit import Broken, verify
from models.database import create_engine_for, dispose, read
from models.tables import Attempt, Report, ReportState, Stage
from workers.failures import database_is_away

_AWAY_AT_MOST_S = 120.0
_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an unfinished report stands."""

    id: int
    run: int
    stage: Stage
    attempt: int
    state: ReportState
    owner: str | None
    token: str | None
    batch_id: int

    def has_moved(self, now: "Standing | None") -> bool:
        """Whether it went on since: it is done or dead, at another stage, or was begun again."""
        return now is None or (now.run, now.stage, now.attempt) != (self.run, self.stage, self.attempt)


class Look:
    """Reads the database; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine_for(url)

    def close(self) -> None:
        dispose(self.engine)

    def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """The rows of a query, as soon as the database answers."""
        give_up_at = time.monotonic() + _AWAY_AT_MOST_S
        while True:
            try:
                with read(self.engine) as session:
                    return session.execute(statement).all()
            except DBAPIError as error:
                if not database_is_away(error) or time.monotonic() > give_up_at:
                    raise
                time.sleep(_AGAIN_S)

    def number(self, statement: Executable) -> int:
        """The one number that a query gives."""
        ((number,),) = self.rows(statement)
        return int(number)

    def under_way(self) -> dict[int, Standing]:
        """Each report that is queued or worked on."""
        columns: list[Any] = [getattr(Report, name) for name in ("id", "run", "stage", "attempt", "state", "batch_id")]
        columns += [col(Report.lease_owner).label("owner"), col(Report.lease_token).label("token")]
        where = col(Report.state).in_([ReportState.QUEUED, ReportState.WORKING])
        found = [Standing(**row._mapping) for row in self.rows(select(*columns).where(where))]
        return {each.id: each for each in found}

    def in_flight(self) -> int:
        """How many reports are queued or worked on."""
        where = col(Report.state).in_([ReportState.QUEUED, ReportState.WORKING])
        return self.number(select(func.count()).select_from(Report).where(where))

    def working(self, stage: Stage | None = None) -> list[Standing]:
        """Reports that are worked on, at one stage or at any."""
        return [
            each
            for each in self.under_way().values()
            if each.state == ReportState.WORKING and stage in {None, each.stage}
        ]

    def newest_attempt(self) -> tuple[int, str]:
        """The number of the attempt that ended last, and the worker that made it."""
        newest = select(col(Attempt.id), col(Attempt.worker)).order_by(col(Attempt.id).desc()).limit(1)
        return next(((row.id, row.worker or "") for row in self.rows(newest)), (0, ""))

    def broken_audit(self) -> list[Broken]:
        """Where audit chains do not hold."""
        with read(self.engine) as session:
            return list(verify(session))
