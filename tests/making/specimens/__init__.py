"""The samples as data, by what they show."""

from __future__ import annotations

from .arithmetic import ARITHMETIC
from .base import PROSE, Specimen
from .claims import CLAIMS
from .clean import CLEAN, TIDIED
from .form import FORM

SPECIMENS: tuple[Specimen, ...] = (*CLEAN, *ARITHMETIC, *CLAIMS, *FORM, TIDIED)

__all__ = ["CLEAN", "PROSE", "SPECIMENS", "Specimen"]
