"""Characters: what every text is cleaned of, and how words are compared without regard to how they are typed."""

from .alternatives import longest_of
from .cleaning import clean
from .comparing import folded, letters, one_width
from .traditional import simplified

LOST = "\ufffd"
"""What stands for a character that could not be decoded."""

__all__ = ["LOST", "clean", "folded", "letters", "longest_of", "one_width", "simplified"]
