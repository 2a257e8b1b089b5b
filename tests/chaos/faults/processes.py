"""Worker processes that are killed, stopped or restarted while they have reports in hand."""

import os
import signal
import time
from contextlib import suppress
from functools import partial

from models.tables import Stage
from tests.chaos.service import Service
from tests.chaos.system import System
from tests.waiting import eventually

from .base import Inject, fault

_WITHIN_S = 180.0
_EVERY_S = 0.002
_LONGER_S, _LOOK_S = 10.0, 0.1


def _kill_child(stage: Stage, system: System) -> None:
    eventually(lambda: _caught_at(system, stage), f"a process works at {stage}", within_s=_WITHIN_S, every_s=_EVERY_S)


def _caught_at(system: System, stage: Stage) -> bool:
    """Stop a process that works at the stage, make sure that it still does, and kill it."""
    for standing in system.look.working(stage):
        pid = _pid_of(system, standing.owner)
        if not pid:
            continue
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            now = system.look.under_way().get(standing.id)
            if now is not None and now.token == standing.token:
                system.strike()
                os.kill(pid, signal.SIGKILL)
                return True
            os.kill(pid, signal.SIGCONT)
    return False


def _pid_of(system: System, owner: str | None) -> int:
    """The pool process that a lease names, if it lives and is one of ours; 0 if not."""
    number = (owner or "").rpartition("/")[2]
    is_ours = number.isdecimal() and any(worker.is_parent_of(int(number)) for worker in system.workers)
    return int(number) if is_ours else 0


def _enter_kill_child(stage: Stage) -> None:
    inject: Inject = partial(_kill_child, stage)
    fault(f"kill_child_{stage.value}", f"SIGKILL of a pool process while it works at {stage.value}.")(inject)


for _stage in Stage:
    _enter_kill_child(_stage)


@fault("kill_worker", "SIGKILL of a whole worker as it ends a stage; it is started again.")
def _kill_worker(system: System) -> None:
    worker = _at_a_boundary(system)
    system.strike()
    worker.kill()
    eventually(lambda: worker.is_running, f"{worker.name} is started again", within_s=_WITHIN_S)
    worker.wait_until_ready()


def _at_a_boundary(system: System) -> Service:
    """A worker that has ended a stage in this moment."""
    before, _ = system.look.newest_attempt()

    def ended() -> Service | None:
        number, owner = system.look.newest_attempt()
        name = owner.partition("@")[0]
        return system.services.get(name) if number > before else None

    return eventually(ended, "a stage ends", within_s=_WITHIN_S, every_s=_EVERY_S)


@fault(
    "fetch_window",
    "A worker's main process is stopped while it waits for messages, gets one, and is killed.",
    feeds=False,
)
def _fetch_window(system: System) -> str:
    eventually(lambda: not system.look.in_flight(), "nothing is in flight", within_s=system.patience_s, every_s=0.1)
    worker = system.random.choice(system.workers)
    worker.signal_main(signal.SIGSTOP)
    for _ in range(3):
        system.traffic.submit(system.traffic.make(40))
    system.strike()
    worker.kill()
    worker.wait_until_ready()
    return f"{len(system.struck)} in flight"


@fault(
    "long_task",
    "A worker is stopped in the middle of its reports for longer than the visibility timeout, then goes on.",
)
def _long_task(system: System) -> str:
    worker = eventually(lambda: _stopped_at_work(system), "a worker works", within_s=_WITHIN_S, every_s=_EVERY_S)
    begun = time.monotonic()
    held_s = system.settings.work.visibility_timeout_s + _LONGER_S
    taken_over_s = None
    while (passed_s := time.monotonic() - begun) < held_s:
        if taken_over_s is None and system.have_moved():
            taken_over_s = passed_s
        system.lasting(_LOOK_S)
    worker.signal_all(signal.SIGCONT)
    # It may have been stopped within a transaction: then nobody could take over what it had locked.
    return f"taken over after {taken_over_s:.1f} s" if taken_over_s is not None else "not taken over meanwhile"


def _stopped_at_work(system: System) -> Service | None:
    for worker in system.workers:
        worker.signal_all(signal.SIGSTOP)
        if any((each.owner or "").startswith(f"{worker.name}@") for each in system.look.working()):
            system.strike()
            return worker
        worker.signal_all(signal.SIGCONT)
    return None


@fault("rolling_restart", "Each worker in turn is stopped with SIGTERM and started again while the other works.")
def _rolling_restart(system: System) -> None:
    for worker in system.workers:
        system.strike()
        worker.stop()
        worker.start()
        worker.wait_until_ready()
