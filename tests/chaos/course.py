"""The course of a run: one fault after another while reports are in flight, the recovery from each, and the end."""

import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from tests.waiting import eventually

from . import checks
from .faults import Fault
from .system import System
from .verdict import Verdict, verdict

_BEFORE_S = 1.5
_EVERY_S = 0.05
_SLOW_S = 60.0  # beyond it we look whether the workers still answer


@dataclass(frozen=True, slots=True)
class Injected:
    """One fault that was injected, and what was seen."""

    fault: str
    recovered_s: float
    notes: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(slots=True)
class Course:
    """What was seen of a whole run."""

    injected: list[Injected] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def is_good(self) -> bool:
        return not self.broken and self.verdict is not None and self.verdict.is_good


def run(system: System, faults: Sequence[Fault], course: Course) -> None:
    """Inject each fault as often as planned, in a random order, and judge the end; `course` is filled on the way."""
    plan = system.plan
    order = [each for each in faults for _ in range(plan.rounds)]
    system.random.shuffle(order)
    share = max(8, plan.reports // max(1, len(order)))
    for number, fault in enumerate(order, start=1):
        say(f"[{number}/{len(order)}] {fault.name}: {fault.text}")
        course.injected.append(_injected(system, fault, share))
        found = [*course.injected[-1].broken]
        found += checks.broken_now(system.look, system.traffic.sent, system.settings.work.lease_s)
        say(
            f"    recovered after {course.injected[-1].recovered_s:.1f} s{''.join(f'; {n}' for n in course.injected[-1].notes)}"
        )
        course.broken += [f"after {fault.name}: {each}" for each in found]
        for each in found:
            say(f"    BROKEN: {each}")
    if (left := plan.reports - system.traffic.submitted) > 0:
        system.traffic.submit(system.traffic.make(left))
    eventually(lambda: not system.look.in_flight(), "all is done or dead", within_s=_whole(system), every_s=0.2)
    say("all is done or dead; comparing with a calm run")
    course.broken += [f"a bug: {each}" for each in system.traffic.bugs]
    course.verdict = verdict(system.look, system.traffic.sent, system.settings.work.lease_s)


def _injected(system: System, fault: Fault, share: int) -> Injected:
    deaths = len(system.supervisor.deaths)
    system.struck = {}
    with system.traffic.feeding(share) if fault.feeds else nullcontext():
        if fault.feeds:
            eventually(system.look.under_way, "reports are in flight", within_s=system.patience_s)
            system.lasting(system.random.uniform(0, _BEFORE_S))
        note = fault.inject(system)
    begun = time.monotonic()
    later = system.look.under_way()  # a fault that lasts also hits what came while it did
    silent: list[str] = []

    def have_gone_on() -> bool:
        if not silent and time.monotonic() > begun + _SLOW_S:
            silent.extend(_started_again(system))
        return system.have_moved() and system.have_moved(later)

    what = f"the reports that {fault.name} hit go on"
    eventually(have_gone_on, what, within_s=system.patience_s, every_s=_EVERY_S)
    recovered_s = time.monotonic() - begun
    notes = [note] if note else []
    notes += [f"{each.service} ended by itself ({each.status})" for each in system.supervisor.deaths[deaths:]]
    return Injected(fault.name, recovered_s, tuple(notes), tuple(silent + _started_again(system)))


def _started_again(system: System) -> list[str]:
    """Workers that run and answer nobody: killed, so that the run goes on, and told of, since nobody else would."""
    told = []
    for worker in system.silent_workers():
        told.append(f"{worker.name} runs and answers nobody; its last words: {worker.tail(3)}")
        worker.kill()
    return told


def _whole(system: System) -> float:
    return system.patience_s + system.plan.reports / 10


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
