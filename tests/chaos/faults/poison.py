"""Reports that kill, hang or fill whatever reads them, among innocent ones."""

from tests.chaos.system import System

from .base import fault

#: What the text of a report asks of the worker, and whether it is read in a process of its own.
POISONS = (
    ("kill", False),
    ("crash", False),
    ("exit", False),
    ("memory", False),
    ("spin", False),
    ("hang", False),
    ("crash", True),
    ("memory", True),
)
CODES = frozenset({"worker.lost", "resource.memory", "resource.time", "file.crashes_reader"})


@fault("poison", "Reports that kill, crash, end, fill, spin or hang their reader come among innocent ones.")
def _poison(system: System) -> str:
    poisoned = [system.traffic.poisoned(name, apart=apart) for name, apart in POISONS]
    innocent = system.traffic.make(4 * len(poisoned))
    batch = poisoned + innocent
    system.random.shuffle(batch)
    system.traffic.submit(batch)
    system.strike()
    return f"{len(poisoned)} poisoned among {len(innocent)}"
