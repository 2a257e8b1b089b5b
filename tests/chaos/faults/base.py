"""The registry of faults: a fault is a function that acts on the running system, with a name and one sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.chaos.plan import Kind, PlanError
from tests.chaos.system import System

#: It acts while reports are in flight, returns when its part is over, and may say what it saw.
Inject = Callable[[System], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; `feeds` False: it submits its own reports and wants no others meanwhile."""

    name: str
    text: str
    inject: Inject
    feeds: bool = True
    only_on: Kind | None = None


FAULTS: dict[str, Fault] = {}


def fault(name: str, text: str, *, feeds: bool = True, only_on: Kind | None = None) -> Callable[[Inject], Inject]:
    """Enter a function into the registry."""

    def enter(inject: Inject) -> Inject:
        assert name not in FAULTS, f"two faults are named {name}"
        FAULTS[name] = Fault(name, text, inject, feeds, only_on)
        return inject

    return enter


def chosen(names: Sequence[str], kind: Kind) -> list[Fault]:
    """The faults of these names, or all; those that this database cannot have are left out."""
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        raise PlanError(f"there is no fault {', '.join(unknown)}; there are {', '.join(FAULTS)}")
    wanted = [FAULTS[name] for name in names or FAULTS]
    return [each for each in wanted if each.only_on in {None, kind}]
