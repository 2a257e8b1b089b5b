"""Ages as people write them, such as `90m`, `2h` or `3d`."""

import re
from datetime import timedelta

#: What an age looks like; longer ones than a century are none.
AGE = r"^[0-9]{1,4}[smhd]$"
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def age_of(said: str) -> timedelta | None:
    """Return the age, or None where `said` is none."""
    if not re.fullmatch(AGE, said):
        return None
    return timedelta(**{_UNITS[said[-1]]: int(said[:-1])})
