"""How a run is told: the table of faults, what does not hold, the last line, and what is in flight where it hangs."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .course import Course, Injected
from .system import System
from .verdict import Verdict

_MOST_SHOWN = 20


def table(course: Course) -> Iterator[str]:
    """One line for each fault, in plain text columns."""
    yield f"{'fault':<28} {'times':>5} {'recovered after s':>20}  note"
    yield f"{'':<28} {'':>5} {'median':>10}{'max':>10}"
    by_fault: dict[str, list[Injected]] = defaultdict(list)
    for each in course.injected:
        by_fault[each.fault].append(each)
    for name, times in sorted(by_fault.items()):
        took = [each.recovered_s for each in times]
        notes = "; ".join(dict.fromkeys(note for each in times for note in each.notes))
        yield f"{name:<28} {len(times):>5} {statistics.median(took):>10.1f}{max(took):>10.1f}  {notes}"


def deaths(system: System) -> Iterator[str]:
    """A line for each process that ended by itself: it was started again, but should rather have lived on."""
    yield from (f"ended by itself: {each.service} ({each.status}): {each.words}" for each in system.supervisor.deaths)


def troubles(course: Course) -> Iterator[str]:
    """A line for each thing that does not hold."""
    yield from (f"broken: {each}" for each in _some(course.broken))
    if (end := course.verdict) is not None:
        yield from (f"lost: {each}" for each in _some(end.lost))
        yield from (f"duplicated: report {each}" for each in _some(end.duplicated))
        yield from (f"mismatched: {each}" for each in _some(end.mismatched))
        yield from (f"unexpected: {each}" for each in _some(end.unexpected))


def last_line(course: Course, end: Verdict) -> str:
    """The one line that says it all."""
    return (
        f"chaos: faults={len(course.injected)} submitted={end.submitted} done={end.done} dead={end.dead} "
        f"lost={len(end.lost)} duplicated={len(end.duplicated)} mismatched={len(end.mismatched)}"
    )


def in_flight(system: System) -> Iterator[str]:
    """What is in flight, what the broker holds, and the ends of all logs."""
    standing = system.look.under_way().values()
    yield f"{len(standing)} reports in flight:"
    groups = Counter((each.state.value, each.stage.value, each.attempt, each.owner or "") for each in standing)
    yield from (f"  {times:>5} {' '.join(map(str, group))}" for group, times in groups.most_common(_MOST_SHOWN))
    yield f"broker: {system.broker.lengths() if system.broker.answers() else 'does not answer'}"
    for service in (system.broker.service, *system.services.values()):
        state = "runs" if service.is_running else f"ended ({service.status})"
        yield f"--- {service.name} {state}, the end of its log:"
        yield service.tail()


def _some(found: Sequence[object]) -> list[object]:
    shown = [*found[:_MOST_SHOWN]]
    return shown + ([f"… and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else [])
