"""One of several reconcilers acts; the others watch it, and one of them goes on when it falls silent."""

import os
import secrets
import socket
import time

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.database import write
from models.tables import Note

_NAME = "reconciler"


class Turn:
    """Whether it is this process's turn, kept as a note in the database.

    Whoever has it counts the note's beat on. The others take it when the beat has stood still for `patience_s` by
    their own watch, so that no clock need agree with another. Two that act at once for a moment do no harm.
    """

    def __init__(self, engine: Engine, patience_s: float) -> None:
        self._engine = engine
        self._patience_s = patience_s
        self._me = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        self._seen: tuple[str, int] | None = None
        self._seen_at = 0.0

    def is_ours(self) -> bool:
        """Return whether to act now; to be asked each round."""
        ours = col(Note.name) == _NAME
        try:
            with write(self._engine) as session:
                found = session.execute(select(col(Note.value), col(Note.beat)).where(ours).with_for_update()).first()
                if found is None:
                    session.execute(insert(Note).values(name=_NAME, value=self._me, beat=1))
                elif found.value == self._me or self._has_fallen_silent((found.value, found.beat)):
                    session.execute(update(Note).where(ours).values(value=self._me, beat=found.beat + 1))
                else:
                    return False
        except IntegrityError:
            return False  # another began at the same moment
        return True

    def give_up(self) -> None:
        """Let another take the turn at once."""
        with write(self._engine) as session:
            session.execute(delete(Note).where(col(Note.name) == _NAME, col(Note.value) == self._me))

    def _has_fallen_silent(self, now: tuple[str, int]) -> bool:
        if now != self._seen:
            self._seen, self._seen_at = now, time.monotonic()
        return time.monotonic() - self._seen_at >= self._patience_s
