"""Makes hostile files: small generators of what no honest person hands in, each with the codes it may end in."""

from .hostile import BY_NAME, Hostile
from .links import linked_odt

__all__ = ["BY_NAME", "Hostile", "linked_odt"]
