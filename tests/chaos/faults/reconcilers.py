"""Two reconcilers at once, and none for a while."""

from tests.chaos.system import System

from .base import fault

_NONE_S = (5.0, 15.0)


@fault("two_reconcilers", "A second reconciler runs while the broker was flushed, so that both have the same work.")
def _two_reconcilers(system: System) -> None:
    second = system.another("reconciler", "reconciler-2")
    second.start()
    try:
        system.strike_a_backlog()
        with system.broker.client() as client:
            client.flushall()
        work = system.settings.work
        system.lasting(work.stranded_after_s + 4 * work.reconcile_interval_s)
    finally:
        second.kill(hold=True)


@fault(
    "no_reconciler", "The reconciler is killed and stays away for some seconds, while the broker forgets everything."
)
def _no_reconciler(system: System) -> None:
    reconciler = system.services["reconciler"]
    reconciler.kill(hold=True)
    try:
        system.strike_a_backlog()
        with system.broker.client() as client:
            client.flushall()
        system.lasting(system.random.uniform(*_NONE_S))
    finally:
        reconciler.start()
