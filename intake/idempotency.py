"""Calls that name an Idempotency-Key: the same call again gives what the first one made, and makes nothing new."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Engine, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from models.database import read, write
from models.tables import IdempotencyKey, utc_now


def made_once(
    engine: Engine,
    once: "RepeatedCall | None",
    column: Literal["batch_id", "reprocessing_id"],
    make: Callable[[Session], int],
) -> int:
    """Return what `make` makes in a transaction, or what the same call made before; `once` None: it is never the same.

    The same call made by two at the same moment is made by one of them, and the other sees it.
    """

    def attempt() -> int:
        with write(engine) as session:
            before = getattr(once.find(session), column, None) if once else None
            if before is not None:
                return int(before)
            made = make(session)
            if once:
                once.note(session, **{column: made})
            return made

    try:
        return attempt()
    except IntegrityError:
        if once is None:
            raise
        return attempt()


class OtherCallError(Exception):
    """The key was used for another call: another route, or other contents."""


@dataclass(frozen=True, slots=True)
class RepeatedCall:
    """A call of `route` by an API key that named `key`; it may be the first of its kind."""

    api_key_id: int
    key: str
    route: str

    def find(self, session: Session) -> IdempotencyKey | None:
        """Return what is known of it, or None at the first time. Raises `OtherCallError` for another route."""
        found = session.get(IdempotencyKey, (self.api_key_id, self.key))
        if found is not None and found.route != self.route:
            raise OtherCallError
        return found

    def note(self, session: Session, **made: int) -> None:
        """Note what the first call made; one that comes at the same moment is refused by the table's key."""
        row: dict[str, Any] = {"api_key_id": self.api_key_id, "key": self.key, "route": self.route} | made
        session.execute(insert(IdempotencyKey).values(**row, created_at=utc_now()))

    def fingerprint(self, engine: Engine) -> str | None:
        """Return the fingerprint of what was asked, or None if it was never answered to its end."""
        with read(engine) as session:
            found = self.find(session)
            return found.fingerprint if found else None

    def settle(self, engine: Engine, fingerprint: str) -> None:
        """Note what was asked. Raises `OtherCallError` if something else was asked with this key before."""
        ours = (col(IdempotencyKey.api_key_id) == self.api_key_id, col(IdempotencyKey.key) == self.key)
        with write(engine) as session:
            session.execute(
                update(IdempotencyKey)
                .where(*ours, col(IdempotencyKey.fingerprint).is_(None))
                .values(fingerprint=fingerprint)
            )
            found = self.find(session)
            if found is not None and found.fingerprint != fingerprint:
                raise OtherCallError
