"""All cases that are printed from a truth."""

from __future__ import annotations

from . import files, flaws, pages, shapes, texts

CASES = (*texts.CASES, *shapes.CASES, *pages.CASES, *files.CASES, *flaws.CASES)

__all__ = ["CASES"]
