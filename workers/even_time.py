"""Whether time has gone on evenly, so that a lease that looks as if it had run out really did."""

import time
from datetime import datetime

_JUMP_S = 2.0


class EvenTime:
    """Compares the database's clock with this process's watch from round to round.

    After a jump of the clock, and after a time in which we could not look (the database was away, for those who renew
    their leases as for us), a lease's whole time must pass before one that ran out says that its holder is lost.
    """

    def __init__(self, lease_s: float) -> None:
        self._lease_s = lease_s
        self._last: tuple[float, datetime] | None = None
        self._trusted_from = 0.0

    def has_passed(self, now: datetime) -> bool:
        """Return whether leases can be judged at `now`, the database's time; to be asked each round."""
        watch = time.monotonic()
        if self._last is not None:
            passed_s, clock_s = watch - self._last[0], (now - self._last[1]).total_seconds()
            if abs(clock_s - passed_s) > _JUMP_S or passed_s > self._lease_s / 2:
                self._trusted_from = watch + self._lease_s
        self._last = watch, now
        return watch >= self._trusted_from
