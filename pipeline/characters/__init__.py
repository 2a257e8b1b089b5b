"""Characters: what every text is cleaned of, and how words are compared without regard to how they are typed."""

from .cleaning import clean
from .comparing import folded, letters
from .traditional import simplified

__all__ = ["clean", "folded", "letters", "simplified"]
