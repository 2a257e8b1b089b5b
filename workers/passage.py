"""Tells what the broker cannot hold any more, without a clock: all that it held at one moment has been taken and answered.

Each queue is first in, first out. Once the newest message of a moment has left every queue, and what workers held
after that has been acknowledged, no message of that moment is left: a report that still waits for one waits in vain.
A backlog alone never makes it so, and a broker that is never idle hides nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import Celery

from config.names import QUEUES

from .queues import redis_channel


class Passage:
    """Watches one broker from moment to moment; to be asked every few seconds."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self.forget()

    def forget(self) -> None:
        """Begin anew, since it is another broker now."""
        self._moment: datetime | None = None
        self._newest: Mapping[str, bytes] = {}
        self._held: set[bytes] | None = None

    def completed(self, now: datetime) -> datetime | None:
        """Return the moment, a `now` of an earlier call, of which no message is left; None while there may be one.

        Raises what the broker raises when it is away.
        """
        with redis_channel(self._app) as channel:
            client = channel.client
            if self._moment is None:
                self._begin(client, now)
                return None
            if self._newest:
                self._newest = _still_there(client, self._newest)
                return None
            # Only now, a round later: a message that was just fetched is noted as held a little after it left its queue.
            held = set(client.hkeys(channel.unacked_key))
            self._held = held if self._held is None else self._held & held
            if self._held:
                return None
            moment = self._moment
            self._begin(client, now)
            return moment

    def _begin(self, client: Any, now: datetime) -> None:
        heads = client.pipeline()
        for queue in QUEUES:
            heads.lindex(queue, 0)
        self._moment, self._held = now, None
        self._newest = {queue: head for queue, head in zip(QUEUES, heads.execute(), strict=True) if head is not None}


def _still_there(client: Any, newest: Mapping[str, bytes]) -> dict[str, bytes]:
    places = client.pipeline()
    for queue, message in newest.items():
        places.lpos(queue, message)
    found = places.execute()
    return {queue: message for (queue, message), place in zip(newest.items(), found, strict=True) if place is not None}
