"""What the sentences of a report claim, as values that rules look up."""

from .model import Claim, Scope, Subject
from .reader import Claims

__all__ = ["Claim", "Claims", "Scope", "Subject"]
