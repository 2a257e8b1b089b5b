"""Whole reports as agencies write them: prose files that are printed with a table, and the findings they must have."""

from .read import Told, told_in

__all__ = ["Told", "told_in"]
