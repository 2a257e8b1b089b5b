"""Runs it as the CHAOS_… variables ask; ends with 0 only where everything held, 1 where not, 2 where it hung or was misused."""

import os
import signal
import sys
import traceback
from types import FrameType
from typing import NoReturn

from .course import Course, run, say
from .faults import chosen
from .plan import Plan, PlanError, plan_of
from .system import System, running
from .telling import deaths, in_flight, last_line, table, troubles

_FAILED, _HUNG = 1, 2
_MOST_FRAMES = 6


class OutOfTimeError(Exception):
    """The whole run took longer than CHAOS_LIMIT_S."""


def main() -> int:
    """Run, and return the exit status."""
    try:
        plan = plan_of(os.environ)
        faults = chosen(plan.faults, plan.database)
    except PlanError as error:
        say(f"chaos: {error}")
        return _HUNG
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.alarm(plan.limit_s)
    say(f"chaos: seed {plan.seed}, {plan.reports} reports, {len(faults)} faults, {plan.database}")
    course = Course()
    with running(plan) as system:
        try:
            run(system, faults, course)
        except (Exception, OutOfTimeError) as error:  # noqa: BLE001 - whatever it is, say what is in flight, and end
            return _hung(system, course, plan, error)
    return _ended(system, course, plan)


def _ended(system: System, course: Course, plan: Plan) -> int:
    assert course.verdict is not None
    for line in (*table(course), *deaths(system), *troubles(course)):
        say(line)
    if not course.is_good:
        say(f"chaos: something did not hold; the same again with CHAOS_SEED={plan.seed}")
    say(last_line(course, course.verdict))
    return 0 if course.is_good else _FAILED


def _hung(system: System, course: Course, plan: Plan, error: BaseException) -> int:
    for line in (*table(course), *in_flight(system), *troubles(course)):
        say(line)
    say("".join(traceback.format_exception(error)[-_MOST_FRAMES:]))
    say(f"chaos: stopped by {type(error).__name__}: {error}; the same again with CHAOS_SEED={plan.seed}")
    return _HUNG


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(_HUNG)


def _out_of_time(_number: int, _frame: FrameType | None) -> NoReturn:
    raise OutOfTimeError("the whole run takes longer than CHAOS_LIMIT_S")


if __name__ == "__main__":
    sys.exit(main())
