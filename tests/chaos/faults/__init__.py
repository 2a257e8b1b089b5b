"""All faults; a module that is imported here enters its own into the registry."""

from . import brokers, databases, intakes, messages, poison, processes, reconcilers
from .base import FAULTS, Fault, chosen

__all__ = [
    "FAULTS",
    "Fault",
    "brokers",
    "chosen",
    "databases",
    "intakes",
    "messages",
    "poison",
    "processes",
    "reconcilers",
]
